"""The lists of SAs of Cisco IOS: each optional part, what belongs together, what one dump may not say."""

import pytest
from hypothesis import given, settings

from analyzer import analyze
from analyzer.dumps import ChildSa
from analyzer.dumps.cisco_words import algorithm, ike_proposal, network, selector, transform
from grammars.dumps.cisco_ios import ROWS
from tests.tools.dumps import only, read, row_name, torn

A, B = "198.51.100.20", "203.0.113.1"
ISAKMP = f"IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n{B}     {A}   QM_IDLE           1001 ACTIVE\n\n"
DETAIL = (
    "Codes: C - IKE configuration mode, D - Dead Peer Detection\n       K - Keepalives, N - NAT-traversal\nIPv4 Crypto ISAKMP SA\n\n"
    "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.\n\n"
    f"1001  {A}   {B}            ACTIVE aes  sha256 psk  14 23:41:07 DN\n       Engine-id:Conn-id =  SW:1\n"
)


def sa(spi: str, mode: str = "Tunnel, ") -> str:
    return (
        f"      spi: 0x{spi}({int(spi, 16)})\n        transform: esp-256-aes esp-sha256-hmac ,\n        in use settings ={{{mode}}}\n"
        "        conn id: 2030, flow_id: Onboard VPN:30, sibling_flags 80000040, crypto map: CMAP\n"
        "        sa timing: remaining key lifetime (k/sec): (4607990/3102)\n        IV size: 16 bytes\n        replay detection support: Y\n"
        "        Status: ACTIVE(ACTIVE)\n"
    )


def block(encaps: int = 5, decaps: int = 5, ins: tuple[str, ...] = ("4C21D0A7",), outs: tuple[str, ...] = ("9B0E77F2",), *, remote: str = "10.50.0.0",
          peer: str = B, replays: int = 0) -> str:  # fmt: skip
    return (
        "   protected vrf: (none)\n   local  ident (addr/mask/prot/port): (192.168.20.0/255.255.255.0/0/0)\n"
        f"   remote ident (addr/mask/prot/port): ({remote}/255.255.0.0/0/0)\n   current_peer {peer} port 500\n     PERMIT, flags={{origin_is_acl,}}\n"
        f"    #pkts encaps: {encaps}, #pkts encrypt: {encaps}, #pkts digest: {encaps}\n"
        f"    #pkts decaps: {decaps}, #pkts decrypt: {decaps}, #pkts verify: {decaps}\n    #pkts compressed: 0, #pkts decompressed: 0\n"
        f"    ##pkts replay failed (rcv): {replays}\n    #send errors 0, #recv errors 0\n\n"
        f"     local crypto endpt.: {A}, remote crypto endpt.: {peer}\n     plaintext mtu 1438, path mtu 1500, ip mtu 1500\n"
        f"     current outbound spi: 0x{outs[-1] if outs else 0}(1)\n     PFS (Y/N): N, DH group: none\n\n     inbound esp sas:\n"
        + "".join(map(sa, ins)) + "\n     inbound ah sas:\n\n     inbound pcp sas:\n\n     outbound esp sas:\n" + "".join(map(sa, outs))
        + "\n     outbound ah sas:\n\n     outbound pcp sas:\n\n"
    )  # fmt: skip


def ipsec(*blocks: str) -> str:
    return f"interface: GigabitEthernet1\n    Crypto map tag: CMAP, local addr {A}\n\n" + "".join(blocks)


def ikev2(number: int = 1, state: str = "READY", role: str = "Yes", spis: tuple[str, str] = ("7A10C3D95E2B4F86", "C90E51B7A8D3240F"), nat: str = "not ") -> str:
    encr = "AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:19, Auth sign: PSK, Auth verify: PSK"
    return (
        " IPv4 Crypto IKEv2  SA \n\nTunnel-id Local                 Remote                fvrf/ivrf            Status \n"
        f"{number}         {A}/500     {B}/500       none/none            {state}  \n      Encr: {encr}\n      Life/Active Time: 86400/5120 sec\n"
        f"      CE id: 0, Session-id: 12\n      Status Description: {'Negotiation done' if state == 'READY' else 'Initiator waiting for INIT response'}\n"
        f"      Local spi: {spis[0]}       Remote spi: {spis[1]}\n      Local id: {A}\n      Remote id: {B}\n"
        f"      Local req msg id:  2              Remote req msg id:  4\n      DPD configured for 30 seconds, retry 3\n      NAT-T is {nat}detected  \n"
        f"      Initiator of SA : {role}\n"
    )


