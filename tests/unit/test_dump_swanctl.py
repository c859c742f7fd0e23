"""The SAs that swanctl lists: as text, raw and pretty."""

from dataclasses import asdict

import pytest

from tests.tools.swanctl import IKE_1, IKE_2, NET, NEW, RAW, SAS, dump, dumps, pretty, said

# -- list-sas

def test_sas_in_full() -> None:
    found = dump(SAS)
    assert (found.format, found.whole, found.not_understood, found.children) == ("swanctl --list-sas", False, (), ())
    assert found.lines == frozenset(range(1, 26))
    first, second = found.ikes
    assert (first.where.line, first.name, first.number, first.state, first.version, first.role) == (1, "net-net", "1", "established", 2, "initiator")
    assert (first.local, first.remote, first.local_id, first.remote_id) == (
        "192.0.2.1", "198.51.100.2", "C=CH, O=strongSwan, CN=it's moon", "sun.example.org",
    )  # fmt: skip
    assert (first.spi_i, first.spi_r) == ("4b1fb2e22a0d4a23", "91f9e3b3c4c5e6d7")
    assert (first.age, first.rekey_in, first.reauth_in, first.tasks) == (45, 14139, 9854, ("IKE_DPD",))
    assert first.proposal == "AES_GCM_16-256/PRF_HMAC_SHA2_384/ECP_384/KE1_ML_KEM_768/PPK"
    net, new = first.children
    assert (net.name, net.number, net.ike, net.state, net.mode, net.protocol, net.encap, net.reqid) == (
        "net", "4", "1", "installed", "tunnel", "ESP", True, "1",
    )  # fmt: skip
    assert net.proposal == "AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048/KE1_ML_KEM_768/ESN"
    assert (net.age, net.rekey_in, net.expires_in, net.spi_in, net.spi_out) == (44, 3266, 3915, "c27acb71", "0e71e0e9")
    assert (net.bytes_in, net.packets_in, net.idle_in, net.bytes_out, net.packets_out, net.idle_out) == (1284, 3, 6, 0, 0, None)
    assert net.local_ts == ("10.1.0.0/16", "10.3.0.0/16[tcp/http]")
    assert net.remote_ts == ("10.2.0.0..10.2.0.9", "fec0::/16", "dynamic[udp]")
    assert (new.state, new.mode, new.protocol, new.encap, new.proposal, new.age, new.spi_in, new.spi_out) == ("created", "transport", *[None] * 6)
    assert (new.bytes_in, new.packets_out, new.local_ts, new.remote_ts) == (None, None, (), ())
    assert (second.state, second.role, second.tasks, second.children) == ("connecting", "responder", ("MAIN_MODE",), ())


def test_sas_of_5_2() -> None:
    old = """\
home: #3, ESTABLISHED, IKEv1, 4b1fb2e22a0d4a23:91f9e3b3c4c5e6d7
  local  'moon' @ 192.0.2.1
  remote 'sun' @ 198.51.100.2
  3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024
  established 45s ago, rekeying in -3s
  home: #7, REKEYED, TUNNEL, AH:HMAC_SHA1_96
    installed 44s ago
    in  c27acb71, 1 bytes, 1 packets
    out 0e71e0e9, 2 bytes, 2 packets
    local  10.1.0.0/16
    remote 10.2.0.0/16
"""
    (ike,) = dump(old).ikes
    assert (ike.spi_i, ike.spi_r, ike.role, ike.local, ike.rekey_in) == ("4b1fb2e22a0d4a23", "91f9e3b3c4c5e6d7", None, "192.0.2.1", -3)
    (child,) = ike.children
    assert (child.number, child.reqid, child.state, child.encap, child.protocol, child.bytes_out) == (None, "7", "rekeyed", False, "AH", 2)


@pytest.mark.parametrize("lost", [1, 2, 8, 9, 10])
def test_sas_without_a_line(lost: int) -> None:
    """What is below a lost heading is not taken for a part of the block before."""
    lines = (SAS.replace("net-net: #1", "other: #7") + SAS.replace("net-net: #2", "last: #9")).splitlines()
    whole = {ike.number: said(asdict(ike)) for ike in dump("\n".join(lines)).ikes}
    del lines[25 + lost - 1]
    found = {ike.number: said(asdict(ike)) for ike in dump("\n".join(lines)).ikes}
    assert [n for n in ("7", "2", "9") if found[n] != whole[n]] == []


