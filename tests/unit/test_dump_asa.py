"""``show crypto isakmp sa``, ``show crypto ikev2 sa``, ``show crypto ipsec sa`` and ``show vpn-sessiondb detail l2l`` of Cisco's ASA."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.dumps import Dump
from analyzer.dumps.masks import net
from grammars.dumps import asa_ike, asa_ipsec, asa_sessions
from tests.tools.dumps import only, read, row_name, torn

SAMPLES = Path(__file__).parents[2] / "sample_logs" / "cisco_asa"
ROWS = [(m.__name__.rpartition(".")[2], row) for m in (asa_ike, asa_ipsec, asa_sessions) for row in m.ROWS]


def sample(name: str) -> str:
    (path,) = (SAMPLES / name).glob("*.txt")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[f"{name}-{row.name}" for name, row in ROWS])
def test_rows_read_their_examples(name: str, row: object) -> None:
    assert row_name(name, row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize(
    ("name", "line", "row"),
    [
        ("asa_ike", "There are no isakmp sas", "none"), ("asa_ike", "3690044 2001:db8:2::1/500   2001:db8:2::2/500   none/none   READY    RESPONDER", "tunnel"),
        ("asa_ike", "Tunnel-id Local      Remote      fvrf/ivrf      Status      Role", "tunnels"), ("asa_ike", "Tunnel-id Local Remote fvrf/ivrf Status", None),
        ("asa_ike", "Encr: 3DES, Hash: SHA96, DH Grp:2, Auth sign: PSK, Auth verify: PSK", "encr"), ("asa_ike", "NAT-T is detected outside", "nat"),
        ("asa_ike", "Encr: AES-GCM, keysize: 256, Hash: N/A, DH Grp:19, Auth sign: PSK, Auth verify: PSK", "encr"),
        ("asa_ipsec", "sa timing: remaining key lifetime (sec): 27123", "timing"), ("asa_ipsec", "sa timing: remaining key lifetime (kB/sec): (unlimited/100)", "timing"),
        ("asa_ipsec", "#PMTUs sent: 0, #PMTUs rcvd: 0, #decapsulated frgs needing reassembly: 0", "counter"),
        ("asa_ipsec", "#pkts min mtu frag failed (send): 0, bad frag offset (rcv): 0", "counter"), ("asa_ipsec", "current_peer: 203.0.113.9, username: bob", "peer"),
        ("asa_ipsec", "Crypto map tag: vpn, local addr 192.0.2.10", None), ("asa_ipsec", "current_peer 203.0.113.9 port 500", None),
        ("asa_sessions", "Connection   :", "connection"), ("asa_sessions", "Duration     : 2:05:11", "duration"), ("asa_sessions", "IKE:", "ike"),
        ("asa_sessions", "IKEv1 Tunnels: 1", "rest"),
    ],
)  # fmt: skip
def test_optional_parts(name: str, line: str, row: str | None) -> None:
    assert row_name(name, line) == row


def test_list_of_ikev1_tells_where_phase_1_stands() -> None:
    dump = only(sample("show-isakmp-sa-healthy-and-wait-msg2"))
    assert [(i.remote, i.role, i.state, i.tasks, i.version, i.children_known) for i in dump.ikes] == [
        ("198.51.100.20", "initiator", "established", (), 1, False), ("198.51.100.99", "initiator", "connecting", ("MM_WAIT_MSG2",), 1, False),
        ("203.0.113.5", "responder", "connecting", ("MM_WAIT_MSG5",), 1, False),
    ]  # fmt: skip
    assert dump.whole


def test_list_that_has_no_phase_2_says_nothing_of_it() -> None:
    assert [f for f in analyze(sample("show-ikev1-sa-detail-old-table")).findings if f.cause.startswith("p2")] == []


@pytest.mark.parametrize(
    ("state", "rekey", "wanted"),
    [
        ("MM_ACTIVE", "no", "established"), ("AM_Active", "no", "established"), ("MM_ACTIVE", "yes", "rekeying"), ("MM_REKEY_DONE_H2", "no", "rekeying"),
        ("MM_WAIT_DELETE", "no", "deleting"), ("AM_TM_INIT_XAUTH", "no", "connecting"),
    ],
)
def test_states_of_ikev1(state: str, rekey: str, wanted: str) -> None:
    text = f"1   IKE Peer: 203.0.113.9\n    Type    : L2L     Role    : initiator\n    Rekey   : {rekey}      State   : {state}\n    Encrypt : aes-256   Hash  : SHA\n"
    (ike,) = only(text).ikes
    assert (ike.state, ike.proposal) == (wanted, "aes-256/SHA")


def test_ikev2_with_children() -> None:
    dump = only(sample("show-ikev2-sa-multiple-and-childless"))
    assert [(i.number, i.remote, i.role, i.version, i.age, len(i.children)) for i in dump.ikes] == [
        ("5120377", "203.0.113.35", "initiator", 2, 4021, 4), ("3690044", "203.0.113.35", "responder", 2, 4019, 0), ("3701001", "203.0.113.36", "responder", 2, 2, 0),
    ]  # fmt: skip
    child = dump.ikes[0].children[0]
    assert (child.local_ts, child.remote_ts, child.spi_in, child.spi_out) == (
        ("10.10.0.0-10.10.0.255",), ("10.35.0.0-10.35.0.255",), "51000002", "51000001",
    )  # fmt: skip
    assert dump.ikes[0].proposal == "AES-CBC-256/SHA256/DH14"


DETAIL = """IKEv2 SAs:
Session-id:1, Status:UP-ACTIVE, IKE count:1, CHILD count:1
Tunnel-id Local     Remote    Status     Role
 7 192.0.2.7/4500  198.51.100.6/4500   READY    RESPONDER
      Encr: AES-GCM, keysize: 256, Hash: N/A, DH Grp:19, Auth sign: PSK, Auth verify: PSK
      Life/Active Time: 86400/612 sec
      Session-id: 1
      Status Description: Negotiation done
      Local spi: 6C19AB0400000020       Remote spi: E1730D9500000021
      Local id: 192.0.2.7
      Remote id: 10.0.0.6
      NAT-T is detected outside
