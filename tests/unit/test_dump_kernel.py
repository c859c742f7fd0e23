"""``ip xfrm state`` and ``ip xfrm policy``: which states are a pair, which way they lead, and that no key is kept."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.dumps.records import ChildSa
from grammars.dumps.kernel_xfrm import ROWS
from tests.tools.dumps import not_understood, only, practice, read, row_name, torn

A, B = "192.0.2.2", "203.0.113.2"
KEYS = (
    "\tauth-trunc hmac(sha1) 0x74e4d82dbb37baf7abe80cbf16cdeadb7d821017 (160 bits) 96\n"
    "\tenc cbc(aes) 0xe542d6f14dd420d734cdbb14c1a533fa (128 bits)\n"
)


def state(
    source: str = A, destination: str = B, *, spi: int = 1, reqid: int = 1, mode: str = "tunnel", seq: int = 0, oseq: int = 0, window: int = 32,
    octets: int = 0, packets: int = 0, added: str = "2026-11-23 07:32:08", more: str = "", proto: str = "esp", keys: str | None = None,
) -> str:  # fmt: skip
    keys = KEYS if keys is None else keys
    return (
        f"src {source} dst {destination}\n\tproto {proto} spi 0x{spi:08x}({spi}) reqid {reqid}(0x{reqid:08x}) mode {mode}\n"
        f"\treplay-window {window} seq 0x00000000 flag af-unspec (0x00100000)\n{keys}{more}"
        f"\tanti-replay context: seq 0x{seq:x}, oseq 0x{oseq:x}, bitmap 0x{min(seq, 1):08x}\n"
        "\tlifetime config:\n\t  limit: soft (INF)(bytes), hard (INF)(bytes)\n\t  limit: soft (INF)(packets), hard (INF)(packets)\n"
        "\t  expire add: soft 2705(sec), hard 3600(sec)\n\t  expire use: soft 0(sec), hard 0(sec)\n\tlifetime current:\n"
        f"\t  {octets}(bytes), {packets}(packets)\n\t  add {added} use -\n\tstats:\n\t  replay-window 0 replay 0 failed 0\n"
    )


def policy(
    direction: str, source: str, destination: str, ends: tuple[str, str] | None = None, *, reqid: int = 1, more: str = "", head: str = "", of: str = "dir"
) -> str:
    tmpl = f"\ttmpl src {ends[0]} dst {ends[1]}\n\t\tproto esp reqid {reqid} mode tunnel\n" if ends else ""
    return f"src {source} dst {destination} {head}\n\t{of} {direction} {more}priority 383615 ptype main \n{tmpl}"


def child(text: str) -> ChildSa:
    (found,) = only(text).children
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.name)
def test_rows_read_their_examples_and_no_row_before_them_does(row: object) -> None:
    assert row_name("kernel_xfrm", row.example) == row.name  # type: ignore[attr-defined]  # a Row


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("proto esp spi 0x55067850 reqid 16389 mode iptfs dir out", "id"), ("proto 4 spi 0xc0a80001 reqid 0 mode tunnel", "id"),
        ("proto esp reqid 1 mode transport", "id"), ("replay-window 0 ", "replay"), ("replay-window 32 flag af-unspec", "replay"),
        ("replay-window 0 seq 0x00000000 flag  (0x00000000)", "replay"), ("replay-window 128, bitmap-length 4", "esn_window"),
        ("aead rfc4106(gcm(aes)) 0x58523991707387b604d14b9589aa51ed0dfed611 128", "algorithm"), ("comp deflate", "algorithm"),
        ("enc cbc(aes) <<Keys hidden>> (128 bits)", "algorithm"), ("auth-trunc hmac(sha1) [removed] 96", "algorithm"), ("enc ecb(cipher_null) ", "algorithm"),
        ("enc ecb(cipher_null) 0x (0 bits)", "algorithm"), ("seq-hi 0x0, seq 0x564", "esn_context"), ("oseq-hi 0x0, oseq 0x564", "esn_context"),
        ("mark 42/0xffffffff", "mark"), ("output-mark 0x1", "output_mark"), ("lastused -", "lastused"), ("dir out", "direction"),
        ("sel src 10.0.0.1/32 dst 10.0.0.2/32 proto udp sport 4 dport 53 dev eth0 uid 0", "selector"),
        ("crypto offload parameters: dev eth7 dir in", "offload"), ("crypto offload parameters: dev eth7 mode packet", "offload"),
        ("socket in priority 0 ptype main ", "policy_dir"), ("dir in action block priority 7", "policy_dir"), ("level required share any ", "level"),
        ("src ::/0 dst ::/0 proto ipv6-icmp type 135 ", "policy"), ("src 10.0.0.0/8 dst 10.0.0.0/8 proto gre key 7 dev eth0", "policy"),
        ("src 10.0.0.0/8 dst 10.0.0.0/8 proto mobility-header type 5 (dport) 0x0001 uid 0", "policy"), ("extra_flag dont-encap-dscp", "flags"),
        ("# ip x p", "command"), ("ip -d xfrm state list", "command"), ("$ sudo ip -s xfrm policy", "command"),
        ("limit: soft 9(bytes), hard 9(bytes)", "limit"), ("(384 bits) 192", "key_rest"), ("48ac7256239df319d6bb6b22d4bf 96", "key_rest"), ("48ac 96", None),
        ("00:11:22 src 192.0.2.2 dst 203.0.113.2", None), ("run ip xfrm state and look at it", None), ("src 192.0.2.2", None),
    ],
)  # fmt: skip
def test_optional_parts(line: str, name: str | None) -> None:
    assert row_name("kernel_xfrm", line) == name


@pytest.mark.parametrize("path", practice("xfrm-"), ids=lambda p: f"{p.parts[-3]}-{p.parts[-2]}-{p.name}")
def test_every_line_of_the_practice_files_is_understood(path: Path) -> None:
    assert not_understood(path) == []


def test_ways_are_those_that_the_daemon_tells() -> None:
    compared = 0
    for path in practice("xfrm-state.txt"):
        daemon = path.with_name("statusall.txt")
        if not daemon.exists():
            continue
        spis = set(re.findall(r"SPIs: (\w+)_i (\w+)_o", daemon.read_text(encoding="utf-8")))
        ours = {(c.spi_in, c.spi_out) for c in only(path.read_text(encoding="utf-8")).children if c.spi_in and c.spi_out}
        assert {s for pair in ours - spis for s in pair} & {s for pair in spis for s in pair} == set(), path
        compared += len(ours & spis)
    assert compared >= 4


# -- pairs


def test_a_pair_is_one_child_sa() -> None:
    text = state(spi=0xC1, oseq=3, window=0, octets=1284, packets=3) + state(B, A, spi=0xC2, seq=2, octets=900, packets=2)
    sa = child(text)
    assert (sa.spi_out, sa.spi_in, sa.local, sa.remote, sa.reqid, sa.mode, sa.protocol) == ("000000c1", "000000c2", A, B, "1", "tunnel", "ESP")
    assert (sa.bytes_out, sa.packets_out, sa.bytes_in, sa.packets_in, sa.exact) == (1284, 3, 900, 2, True)
    assert (sa.proposal, sa.encap, sa.where.line, sa.state) == ("cbc(aes)-128/hmac(sha1)-96", False, 2, "installed")
    assert only(text).whole


def test_no_key_is_kept() -> None:
    keys = "\taead rfc4106(gcm(aes)) 0x58523991707387b604d14b9589aa51ed0dfed611 (160 bits) 128\n\tauth hmac(md5) 0xdeadbeef (32 bits)\n"
    dump = only(state(spi=1, keys=keys) + state(B, A, spi=2, keys=keys))
    assert not re.search("5852399|deadbeef", repr(dump))
    assert dump.children[0].proposal == "rfc4106(gcm(aes))-128/hmac(md5)"



@pytest.mark.parametrize(
    ("text", "out"),
    [
        (state(spi=1) + state(B, A, spi=2), None),
        (state(spi=1, window=0) + state(B, A, spi=2), "00000001"),
        (state(spi=1) + state(B, A, spi=2, window=0), "00000002"),
        (state(spi=1) + state(B, A, spi=2, oseq=1), "00000002"),
        (state(spi=1, seq=1) + state(B, A, spi=2), "00000002"),
        (state(spi=1, more="\tdir out\n") + state(B, A, spi=2, more="\tdir in\n"), "00000001"),
        (state(spi=1, more="\tcrypto offload parameters: dev eth0 dir in\n") + state(B, A, spi=2), "00000002"),
        (state(spi=1) + state(B, A, spi=2) + state(spi=3, oseq=1, reqid=9), "00000001"),
        (state(spi=1) + state(B, A, spi=2) + policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)), "00000001"),
        (state(spi=1) + state(B, A, spi=2) + policy("fwd", "10.1.0.0/16", "10.2.0.0/16", (A, B)), "00000002"),
        (policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, "0.0.0.0")) + state(spi=1) + state(B, A, spi=2), "00000001"),
        (state(spi=1) + state(B, A, spi=2) + policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)) + policy("out", "10.1.0.0/16", "10.2.0.0/16", (B, A)), None),
    ],
)  # fmt: skip
def test_ways(text: str, out: str | None) -> None:
    sa = only(text).children[0]
    assert sa.spi_out == out
    assert {sa.local, sa.remote} == {A, B}
    assert (sa.local == A) == (out != "00000002")
    assert (sa.bytes_in, sa.bytes_out, sa.packets_in, sa.packets_out) == (0, 0, 0, 0)


def test_without_a_way_nothing_is_said_of_one() -> None:
    sa = child(state(spi=1, octets=7, packets=1) + state(B, A, spi=2))
    assert (sa.spi_in, sa.spi_out, sa.bytes_in, sa.bytes_out, sa.packets_in, sa.packets_out) == (None,) * 6
    alone = child(state(spi=1, octets=7, packets=1))
    assert (alone.spi_in, alone.spi_out, alone.bytes_in, alone.bytes_out, alone.local) == (None, None, None, None, A)


def test_one_direction_alone() -> None:
    sa = child(state(B, A, spi=2, seq=4, octets=9, packets=4))
    assert (sa.spi_in, sa.spi_out, sa.bytes_in, sa.bytes_out, sa.local, sa.remote) == ("00000002", None, 9, None, A, B)


def test_rekeying_pairs_by_time() -> None:
    old, new = "2026-11-23 07:00:00", "2026-11-23 07:45:00"
    text = state(spi=1, added=old, oseq=9) + state(spi=3, added=new) + state(B, A, spi=4, added=new) + state(B, A, spi=2, added=old)
    assert [(c.spi_out, c.spi_in) for c in only(text).children] == [("00000001", "00000002"), ("00000003", "00000004")]
    stale = state(spi=1, added=old, oseq=9) + state(B, A, spi=4, added=new) + state(B, A, spi=2, added=old)
    assert [(c.spi_out, c.spi_in) for c in only(stale).children] == [("00000001", "00000002"), (None, "00000004")]
    untimed = re.sub(r"\tlifetime config:(?:.|\n)*?failed 0\n", "", text)
    assert [(c.spi_out, c.spi_in) for c in only(untimed).children] == [("00000001", "00000004"), ("00000003", "00000002")]


def test_without_statistics_the_sequence_numbers_count() -> None:
    text = re.sub(r"\tlifetime config:(?:.|\n)*?failed 0\n", "", state(spi=1, oseq=0x10) + state(B, A, spi=2))
    sa = child(text)
    assert (sa.packets_out, sa.bytes_out, sa.packets_in, sa.exact) == (16, None, None, False)


def test_esn_and_the_newest_format() -> None:
    text = (
        "src 192.0.2.2 dst 203.0.113.2\n\tproto esp spi 0x55067850 reqid 0 mode tunnel\n\tflag af-unspec esn\n\tdir out\n\toseq-hi 0x1, oseq 0x2\n"
        "\tif_id 0x2a\n\tencap type espinudp sport 4500 dport 4500 addr 0.0.0.0\n\tenc cbc(aes) 0x00 (8 bits)\n"
        "src 203.0.113.2 dst 192.0.2.2\n\tproto esp spi 0x54562117 reqid 0 mode tunnel\n\treplay-window 0 flag af-unspec esn\n\tdir in\n"
        "\tanti-replay esn context:\n\t seq-hi 0x0, seq 0x564, oseq-hi 0x0, oseq 0x0\n\t replay_window 128, bitmap-length 4\n"
        "\t ffffffff ffffffff ffffffff ffffffff\n\tif_id 0x2a\n\tenc cbc(aes) 0x00 (8 bits)\n"
    )
    sa = child(text)
    assert (sa.spi_out, sa.spi_in, sa.packets_out, sa.packets_in, sa.encap, sa.reqid) == ("55067850", "54562117", (1 << 32) + 2, 0x564, True, None)
    assert len(only(text.replace("if_id 0x2a", "if_id 0x2b", 1)).children) == 2


def test_what_is_negotiated_has_no_keys_or_no_spi() -> None:
    acquire = state(spi=0, keys="", more=f"\tsel src {A}/32 dst {B}/32 proto tcp dport 80 uid 0\n")
    sa = child(acquire)
    assert (sa.state, sa.local_ts, sa.remote_ts, sa.spi_in, sa.spi_out, sa.proposal) == ("creating", (f"{A}/32[tcp]",), (f"{B}/32[tcp/80]",), None, None, None)
    assert child(state(spi=7, keys="").replace("soft 2705", "soft 0")).state == "creating"
    assert child(state(spi=7, keys="")).state == "installed"
    assert [c.state for c in only(state(spi=7, keys="") + state(spi=8, reqid=2)).children] == ["creating", "installed"]


def test_other_protocols_are_no_child_sas() -> None:
    dump = only(state(spi=1) + state(spi=2, proto="comp") + state(proto="4", spi=3) + state(B, A, spi=4, proto="ah", keys=""))
    assert [c.protocol for c in dump.children] == ["ESP", "AH"]


# -- policies


def test_policies() -> None:
    text = (
        policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B), head="proto tcp sport 1024 dport 443 ")
        + policy("in", "10.2.0.0/16", "10.1.0.0/16", (B, A), more="action allow index 8 ")
        + policy("fwd", "10.2.0.0/16", "10.1.0.0/16", (B, A), reqid=0)
        + policy("out", "10.9.0.0/16", "10.2.0.0/16", more="action block ")
        + policy("in", "::/0", "::/0", head="proto ipv6-icmp type 135 ")
        + policy("in", "0.0.0.0/0", "0.0.0.0/0", of="socket")
        + policy("7", "0.0.0.0/0", "0.0.0.0/0")
        + "src 10.7.0.0/16 dst 10.8.0.0/16\n"
    )
    found = [(p.direction, p.source_ts, p.destination_ts, p.reqid, p.source, p.destination, p.action) for p in only(text).policies]
    assert found == [
        ("out", "10.1.0.0/16[tcp/1024]", "10.2.0.0/16[tcp/443]", "1", A, B, "protect"),
        ("in", "10.2.0.0/16", "10.1.0.0/16", "1", B, A, "protect"),
        ("fwd", "10.2.0.0/16", "10.1.0.0/16", None, B, A, "protect"),
        ("out", "10.9.0.0/16", "10.2.0.0/16", None, None, None, "drop"),
        ("in", "::/0[ipv6-icmp/135]", "::/0[ipv6-icmp]", None, None, None, "pass"),
    ]
    assert not only(text).whole


def test_compressed_policies_name_the_esp_template() -> None:
    text = policy("out", "10.1.0.0/16", "10.2.0.0/16").rstrip() + (
        f"\n\ttmpl src {A} dst {B}\n\t\tproto comp reqid 1 mode tunnel\n\t\tlevel use \n"
        "\ttmpl src 0.0.0.0 dst 0.0.0.0\n\t\tproto esp spi 0xc1 reqid 2 mode transport\n"
    )
    (p,) = only(text).policies
    assert (p.reqid, p.source) == ("2", "0.0.0.0")


def test_networks_come_from_the_policies() -> None:
    text = (
        state(spi=1) + state(B, A, spi=2) + state(spi=3, reqid=2)
        + policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)) + policy("in", "10.2.0.0/16", "10.1.0.0/16", (B, A))
        + policy("out", "10.1.0.0/16", "10.3.0.0/16", (A, B)) + policy("out", "10.1.0.0/16", "10.4.0.0/16", (A, B), reqid=5)
    )  # fmt: skip
    first, second = only(text).children
    assert (first.local_ts, first.remote_ts) == (("10.1.0.0/16",), ("10.2.0.0/16", "10.3.0.0/16"))
    assert (second.local_ts, second.spi_out) == ((), "00000003")


# -- texts


def test_two_dumps_in_one_text() -> None:
    one, other = state(spi=1, oseq=1) + state(B, A, spi=2), state(spi=1) + state(B, A, spi=2, oseq=1)
    first, second = read(f"Gateway A:\n{one}\nGateway B:\n{other}")
    assert (first.children[0].local, second.children[0].local, first.last_line < second.first_line) == (A, B, True)
    both = policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)) + state(spi=1) + policy("out", "10.2.0.0/16", "10.1.0.0/16", (B, A)) + state(spi=1)
    assert [len(d.policies) for d in read(both)] == [1, 1]
    typed = f"root@a:~# ip xfrm state\n{state(spi=1)}root@a:~# ip xfrm policy\n{policy('out', '10.1.0.0/16', '10.2.0.0/16', (A, B))}"
    dumps = read(f"{typed}root@a:~# ip xfrm state\n{state(spi=5)}")
    assert [(len(d.children), len(d.policies), d.whole) for d in dumps] == [(1, 1, True), (1, 0, True)]


def test_states_that_were_asked_for_and_are_not_there() -> None:
    dump = only(policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)) + "root@gw:~# ip -s xfrm state\nroot@gw:~# exit\n")
    assert (dump.whole, dump.children) == (True, ())


def test_what_only_looks_like_one_is_none() -> None:
    assert read(f"src {A} dst {B}\nproto esp is 50\n") == []


BLOCKS = [
    state(spi=1, oseq=1), state(B, A, spi=2, seq=1, octets=5, packets=1), state(spi=3, oseq=2, reqid=2),
    policy("out", "10.1.0.0/16", "10.2.0.0/16", (A, B)), policy("in", "10.2.0.0/16", "10.1.0.0/16", (B, A)),
    policy("in", "0.0.0.0/0", "0.0.0.0/0", of="socket"), policy("out", "10.1.0.0/16", "10.5.0.0/16", (A, B)),
]  # fmt: skip
SPIS = ["00000001", "00000002", "00000003"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5, 6), (3, 4, 5, 6, 0, 1, 2)])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_broken_block_costs_itself(order: tuple[int, ...], data: st.DataObject) -> None:
    text, good = data.draw(torn([BLOCKS[i] for i in order]))
    whole = {order[i] for i in good}
    dumps = read(text)
    spis = {s for d in dumps for c in d.children for s in (c.spi_in, c.spi_out)}
    nets = {(p.direction, p.source_ts, p.destination_ts, p.reqid, p.source) for d in dumps for p in d.policies}
    assert {SPIS[i] for i in whole & {0, 1, 2}} <= spis
    assert (("out", "10.1.0.0/16", "10.2.0.0/16", "1", A) in nets) or 3 not in whole
    assert (("in", "10.2.0.0/16", "10.1.0.0/16", "1", B) in nets) or 4 not in whole
    assert (("out", "10.1.0.0/16", "10.5.0.0/16", "1", A) in nets) or 6 not in whole


@given(st.lists(st.sampled_from([line for block in BLOCKS for line in block.splitlines()] + [row.example for row in ROWS]), max_size=40))
@settings(max_examples=100, deadline=None)
def test_lines_in_any_order(lines: list[str]) -> None:
    for dump in read("\n".join(lines)):
        assert dump.lines
        assert dump.first_line <= dump.last_line


