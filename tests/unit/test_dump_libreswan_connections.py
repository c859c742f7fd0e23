"""The connections in dumps of Libreswan: topologies, policies, names, and the further lines of each version."""

import pytest

from analyzer.dumps import Connection, Dump, read_dumps
from analyzer.dumps.libreswan_words import address, identity, peer, policy, selectors
from tests.tools.libreswan import DETAILS


def only(text: str) -> Dump:
    (found,) = read_dumps("dump", list(enumerate(text.split("\n"), 1)))
    return found


def connection(*lines: str) -> Connection:
    (found,) = only("\n".join(lines)).connections
    return found


@pytest.mark.parametrize("detail", DETAILS)
def test_details_of_a_connection(detail: str) -> None:
    head = '"net": 10.1.0.0/16===192.0.2.1...192.0.2.2===10.2.0.0/16; unrouted; eroute owner: #0'
    dump = only(f'{head}\n"net":   {detail}\n"lost":   {detail}')
    assert dump.lines == {1, 2, 3}


@pytest.mark.parametrize(
    ("topology", "told"),
    [
        ("192.0.2.1...192.0.2.2; unrouted; eroute owner: #0", ("192.0.2.1", None, ("192.0.2.1/32",), "192.0.2.2", None, ("192.0.2.2/32",))),
        (
            "2001:db8::1...2001:db8::2===2001:db8:2::/48; routed-tunnel; my_ip=unset; their_ip=unset;",
            ("2001:db8::1", None, ("2001:db8::1/128",), "2001:db8::2", None, ("2001:db8:2::/48",)),
        ),
        (
            "10.1.0.0/16===192.0.2.1:4500[@a,+S=C]---192.0.2.254..."
            "192.0.2.253---[2001:db8::2]:4500<peer.example>[C=DE, O=x,MS+XS+S=C]===10.2.0.0/16; erouted HOLD; eroute owner: #7",
            ("192.0.2.1", "@a", ("10.1.0.0/16",), "2001:db8::2", "C=DE, O=x", ("10.2.0.0/16",)),
        ),
        (
            "172.20.100.4[S?C]:17/1701---172.20.255.254...172.20.100.247[+S=C]:17/1701; unrouted; eroute owner: #0",
            ("172.20.100.4", None, ("172.20.100.4/32:17/1701",), "172.20.100.247", None, ("172.20.100.247/32:17/1701",)),
        ),
        (
            "::/0===::1<::1>:58/34560...%any:58/34816===::/0; prospective erouted; eroute owner: #0",
            ("::1", None, ("::/0:58/34560",), None, None, ("::/0:58/34816",)),
        ),
        ("192.0.2.1...%dns<peer.example>===vhost:?; unrouted; eroute owner: #0", ("192.0.2.1", None, ("192.0.2.1/32",), None, None, ())),
    ],
)
def test_topologies(topology: str, told: tuple[object, ...]) -> None:
    c = connection(f'000 "net": {topology}')
    assert (c.local, c.local_id, c.children[0].local_ts, c.remote, c.remote_id, c.children[0].remote_ts) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("IKEv1+PSK+ENCRYPT+TUNNEL+PFS+AGGRESSIVE", (1, "aggressive", "tunnel")),
        ("PSK+ENCRYPT+TUNNEL+UP+IKEV1_ALLOW+IKEV2_ALLOW+SAREF_TRACK", (None, None, "tunnel")),
        ("RSASIG+ENCRYPT+PFS+IKEV2_ALLOW+IKEV2_PROPOSE", (2, None, "transport")),
        ("AUTHENTICATE+IKEv2+TRANSPORT", (2, None, "transport")),
        ("PFS+IKEV1_ALLOW+IKEV2_ALLOW+PASS+NEVER_NEGOTIATE", (None, None, "pass")),
        ("IKEv2", (2, None, None)),
    ],
)
def test_policies(words: str, told: tuple[object, ...]) -> None:
    assert policy(words) == told


def test_words() -> None:
    assert (address("%any"), address(None), identity("@x"), identity("+S=C"), peer("10.0.0.1===...192.0.2.1===10.9.0.1/32")) == (
        None,
        None,
        "@x",
        None,
        "192.0.2.1",
    )
    assert (selectors("vnet:?", "192.0.2.1", None), selectors("10.0.0.0/8?", None, None), selectors(None, "%any", None)) == (
        (),
        ("10.0.0.0/8",),
        (),
    )


def test_alias_names_the_group_only_where_it_is_one() -> None:
    head = '"net": 192.0.2.1...192.0.2.2; unrouted; eroute owner: #0'
    assert connection(head, '"net":   aliases: all').group == "all"
    assert connection(head, '"net":   aliases: all some').group is None
    assert (
        connection(
            head.replace("net", "net/1x"), '"net/1x":   our idtype: %fromcert; our id=%fromcert; their idtype: ID_FQDN; their id=@b'
        ).remote_id
        == "@b"
    )