Child sa: local selector  10.12.0.5/22 - 10.12.0.5/22
          remote selector 10.13.0.0/0 - 10.13.0.255/1023
          ESP spi in/out: 0x2f71c0de/0x9b03ee41
          Encr: AES-CBC, keysize: 256, esp_hmac: SHA96
"""


def test_detail_of_ikev2() -> None:
    (ike,) = only(DETAIL).ikes
    assert (ike.local_id, ike.remote_id, ike.nat, ike.spi_i, ike.spi_r, ike.proposal) == (
        "192.0.2.7", "10.0.0.6", True, "E1730D9500000021", "6C19AB0400000020", "AES-GCM-256/DH19",
    )  # fmt: skip
    (child,) = ike.children
    assert (child.local_ts, child.remote_ts, child.proposal) == (("10.12.0.5[22]",), ("10.13.0.0-10.13.0.255[0-1023]",), "AES-CBC-256/SHA96")


def test_two_lists_are_two_dumps() -> None:
    text = sample("healthy-show-ikev2-sa")
    assert len(read(text + text)) == 2
    none = sample("show-sas-none")
    assert [(d.format, d.whole, d.ikes, d.children) for d in read(none)] == [
        ("show crypto isakmp sa", True, (), ()), ("show crypto ipsec sa", True, (), ()),
    ]  # fmt: skip


def test_ipsec_sa() -> None:
    (child,) = only(sample("healthy-show-ipsec-sa-v1-natt-pfs")).children
    assert (child.local, child.remote, child.spi_in, child.spi_out) == ("192.0.2.10", "198.51.100.20", "2c70b91f", "8e21c4d7")
    assert (child.packets_in, child.packets_out, child.bytes_in, child.bytes_out) == (31842, 20771, None, None)
    assert (child.local_ts, child.remote_ts) == (("10.10.0.0/16",), ("10.20.0.0/16",))
    assert (child.encap, child.mode, child.protocol, child.expires_in, child.proposal) == (True, "tunnel", "ESP", 17733, "esp-aes-256 esp-sha-hmac")


HEAD = """interface: outside
    Crypto map tag: M, seq num: 1, local addr: 192.0.2.10
      local ident (addr/mask/prot/port): (10.1.0.0/255.255.0.0/0/0)
      remote ident (addr/mask/prot/port): (10.2.0.0/255.255.0.0/6/443)
      current_peer: 203.0.113.9
      #pkts encaps: {0}, #pkts encrypt: {0}, #pkts digest: {0}
      #pkts decaps: {1}, #pkts decrypt: {1}, #pkts verify: {1}
      local crypto endpt.: 192.0.2.10, remote crypto endpt.: 203.0.113.9