def test_sas_below_a_lost_heading() -> None:
    text = "\n".join(line for line in SAS.splitlines() if "#1" not in line and "#4" not in line and "#2" not in line)
    found = dump(text)
    assert [c.name for c in found.children] == ["new"]
    assert found.ikes == ()
    assert dumps("\n".join(SAS.splitlines()[1:8])) == []  # nothing begins


def test_sas_in_a_session() -> None:
    found = dumps(f"root@gw:~# swanctl --list-sas\n{SAS}root@gw:~# swanctl -l\n{SAS}root@gw:~# ls\nfoo\n")
    assert [[ike.number for ike in d.ikes] for d in found] == [["1", "2"], ["1", "2"]]
    assert [d.first_line for d in found] == [2, 27]
    assert [len(d.ikes) for d in dumps(SAS + SAS)] == [2, 2]


def test_sas_wrapped() -> None:
    text = SAS.replace("3915s\n    in", "39\n15s\n    in").replace("9854s, expires", "9854s,\nexpires")
    assert said(asdict(dump(text))["ikes"]) == said(asdict(dump(SAS))["ikes"])


# -- list-sas --raw

@pytest.mark.parametrize("text", [RAW, pretty(RAW)], ids=["raw", "pretty"])
def test_raw_in_full(text: str) -> None:
    found = dump(text)
    assert (found.format, found.whole, found.not_understood, found.children) == ("swanctl --list-sas --raw", True, (), ())
    assert found.lines == frozenset(range(1, text.count("\n") + 1))
    first, second = found.ikes
    assert (first.name, first.number, first.state, first.version, first.role) == ("net-net", "1", "established", 2, "initiator")
    assert (first.local, first.remote, first.local_id, first.remote_id) == (
        "192.0.2.1", "198.51.100.2", "C=CH, O=strong Swan, CN=moon", "sun.example.org",
    )  # fmt: skip
    assert (first.spi_i, first.spi_r) == ("4b1fb2e22a0d4a23", "91f9e3b3c4c5e6d7")
    assert (first.age, first.rekey_in, first.reauth_in, first.tasks, first.nat) == (45, 14139, 9854, ("IKE_DPD", "IKE_MOBIKE"), True)
    assert first.proposal == "AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048/KE1_ML_KEM_768/PPK"
    net, new = first.children
    assert (net.name, net.number, net.ike, net.state, net.mode, net.protocol, net.encap, net.reqid) == (
        "net", "4", "1", "installed", "tunnel", "ESP", True, "1",
    )  # fmt: skip
    assert net.proposal == "AES_GCM_16_256/ECP_384/ESN"
    assert (net.age, net.rekey_in, net.expires_in, net.spi_in, net.spi_out) == (44, 3266, 3915, "c27acb71", "0e71e0e9")
    assert (net.bytes_in, net.packets_in, net.idle_in, net.bytes_out, net.packets_out, net.idle_out) == (1284, 3, 6, 0, 0, None)
    assert (net.local_ts, net.remote_ts) == (("10.1.0.0/16", "10.3.0.0/16[tcp/http]"), ("10.2.0.0/16[udp]",))
    assert (new.state, new.mode, new.protocol, new.encap, new.proposal, new.age, new.spi_in) == ("created", "transport", *[None] * 5)
    assert (new.local_ts, new.remote_ts) == ((), ("dynamic",))
    assert (second.state, second.version, second.role, second.nat, second.proposal, second.tasks) == ("connecting", 1, "responder", *[None] * 2, ())


def test_raw_says_what_its_text_is() -> None:
    first, second = dump(RAW).ikes
    assert first.text == IKE_1
    assert second.text == IKE_2.removesuffix("}}")
    assert [c.text for c in first.children] == [NET, NEW]
    assert [(i.where.line, *(c.where.line for c in i.children)) for i in (first, second)] == [(1, 1, 1), (2,)]


def test_raw_without_nat() -> None:
    first, _ = dump(RAW.replace("nat-remote=yes nat-any=yes ", "")).ikes
    assert first.nat is False
    assert dump(RAW.replace("nat-remote=yes nat-any=yes ", "").replace("local-port=4500 ", "")).ikes[0].nat is None  # too old to tell


@pytest.mark.parametrize("width", [60, 80, 100, 132])
@pytest.mark.parametrize("strip", [False, True])
def test_raw_wrapped(width: int, strip: bool) -> None:
    lines = [line[i : i + width] for line in RAW.splitlines() for i in range(0, len(line), width)]
    text = "\n".join(line.rstrip() if strip else line for line in lines)
    assert said(asdict(dump(text))["ikes"]) == said(asdict(dump(RAW))["ikes"])
    assert dump(text).whole is True


