"""``ipsec status`` and ``ipsec statusall``: releases, optional parts, real pastes."""

import pytest

from analyzer.dumps import ChildSa, Dump, IkeSa, read_dumps


def dumps(text: str) -> list[Dump]:
    return read_dumps("x", list(enumerate(text.split("\n"), 1)))


def child(text: str) -> ChildSa:
    dump = dumps(text)[0]
    return (*dump.children, *(c for i in dump.ikes for c in i.children))[0]


def ike(text: str) -> IkeSa:
    return dumps(text)[0].ikes[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # 5.1: the request's ID in braces, no blank before ===
        ("net{7}:  INSTALLED, TUNNEL, ESP SPIs: c1a2b3c4_i c4b3a2c1_o\n"
         "net{7}:  AES_CBC_128/HMAC_SHA1_96, 0 bytes_i, 84 bytes_o (1 pkt, 9s ago), rekeying in 14 minutes\n"
         "net{7}:   10.1.0.0/16=== 10.2.0.0/16 ", ("installed", None, False, 0, 84, 0, 1, None, 9, 840)),
        ("net{7}:  INSTALLED, TUNNEL, reqid 3, ESP in UDP SPIs: c1a2b3c4_i c4b3a2c1_o, IPCOMP CPIs: 1a2b_i 2b1a_o\n"
         "net{7}:  AES_GCM_16_256/ESN, 84 bytes_i (1 pkt, 0s ago), 0 bytes_o, rekeying disabled\nnet{7}:   10.1.0.0/16 === 10.2.0.0/16",
         ("installed", "3", True, 84, 0, 1, 0, 0, None, None)),
        ("net{7}:  REKEYED, TUNNEL, reqid 3, expires in 42 minutes\nnet{7}:   10.1.0.0/16 === 10.2.0.0/16",
         ("rekeyed", "3", None, None, None, None, None, None, None, None)),
        ("net{7}:  INSTALLED, TRANSPORT_PROXY, reqid 3, AH SPIs: c1a2b3c4_i c4b3a2c1_o\nnet{7}:  HMAC_SHA2_256_128, 8 bytes_i, 8 bytes_o, rekeying active\n"
         "net{7}:   10.1.0.0/16 === 10.2.0.0/16", ("installed", "3", False, 8, 8, 0, 0, None, None, None)),
    ],
    ids=["5.1", "udp", "rekeyed", "ah"],
)  # fmt: skip
def test_child(lines: str, said: tuple[object, ...]) -> None:
    c = child("Security Associations (1 up, 0 connecting):\n" + lines)
    assert (c.state, c.reqid, c.encap, c.bytes_in, c.bytes_out, c.packets_in, c.packets_out, c.idle_in, c.idle_out, c.rekey_in) == said
    assert (c.local_ts, c.remote_ts) == (("10.1.0.0/16",), ("10.2.0.0/16",))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("net[1]: ESTABLISHED 2 days ago, 192.0.2.1[C=CH, O=a, CN=b]...198.51.100.1[sun]", ("established", 172800, "C=CH, O=a, CN=b", "sun")),
        ("net[1]: CONNECTING, 192.0.2.1[%any]...198.51.100.1[%any]", ("connecting", None, "%any", "%any")),
        ("net[1]: ESTABLISHED 1 second ago, 2001:db8::1[moon]...2001:db8::2[a[b]]", ("established", 1, "moon", "a[b]")),
        ("(unnamed)[4]: CONNECTING, 192.0.2.1[%any]...198.51.100.1[%any]", ("connecting", None, "%any", "%any")),
    ],
)
def test_ike(line: str, said: tuple[object, ...]) -> None:
    sa = ike(line)
    assert (sa.state, sa.age, sa.local_id, sa.remote_id) == said


def test_details_of_an_ike_sa() -> None:
    sa = ike(
        "rw[2]: CONNECTING, 192.0.2.1[moon]...198.51.100.1[%any]\n"
        "rw[2]: IKEv1 SPIs: f70518cf9baf6107_i* 0000000000000000_r\n"
        "rw[2]: Tasks queued: QUICK_MODE \nrw[2]: Tasks active: ISAKMP_VENDOR MAIN_MODE \n"
        "rw[2]: Remote XAuth identity: carol\n"
    )
    assert (sa.version, sa.role, sa.spi_r, sa.tasks) == (1, "initiator", "0" * 16, ("ISAKMP_VENDOR", "MAIN_MODE"))
    up = ike("rw[2]: ESTABLISHED 9 hours ago, 192.0.2.1[moon]...198.51.100.1[sun]\nrw[2]: IKEv2 SPIs: f70518cf9baf6107_i 48967ad372a52250_r*, "
             "rekeying in 2 hours, public key+EAP reauthentication in 3 hours\n")  # fmt: skip
    assert (up.role, up.rekey_in, up.reauth_in) == ("responder", 7200, 10800)


def test_connections() -> None:
    text = (
        "Connections:\n"
        "          rw:  192.0.2.1...%any  IKEv1/2 Aggressive, dpddelay=30s\n"
        "          rw:   local:  [moon.example.com] uses public key authentication\n"
        '          rw:    cert:  "C=CH, CN=moon"\n'
        "          rw:   remote: uses EAP_MSCHAPV2 authentication with EAP identity '%any'\n"
        "          rw:   child:  10.1.0.0/16 10.3.0.0/16 === dynamic TUNNEL, dpdaction=clear\n"
        "Shunted Connections:\n"
        "         lan:  10.0.0.0/8 === 10.0.0.0/8 PASS\n"
        "Routed Connections:\n"
        "         net{1}:  ROUTED, TUNNEL, reqid 1\n"
        "         net{1}:   10.1.0.0/16 === 10.2.0.0/16\n"
        "Security Associations (0 up, 0 connecting):\n"
        "  none\n"
    )
    dump = dumps(text)[0]
    connection = dump.connections[0]
    assert (connection.version, connection.mode, connection.remote, connection.local_id) == (None, "aggressive", "%any", "moon.example.com")
    assert connection.children[0].local_ts == ("10.1.0.0/16", "10.3.0.0/16")
    assert [(c.state, c.ike) for c in dump.children] == [("routed", None)]
    assert dump.whole
    assert dump.shown is not None
    assert (dump.up, len(dump.lines), dump.not_understood) == (0, 13, ())


def test_real_paste() -> None:
    """Prompts, a line that nobody knows, a line that the terminal broke, and the same command once more."""
    block = (
        "root@gw:~# ipsec statusall\n"
        "Security Associations (1 up, 0 connecting):\n"
        "     net[1]: ESTABLISHED 5 minutes ago, 192.0.2.1[moon]...198.51.100.1[sun]\n"
        "     net[1]: something that a later release prints\n"
        "     net{4}:  INSTALLED, TUNNEL, reqid 1, ESP SPIs: c2dda1e2_i c1458d89_o\n"
        "     net{4}:  AES_CBC_128/HMAC_SHA1_96, 84 bytes_i (1 pkt, 1s ago), 84 byt\n"
        "es_o (1 pkt, 1s ago), rekeying in 43 minutes\n"
        "     net{4}:   10.1.0.0/16 === 10.2.0.0/16\n"
    )
    found = dumps(block + block.replace("84", "168"))
    assert [[c.bytes_in for i in d.ikes for c in i.children] for d in found] == [[84], [168]]
    assert [d.not_understood for d in found] == [(4,), (12,)]
    assert all("root@gw" not in (i.name or "") for d in found for i in d.ikes)