"""


def sas(way: str, *found: tuple[str, str]) -> str:
    return f"    {way} esp sas:\n" + "".join(f"      spi: 0x{s} (1)\n         transform: esp-aes esp-sha-hmac none\n         slot: 0, conn_id: {n}, crypto-map: M\n" for s, n in found)


def test_pairs_of_sas_have_one_number() -> None:
    text = HEAD.format(5, 6) + sas("inbound", ("A1", "1"), ("A2", "2")) + sas("outbound", ("B2", "2"), ("B1", "1"))
    children = only(text).children
    assert [(c.spi_in, c.spi_out) for c in children] == [("000000a1", "000000b1"), ("000000a2", "000000b2")]
    assert {(c.packets_in, c.remote_ts) for c in children} == {(None, ("10.2.0.0/16[tcp/443]",))}  # whose packets the entry counts is not told


def test_sa_of_one_way_alone() -> None:
    (child,) = only(HEAD.format(5, 6) + sas("inbound", ("A1", "1")) + "    outbound esp sas:\n").children
    assert (child.spi_in, child.spi_out, child.packets_in) == ("000000a1", None, 6)


def test_second_pair_of_networks_of_an_entry() -> None:
    body = HEAD.partition("local addr: 192.0.2.10\n")[2]
    text = HEAD.format(1, 1) + sas("inbound", ("A1", "1")) + sas("outbound", ("B1", "1")) + body.format(2, 0) + sas("inbound", ("A2", "1")) + sas("outbound", ("B2", "1"))
    assert [(c.spi_in, c.packets_out) for c in only(text).children] == [("000000a1", 1), ("000000a2", 2)]


def test_entry_without_peer_is_none() -> None:
    text = "interface: outside\n Crypto map tag: M, seq num: 1, local addr: 192.0.2.10\n" + sas("inbound", ("A1", "1"))
    assert only(text).children == ()


def test_two_lists_show_growth_in_packets() -> None:
    parts = sas("inbound", ("A1", "1")) + sas("outbound", ("B1", "1"))
    found = analyze(HEAD.format(100, 0) + parts + HEAD.format(900, 0) + parts).findings
    assert [(f.cause, f.confidence.value, f.details["packets out"]) for f in found] == [("up.no_inbound", "likely", "900")]


def test_sessions() -> None:
    dump = only(sample("show-vpn-sessiondb-detail-l2l-v2-pfs"))
    (ike,) = dump.ikes
    assert (ike.remote, ike.version, ike.nat, ike.age, ike.proposal) == ("198.51.100.20", 2, True, 294067, "AES256/SHA256/DH19")
    assert [(c.number, c.local_ts, c.remote_ts, c.bytes_in, c.bytes_out, c.packets_out, c.age, c.encap, c.proposal) for c in ike.children] == [
        ("41077.3", ("10.61.4.0/24",), ("172.29.7.64/26",), 0, 88120394, 90117, 16927, True, "AES-GCM-128/DH19"),
        ("41077.212", ("10.62.8.0/24",), ("172.29.7.64/26",), 0, 0, 0, 149, True, "AES-GCM-128/DH19"),
    ]  # fmt: skip


SUMS = """\
fw1# show vpn-sessiondb l2l