def test_raw_wrapped_in_a_quotation() -> None:
    text = "\n".join("    " + line[i : i + 80] for line in RAW.splitlines() for i in range(0, len(line), 80))
    found = dump(text)
    assert said(asdict(found)["ikes"]) == said(asdict(dump(RAW))["ikes"])
    assert found.ikes[0].children[0].where.line > found.ikes[0].where.line


@pytest.mark.parametrize("length", range(0, len(RAW.splitlines()[0]), 7))
def test_raw_cut(length: int) -> None:
    """What is cut off is not there; what is there is right."""
    first, rest = RAW.splitlines()[0], RAW.splitlines()[1:]
    found = dump("\n".join([first[:length], *rest]))
    whole = dump(RAW).ikes
    assert said(asdict(found.ikes[-1])) == said(asdict(whole[1]))
    for cut in found.ikes[:-1]:
        for key, value in said(asdict(cut)).items():
            allowed = (None, [], False, said(asdict(whole[0]))[key], "AES_CBC", *(whole[0].proposal or "").split("/", 1), cut.proposal)
            assert value in allowed or key in ("children", "role")
    if length > len("list-sa event {"):
        assert not found.whole


def test_raw_with_lines_lost() -> None:
    text = "list-sa event {a {uniqueid=1 state=ESTABLISHED local-host=192.0.2.1\n??\nremote-host=198.51.100.2 child-sas {}}}\nlist-sas reply {}"
    found = dump(text)
    assert (found.ikes[0].local, found.ikes[0].remote, found.whole) == (None, None, False)  # the line may have been cut in the address


def test_raw_garbage_between_values() -> None:
    (ike,) = dump("list-sa event {a {uniqueid=1 ?? state=CREATED [ version=7 child-sas {x {state=ROUTED} ?? y {name=1}}}}").ikes
    assert (ike.number, ike.state, ike.version, [c.name for c in ike.children]) == ("1 ??", "created [", None, ["x"])
    assert dump("list-sa event {] a {uniqueid=1 state=CREATED}}").ikes == ()


def test_raw_replies() -> None:
    assert (dump("list-sas reply {}").whole, dump("list-sas reply {\n}").whole) == (True, True)
    assert not dump("list-sas reply {success=no errmsg=busy}").whole
    assert not dump("# swanctl --list-sas --raw --ike net-net\nlist-sas reply {}").whole
    assert [d.whole for d in dumps(f"{RAW}# swanctl -l --raw\nlist-sas reply {{}}")] == [True, True]
    assert [len(d.ikes) for d in dumps(RAW + RAW)] == [2, 2]
    assert [len(d.ikes) for d in dumps(pretty(RAW) + pretty(RAW))] == [2, 2]
    assert [len(d.ikes) for d in dumps("".join(RAW.splitlines(keepends=True)[:2]) * 2)] == [2, 2]
    assert dump(f"{RAW}connections {{\n  version = 2\n  }}\n").whole


def test_raw_of_many_child_sas() -> None:
    children = " ".join(NET.replace("net-4", f"net-{n}").replace("uniqueid=4", f"uniqueid={n}") for n in range(500))
    found = dump(f"list-sa event {{{IKE_1}{children}}}}}}}\nlist-sas reply {{}}")
    assert (len(found.ikes[0].children), found.whole) == (500, True)


def test_pretty_without_indentation() -> None:
    flat = "\n".join(line.strip() for line in pretty(RAW).splitlines())
    assert said(asdict(dump(flat))["ikes"]) == said(asdict(dump(RAW))["ikes"])


PRETTY = pretty(RAW).splitlines()


@pytest.mark.parametrize("lost", range(len(PRETTY)))
def test_pretty_without_a_line(lost: int) -> None:
    lines = PRETTY[:lost] + PRETTY[lost + 1 :]
    whole = {ike.number: ike for ike in dump(RAW).ikes}
    found = [ike for d in dumps("\n".join(lines)) for ike in d.ikes]
    event = PRETTY.index("list-sa event {", 1)
    assert said(asdict(whole["2" if lost < event else "1"])) in [said(asdict(ike)) for ike in found]
    children = [c.number for d in dumps("\n".join(lines)) for c in (*d.children, *(c for i in d.ikes for c in i.children))]
    header = PRETTY.index("      net-4 {")
    if 0 < lost < header:
        assert children == ["4", "5"]