CHILD = (
    "Child sa:\n          local selector       ->      remote selector\n"
    "          10.50.1.0/0 - 10.50.1.255/65535    ->    10.160.0.0/0 - 10.160.255.255/65535\n          ESP spi in/out: 0x4C21D0A7/0x9B0E77F2  \n"
    "          AH spi in/out: 0x0/0x0  \n          Encr: AES-CBC, keysize: 256, esp_hmac: SHA256\n          ah_hmac: None, comp: IPCOMP_NONE, mode tunnel\n"
)
OLD_CHILD = "Child sa: local selector  10.1.0.0/0 - 10.1.0.9/65535\n          remote selector 10.2.0.0/0 - 10.2.255.255/80\n          ESP spi in/out: 0x1/0x2\n"
SESSION = (
    f"Crypto session current status\n\nInterface: Gi0/1\nSession status: UP-ACTIVE\nPeer: {B} port 500 fvrf: (none) ivrf: (none)\n      Desc: (none)\n"
    f"      Phase1_id: {B}\n  Session ID: 0  \n  IKEv1 SA: local {A}/500 remote {B}/500 Active \n          Capabilities:D connid:1001 lifetime:23:41:07\n"
    "  IPSEC FLOW: permit ip 172.16.5.0/255.255.255.0 host 172.16.99.1 \n        Active SAs: 2, origin: crypto map\n"
    "        Inbound:  #pkts dec'ed 7 drop 0 life (KB/Sec) 4607990/3102\n        Outbound: #pkts enc'ed 9 drop 0 life (KB/Sec) 4607991/3102\n"
)
ALL = ISAKMP + DETAIL + ipsec(block()) + ikev2() + CHILD.replace("4C21D0A7", "11111111").replace("9B0E77F2", "22222222") + SESSION


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_rows_read_their_examples_and_no_row_before_them_does(row: object) -> None:
    assert row_name("cisco_ios", row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"{B} {A} MM_NO_STATE 0 0 ACTIVE (deleted)", "isakmp"), (f"{B} {A} QM_IDLE 1", "isakmp"), (f"1007 {A} {B} ACTIVE", "detail"),
        (f"1007 {A} {B} red STDBY 3des md5 rsig 2 0", "detail"), ("IPv6 Crypto ISAKMP SA", "isakmp_title"), ("IPv4 Crypto IKEv2 Session", "ikev2_title"),
        (f"3 {A}/4500 {B}/1024 red/blue IN-NEG", "ikev2"), ("NAT-T is detected  outside", "ikev2_nat"), ("Fragmentation not  configured.", "ikev2_more"),
        ("local ident (addr/mask/prot/port): (10.0.0.1/255.255.255.255/47/0)", "identity"), (f"current_peer: {B}:500", "peer"),
        (f"current-peer {B}", "peer"), ("in use settings ={Transport UDP-Encaps, }", "settings"), ("in use settings ={Tunnel, esn}", "settings"),
        ("sa timing: remaining key lifetime (sec): 148", "timing"), ("sa timing: remaining key lifetime 1 hours, 10 mins", "timing"),
        ("slot: 0, conn id: 2001, flow_id: 1, crypto map: CMAP", "conn"), (f"IKE SA: local {A}/500 remote {B}/500 Active", "session_ike"),
        ("#pkts no sa (send) 0, #pkts invalid sa (rcv) 0", "counters"), ("path mtu 1500, media mtu 1500", "mtu"),
        (f"Crypto map tag: outside_map, seq num: 10, local addr: {A}", None), ("BR1#show crypto isakmp sa", None), ("10.0.0.1", None),
    ],
)  # fmt: skip
def test_optional_parts(line: str, name: str | None) -> None:
    assert row_name("cisco_ios", line) == name


def test_every_line_is_understood() -> None:
    text = ALL
    assert sum(len(d.lines) for d in read(text)) == sum(bool(line.strip()) for line in text.splitlines())


def test_ikev1_short_and_detail_are_one_sa() -> None:
    (ike,) = only(ISAKMP + DETAIL).ikes
    assert (ike.number, ike.state, ike.version, ike.local, ike.remote, ike.role) == ("1001", "established", 1, A, B, "initiator")
    assert (ike.proposal, ike.nat, ike.children_known) == ("aes/HMAC_SHA2_256/DH14", True, False)