Session Type: LAN-to-LAN

Connection   : 198.51.100.20
Index        : 41077                  IP Addr      : 198.51.100.20
Protocol     : IKEv1 IPsec
Encryption   : IKEv1: (1)AES256  IPsec: (1)AES256
Hashing      : IKEv1: (1)SHA1  IPsec: (1)SHA1
Bytes Tx     : 88120394               Bytes Rx     : 7712
Login Time   : 06:20:11 UTC Tue Feb 6 2024
Duration     : 0h:41m:07s
"""


@pytest.mark.parametrize(
    ("old", "new", "causes"),
    [("", "", []), ("7712", "0", ["up.no_inbound"]), ("88120394", "0", ["up.no_outbound"]), ("IKEv1 IPsec\n", "IKEv1\n", ["p2.networks"])],
)
def test_sessions_with_sums_alone(old: str, new: str, causes: list[str]) -> None:
    assert [f.cause for f in analyze([SUMS.replace(old, new)]).findings] == causes


def test_columns_that_a_copy_has_put_under_each_other() -> None:
    text = sample("show-vpn-sessiondb-detail-l2l-v2-pfs")
    parted = re.sub(r" {4,}(?=\S[^\n]*:)", "\n  ", text)
    assert [f.cause for f in analyze([parted]).findings] == [f.cause for f in analyze([text]).findings]


def test_sessions_without_the_title() -> None:
    text = sample("show-vpn-sessiondb-detail-l2l-v2-pfs")
    assert [f.cause for f in analyze([text[text.index("Connection") :]]).findings] == [f.cause for f in analyze([text]).findings]
    assert read("Connection   : close\nContent-Type : text/plain\n") == []


def test_session_that_is_cut() -> None:
    head = "Session Type: LAN-to-LAN\n\nConnection   : branch\nIP Addr      : 203.0.113.9\nProtocol     : IKEv1 IPsec\n"
    dump = only(head + "IPsec:\n  Tunnel ID    : 1.2\n  Local Addr   : 10.1.0.0/255.255.0.0\n")
    assert [(i.remote, i.version, i.age, i.children) for i in dump.ikes] == [("203.0.113.9", 1, None, ())]
    whole = only(head + "IPsec:\n  Local Addr   : 10.1.0.0/255.255.0.0\n  Remote Addr  : 10.2.0.0/255.255.0.0\n")
    assert whole.ikes[0].children[0].remote_ts == ("10.2.0.0/16",)
    assert only("INFO: There are presently no active sessions of the type specified\n").whole


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (("10.1.0.0", "255.255.0.0"), "10.1.0.0/16"), (("0.0.0.0", "0.0.0.0"), "0.0.0.0/0"), (("10.1.0.0", "255.0.255.0"), "10.1.0.0/255.0.255.0"),
        (("2001:db8::", "32"), "2001:db8::/32"), (("10.0.0.1", "255.255.255.255", "17", "53"), "10.0.0.1/32[udp/53]"),
        (("10.0.0.1", "255.255.255.255", "tcp", "any"), "10.0.0.1/32[tcp]"),
    ],
)
def test_networks(parts: tuple[str, ...], wanted: str) -> None:
    assert net(*parts) == wanted


ALL = [sample(name) for name in ("show-isakmp-sa-healthy-and-wait-msg2", "healthy-show-ikev2-sa", "healthy-show-ipsec-sa-v1-natt-pfs", "show-vpn-sessiondb-detail-l2l-v2-pfs")]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_torn_dumps_make_no_trouble(data: st.DataObject) -> None:
    text, _ = data.draw(torn([data.draw(st.sampled_from([*ALL, DETAIL]))]))
    dumps: list[Dump] = read(text)
    for dump in dumps:
        assert dump.first_line <= dump.last_line
    analyze(text)