def test_the_end_that_is_named_first_answered() -> None:
    there = ipsec(block(peer=A)).replace(f"local addr {A}", f"local addr {B}").replace(f"local crypto endpt.: {A}", f"local crypto endpt.: {B}")
    (ike,) = only(ISAKMP + there).ikes
    assert (ike.local, ike.remote, ike.role, ike.children_known) == (B, A, "responder", True)
    (alone,) = only(ISAKMP).ikes
    assert alone.role is None


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("MM_NO_STATE", "ACTIVE (deleted)", "deleting"), ("MM_KEY_EXCH", "ACTIVE", "connecting"), ("CONF_XAUTH", "ACTIVE", "connecting"),
        ("GDOI_IDLE", "ACTIVE", "established"),
    ],
)  # fmt: skip
def test_states_of_ikev1(state: str, status: str, expected: str) -> None:
    (ike,) = only(f"dst src state conn-id status\n{B} {A} {state} 7 {status}\n").ikes
    assert ike.state == expected
    assert ike.tasks == (() if expected == "established" else (state,))


def test_ikev1_over_ipv6() -> None:
    text = (
        "IPv6 Crypto ISAKMP SA\n dst: 2001:DB8::1\n src: 2001:DB8::2\n state: QM_IDLE         conn-id:   1001 status: ACTIVE\n"
        " state: QM_IDLE conn-id: 7 status: ACTIVE\n"
    )
    (ike,) = only(text).ikes
    assert (ike.local, ike.remote, ike.state) == ("2001:DB8::2", "2001:DB8::1", "established")


def test_detail_of_an_sa_that_is_not_done() -> None:
    (ike,) = only(DETAIL.replace("aes  sha256 psk  14 23:41:07 DN", "")).ikes
    assert (ike.state, ike.nat, ike.proposal) == ("connecting", None, None)


def test_ikev2() -> None:
    (ike,) = only(ikev2(role="No", nat="")).ikes
    assert (ike.role, ike.spi_i, ike.spi_r, ike.age, ike.nat) == ("responder", "c90e51b7a8d3240f", "7a10c3d95e2b4f86", 5120, True)
    assert (ike.local_id, ike.remote_id, ike.proposal) == (A, B, "AES_CBC_256/PRF_SHA256/SHA256/DH19")
    waiting = ikev2(state="IN-NEG", spis=("7A10C3D95E2B4F86", "0" * 16))
    (early,) = only(waiting.replace("AES-CBC, keysize: 256, PRF: SHA256", "Unknown - 0, PRF: Unknown - 0")).ikes
    assert (early.state, early.tasks, early.proposal) == ("connecting", ("Initiator waiting for INIT response",), None)
    (gone,) = only(ikev2(state="DELETE")).ikes
    assert gone.state == "deleting"


def test_ikev2_over_ipv6() -> None:
    text = " IPv6 Crypto IKEv2  SA\nTunnel-id Local Remote fvrf/ivrf Status\n1 none/none READY\nLocal 2001:DB8::1/500\nRemote 2001:DB8::2/500\n"
    (ike,) = only(text).ikes
    assert (ike.local, ike.remote) == ("2001:DB8::1", "2001:DB8::2")


def test_children_of_ikev2_sessions() -> None:
    (ike,) = only(ikev2().replace("IKEv2  SA", "IKEv2 Session") + CHILD + OLD_CHILD).ikes
    one, two = ike.children
    assert (one.local_ts, one.remote_ts) == (("10.50.1.0/24",), ("10.160.0.0/16",))
    assert (one.spi_in, one.spi_out, one.proposal) == ("4c21d0a7", "9b0e77f2", "AES_CBC_256/SHA256")
    assert (two.local_ts, two.remote_ts) == (("10.1.0.0..10.1.0.9",), ("10.2.0.0/16[0-80]",))
    assert ike.children_known
    assert only("Session-id:310, Status:UP-ACTIVE, IKE count:1, CHILD count:4\n" + CHILD + OLD_CHILD).ikes == ()


def test_a_session_and_its_counters_are_one_sa() -> None:
    (dump,) = read(ikev2() + CHILD + ipsec(block(remote="10.160.0.0")))
    (child,) = (*dump.children, *(c for i in dump.ikes for c in i.children))
    assert (child.packets_in, child.packets_out, child.local_ts, child.ike) == (5, 5, ("10.50.1.0/24",), "v2:1")


def test_two_lists_of_ikev2_name_one_sa() -> None:
    (dump,) = read(ikev2() + ikev2().replace("IKEv2  SA", "IKEv2 Session") + CHILD)
    assert [len(i.children) for i in dump.ikes] == [1]


def test_ipsec() -> None:
    (child,) = only(ipsec(block(7, 6))).children
    assert child == ChildSa(
        where=child.where, text=child.text, mode="tunnel", protocol="ESP", encap=False, spi_in="4c21d0a7", spi_out="9b0e77f2", local=A, remote=B,
        local_ts=("192.168.20.0/24",), remote_ts=("10.50.0.0/16",), proposal="AES_CBC_256/HMAC_SHA2_256", packets_in=6, packets_out=7, replays=0,
        expires_in=3102,
    )  # fmt: skip


def test_rekeying_shows_two_and_the_block_counts_for_both() -> None:
    old, new = only(ipsec(block(ins=("1", "2"), outs=("3", "4")))).children
    assert (old.state, old.packets_in, new.state, new.packets_in, new.spi_in) == ("rekeyed", None, "installed", 5, "00000002")
    half, whole = only(ipsec(block(ins=("1", "2"), outs=("3",)))).children
    assert (half.spi_out, whole.spi_out) == ("00000003", None)
    (out,) = only(ipsec(block(ins=(), outs=("3",)))).children
    assert (out.spi_in, out.spi_out) == (None, "00000003")


def test_identities_without_sa_are_no_sa() -> None:
    (child,) = only(ipsec(block(ins=(), outs=()))).children
    assert child.state == "routed"


def test_edited_captures() -> None:
    text = block().split("\n", 1)[1]  # no vrf line, as IOS 12.2 prints it
    (child,) = only(f"Crypto map tag: CMAP, local addr {A}\n" + text).children
    assert (child.local_ts, child.packets_out) == (("192.168.20.0/24",), 5)
    (child,) = only(ipsec("\n".join(x for x in block().splitlines() if "encaps" not in x) + "\n")).children
    assert child.packets_out is None
    ends = "     local crypto endpt.: 2001:DB8::1,\n     remote crypto endpt.: 2001:DB8::2\n"
    (child,) = only(ipsec(block()).replace(f"     local crypto endpt.: {A}, remote crypto endpt.: {B}\n", ends)).children
    assert (child.local, child.remote) == ("2001:DB8::1", "2001:DB8::2")
    assert only("protected vrf: (none)\ncurrent_peer (none) port 500\n" + sa("1")).children[0].local_ts == ()
    assert only(f"current_peer {B} port 500\n").children == ()


def test_several_identities_and_peers() -> None:
    one, two = only(ipsec(block(), block(remote="10.60.0.0", ins=("5",), outs=("6",)))).children
    assert (one.remote_ts, two.remote_ts) == (("10.50.0.0/16",), ("10.60.0.0/16",))


def test_session() -> None:
    dump = only(SESSION)
    assert [(i.version, i.state, i.local, i.remote) for i in dump.ikes] == [(1, "established", A, B)]
    (child,) = dump.children
    assert (child.state, child.packets_in, child.packets_out, child.local_ts, child.remote_ts) == ("installed", 7, 9, ("172.16.5.0/24",), ("172.16.99.1/32",))
    down = only(SESSION.replace("Active SAs: 2", "Active SAs: 0").replace("500 Active", "500 Inactive"))
    assert (down.children[0].state, down.ikes[0].state) == ("routed", "connecting")


def test_a_session_beside_the_other_lists_adds_nothing() -> None:
    same = SESSION.replace("172.16.5.0/255.255.255.0 host 172.16.99.1", "192.168.20.0/255.255.255.0 10.50.0.0/255.255.0.0")
    (dump,) = read(ISAKMP + ipsec(block()) + same)
    assert (len(dump.ikes), len(dump.children)) == (1, 1)


def test_the_same_command_again_is_a_later_moment() -> None:
    before, after = read(ipsec(block(100, 0)) + "HQ1#show crypto ipsec sa\n" + ipsec(block(200, 0)))
    assert (before.children[0].packets_out, after.children[0].packets_out) == (100, 200)
    assert len(read(ISAKMP + ISAKMP)) == 2
    assert len(read(SESSION + SESSION)) == 2


def told(text: str) -> list[tuple[str, str, str]]:
    return [(f.cause, str(f.confidence), str(f.status)) for f in analyze(text.encode()).findings]


def test_packets_are_judged_where_bytes_are_missing() -> None:
    assert told(ISAKMP + ipsec(block())) == []
    assert told(ISAKMP + ipsec(block(348, 0))) == [("up.no_inbound", "possible", "active")]
    assert told(ISAKMP + ipsec(block(0, 348))) == [("up.no_outbound", "possible", "active")]
    (finding,) = analyze((ipsec(block(100, 0)) + ipsec(block(200, 0))).encode()).findings
    assert (finding.cause, str(finding.confidence)) == ("up.no_inbound", "likely")
    assert (finding.details["packets in"], finding.details["packets out"]) == ("0", "200")
    assert "packets went out, none came in" in finding.evidence[1].why


def test_both_ends_by_packets() -> None:
    far = ipsec(block(0, 100, ins=("9B0E77F2",), outs=("4C21D0A7",), peer=A))
    far = far.replace(f"local addr {A}", f"local addr {B}").replace(f"endpt.: {A}, remote", f"endpt.: {B}, remote")
    findings = analyze([ipsec(block(100, 0)).encode(), far.encode()]).findings
    assert findings[0].cause == "up.no_inbound"
    assert findings[0].details["peer's packets in"] == "100"


def test_replay_drops_are_a_remark() -> None:
    assert told(ipsec(block(replays=17))) == [("esp.replay", "proven", "note")]


def test_phase_2_is_missing_only_where_it_is_listed() -> None:
    assert told(ISAKMP) == []
    assert told(ISAKMP + ipsec(block(ins=(), outs=())))[0] == ("p2.networks", "possible", "active")
    assert told(ISAKMP + ipsec(block(ins=(), outs=(), peer="192.0.2.99"))) == []


@pytest.mark.parametrize("state", ["MM_KEY_EXCH", "AG_INIT_EXCH"])
def test_a_phase_1_without_its_proof_suggests_the_key(state: str) -> None:
    (finding,) = analyze(f"dst src state conn-id status\n{B} {A} {state} 7 ACTIVE\n".encode()).findings
    assert (finding.cause, str(finding.confidence)) == ("p1.psk", "possible")
    assert "p1.nat_traversal" in [a.cause for a in finding.alternatives]


def test_logs_and_lists_in_one_paste() -> None:
    debug = "ISAKMP:(1001):Old State = IKE_I_MM6  New State = IKE_P1_COMPLETE\nBR1#show crypto isakmp sa\n"
    text = debug + ISAKMP + "BR1#\n" + ipsec(block(348, 0)) + "BR1#\n"
    assert "up.no_inbound" in [cause for cause, _, _ in told(text)]


def test_words() -> None:
    assert (network("10.0.0.1", "255.255.255.255", "47"), network("10.0.0.0", "255.0.0.0", "6", "80")) == ("10.0.0.1/32[47]", "10.0.0.0/8[6/80]")
    assert (network("x.x.x.x", "255.0.0.0"), network("2001:DB8::", "32")) == ("x.x.x.x/255.0.0.0", "2001:db8::/32")
    assert (selector(None), selector("x/0 - y/65535"), selector("10.0.0.0/0 - ::/65535")) == (None, "x..y", "10.0.0.0..::")
    assert [transform(t) for t in ("esp-aes esp-sha-hmac", "esp-gcm 256", "esp-3des esp-md5-hmac", "ah-md5-hmac", "esp-192-aes", "esp-odd")] == [
        "AES_CBC_128/HMAC_SHA1", "AES_GCM_16_256", "3DES/MD5", "MD5", "AES_CBC_192", "odd",
    ]  # fmt: skip
    assert (algorithm("AES-GCM", None), ike_proposal("3des", None, "None", "0"), ike_proposal(None, None, None, None)) == ("AES_GCM", "3DES", None)


@settings(max_examples=60, deadline=None)
@given(torn([ISAKMP, DETAIL, ipsec(block()), ikev2(), CHILD, SESSION]))
def test_torn_dumps_are_read(case: tuple[str, set[int]]) -> None:
    text, _ = case
    read(text)
    analyze(text.encode())
