"""What SA dumps tell, and what they must not be made to tell."""

import pytest

from analyzer import Analysis, Confidence, Status, Verdict, analyze
from analyzer.sa_status.split import letters, split

HERE, THERE = "203.0.113.2", "198.51.100.2"
NET, ONE, TWO = "172.30.96.0/19", "10.0.0.0/8", "172.30.128.0/17"


def ike(
    number: int = 1, state: str = "ESTABLISHED 2 hours ago", version: int = 2, name: str = "net", mine: str = "_i*",
    ends: tuple[str, str] = (HERE, THERE),
) -> str:  # fmt: skip
    theirs = "_r" if "*" in mine else "_r*"
    return (
        f"  {name}[{number}]: {state}, {ends[0]}[moon]...{ends[1]}[sun]\n"
        f"  {name}[{number}]: IKEv{version} SPIs: f70518cf9baf610{number}{mine} 48967ad372a5225{number}{theirs}, rekeying in 2 hours\n"
    )


def child(
    number: int, here: str, there: str, came: int | None = 840, went: int | None = 840, state: str = "INSTALLED", name: str = "net",
    spis: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    spi_in, spi_out = spis or (f"c000000{number}", f"d000000{number}")
    head = f"  {name}{{{number}}}:  {state}, TUNNEL, reqid {number}, ESP SPIs: {spi_in}_i {spi_out}_o"
    head += ", expires in 9 minutes" if state in ("REKEYED", "REKEYING") else ""
    counters = f"  {name}{{{number}}}:  AES_CBC_256/HMAC_SHA2_256_128, {came} bytes_i (9 pkts, 3s ago), {went} bytes_o, rekeying in 9 minutes\n"
    return f"{head}\n" + (counters if came is not None and state == "INSTALLED" else "") + f"  {name}{{{number}}}:   {here} === {there}\n"


def dump(*parts: str, config: str = "") -> str:
    return (f"Connections:\n{config}" if config else "") + "Security Associations (1 up, 0 connecting):\n" + "".join(parts)


def config(*children: tuple[str, str, str], version: str = "IKEv2", name: str = "net") -> str:
    return f"  {name}:  {HERE}...{THERE}  {version}\n" + "".join(f"  {c}:   child:  {a} === {b} TUNNEL\n" for c, a, b in children)


def told(*texts: str) -> dict[str, tuple[str, str]]:
    return {f.cause: (f.confidence.value, f.status.value) for f in analyze(list(texts)).findings if f.cause != "crypto.weak"}


def first(answer: Analysis) -> str:
    return answer.findings[0].cause if answer.findings else ""


# -- several SAs


def test_example_of_the_faq() -> None:
    one = dump(ike(), child(1, NET, f"{ONE} {TWO}"), config=config(("net", NET, f"{ONE} {TWO}")))
    assert told(one) == {}
    assert analyze(one).verdict is Verdict.HEALTHY
    two = dump(ike(), child(1, NET, ONE), child(2, NET, TWO), config=config(("net", NET, f"{ONE} {TWO}")))
    answer = analyze(two)
    finding = answer.findings[0]
    assert (finding.cause, finding.confidence, finding.status) == ("sa.multiple_nonstandard_ikev2", Confidence.PROVEN, Status.ACTIVE)
    assert finding.details["connection A"] == f"{NET} <=> {ONE}"
    assert finding.details["connection B"] == f"{NET} <=> {TWO}"
    assert "connection C" not in finding.details
    assert any("phase-1" in step for step in finding.remedy)


def test_same_name_without_configuration_is_likely() -> None:
    assert told(dump(ike(), child(1, NET, ONE), child(2, NET, TWO)))["sa.multiple_nonstandard_ikev2"] == ("likely", "active")


@pytest.mark.parametrize(
    "text",
    [
        dump(ike(version=1), child(1, NET, ONE), child(2, NET, TWO)),  # IKEv1 makes one for each pair
        dump(ike(), child(1, NET, ONE), child(2, NET, ONE, state="REKEYED", came=None)),  # what a rekey leaves
        dump(ike(), child(1, NET, ONE, state="REKEYING", came=None), child(2, NET, ONE)),  # its overlap
        dump(ike(), child(1, NET, f"{ONE} {TWO}")),
        dump(ike(), child(1, NET, ONE), child(2, NET, TWO, state="ROUTED")),  # a trap
        dump(ike(), child(1, NET, ONE)),
    ],
    ids=["ikev1", "rekeyed", "rekeying", "one", "trap", "single"],
)
def test_what_is_no_non_standard_ikev2(text: str) -> None:
    assert "sa.multiple_nonstandard_ikev2" not in told(text)


def test_children_configured_one_by_one_are_a_note() -> None:
    text = dump(ike(), child(1, NET, ONE, name="a"), child(2, NET, TWO, name="b"), config=config(("a", NET, ONE), ("b", NET, TWO)))
    assert told(text) == {"sa.multiple_nonstandard_ikev2": ("possible", "note")}
    assert analyze(text).verdict is Verdict.HEALTHY


def test_split() -> None:
    assert split((NET,), (ONE, TWO)) == (("A", f"{NET} <=> {ONE}"), ("B", f"{NET} <=> {TWO}"))
    assert [letters(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


# -- traffic


@pytest.mark.parametrize(
    ("came", "went", "cause"), [(0, 840, "up.no_inbound"), (840, 0, "up.no_outbound"), (0, 0, "up.no_traffic"), (840, 840, "")]
)
def test_one_dump_proves_nothing(came: int, went: int, cause: str) -> None:
    answer = told(dump(ike(), child(1, NET, ONE, came, went)))
    assert answer == ({cause: ("possible", "active")} if cause else {})


@pytest.mark.parametrize(("came", "went"), [(0, 840), (840, 0), (0, 0)])
def test_young_or_just_rekeyed_sa_says_nothing(came: int, went: int) -> None:
    assert told(dump(ike(state="ESTABLISHED 4 seconds ago"), child(1, NET, ONE, came, went))) == {}
    assert told(dump(ike(), child(1, NET, ONE, state="REKEYED", came=None), child(2, NET, ONE, came, went))) == {}


def test_two_dumps_show_which_counter_stands_still() -> None:
    def at(came: int, went: int) -> str:
        return dump(ike(), child(1, NET, ONE, came, went))

    assert told(at(0, 84), at(0, 840)) == {"up.no_inbound": ("likely", "active")}
    assert told(at(84, 0), at(840, 0)) == {"up.no_outbound": ("likely", "active")}
    assert told(at(84, 84), at(840, 840)) == {}
    assert told(at(84, 84), at(84, 84)) == {}  # idle
    assert told(at(84, 84), at(84, 840)) == {"up.no_inbound": ("possible", "active")}  # perhaps one flow that goes one way


@pytest.mark.parametrize(
    ("peer_came", "peer_went", "place", "confidence"),
    [(0, 0, "lost on the way to it", "likely"), (840, 0, "sends nothing back", "possible"), (840, 840, "lost on the way back", "likely")],
)
def test_both_ends_show_where_it_is_lost(peer_came: int, peer_went: int, place: str, confidence: str) -> None:
    here = dump(ike(), child(1, NET, ONE, 0, 840))
    there = dump(ike(mine="_i", ends=(THERE, HERE)), child(1, ONE, NET, peer_came, peer_went, spis=("d0000001", "c0000001")))
    answer = analyze([here, there])
    finding = next(f for f in answer.findings if f.cause == "up.no_inbound")
    assert finding.confidence == confidence
    assert place in finding.summary
    assert len([f for f in answer.findings if f.status is Status.ACTIVE]) == 1  # one fault, not one for each end


def test_partial_networks() -> None:
    text = dump(ike(), child(1, NET, ONE), child(2, NET, TWO, 0, 0), config=config(("net", NET, ONE), ("net2", NET, TWO)))
    assert first(analyze(text)) == "up.partial_networks"
    missing = dump(ike(), child(1, NET, ONE, name="a"), config=config(("a", NET, ONE), ("b", NET, TWO)))
    answer = analyze(missing)
    assert first(answer) == "up.partial_networks"
    assert TWO in answer.findings[0].summary
    narrowed = dump(ike(), child(1, NET, ONE), config=config(("net", NET, f"{ONE} {TWO}")))
    assert TWO in analyze(narrowed).findings[0].details["not in the SA"]


# -- phases


def test_phase_1_without_phase_2() -> None:
    answer = analyze(dump(ike()))
    assert (answer.findings[0].cause, answer.findings[0].confidence) == ("p2.networks", Confidence.POSSIBLE)
    assert {a.cause for a in answer.findings[0].alternatives} == {"p2.algorithms", "p2.pfs_group", "p2.encapsulation"}
    assert answer.tunnels[0].state == "phase1"
    assert told(dump(ike(state="ESTABLISHED 1 second ago"))) == {}


def test_phase_1_under_way() -> None:
    silent = "  net[1]: CONNECTING, 203.0.113.2[moon]...198.51.100.2[%any]\n  net[1]: IKEv2 SPIs: f70518cf9baf6107_i* 0000000000000000_r\n"
    assert told(dump(silent)) == {"p1.peer_unreachable": ("possible", "active")}
    answered = silent.replace("0000000000000000", "48967ad372a52251")
    assert told(dump(answered + "  net[1]: Tasks active: IKE_AUTH \n")) == {"log.incomplete": ("possible", "active")}


def test_nothing_up() -> None:
    answer = analyze("Security Associations (0 up, 0 connecting):\n  none\n")
    assert (answer.verdict, first(answer)) == (Verdict.NOT_ENOUGH_LOG, "log.incomplete")
    assert first(analyze(dump("  none\n", config=config(("net", NET, ONE))))) == "log.incomplete"


def test_two_ike_sas_of_one_peer() -> None:
    both = dump(ike(1), child(1, NET, ONE), ike(2, mine="_i"), child(2, NET, ONE))
    assert told(both) == {"sa.duplicate": ("possible", "active")}
    reauth = dump(ike(1, state="REKEYED"), child(1, NET, ONE, state="REKEYED", came=None), ike(2), child(2, NET, ONE))
    assert told(reauth) == {}


# -- with a log


LOG = "05[IKE] <net|1> received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built\n05[IKE] <net|1> failed to establish CHILD_SA, keeping IKE_SA\n"


def test_log_knows_better_than_the_dump_why_phase_2_failed() -> None:
    assert told(LOG + dump(ike())).keys() == told(LOG).keys()
    assert "p2.networks" not in told(LOG + dump(ike()))


def test_dump_adds_what_the_log_does_not_show() -> None:
    up = (
        "05[IKE] <net|1> IKE_SA net[1] established between 203.0.113.2[moon]...198.51.100.2[sun]\n"
        f"05[IKE] <net|1> CHILD_SA net{{1}} established with SPIs c0000001_i d0000001_o and TS {NET} === {ONE}\n"
    )
    answer = analyze(up + dump(ike(), child(1, NET, ONE, 0, 840)))
    assert first(answer) == "up.no_inbound"
    assert [t.name for t in answer.tunnels] == ["net"]
    assert answer.inputs[0].lines == answer.inputs[0].events == 8
    assert {r.kind for r in answer.inputs[0].regions} == {"log", "sa"}
    assert [(s.kind, s.state) for s in answer.sas] == [("ike", "established"), ("child", "installed")]


def closed(name: str, ends: tuple[str, str], spis: tuple[str, str], came: int, went: int) -> str:
    return (
        f"05[IKE] <{name}|1> IKE_SA {name}[1] established between {ends[0]}[moon]...{ends[1]}[sun]\n"
        f"05[IKE] <{name}|1> CHILD_SA {name}{{1}} established with SPIs {spis[0]}_i {spis[1]}_o and TS {NET} === {ONE}\n"
        f"05[IKE] <{name}|1> closing CHILD_SA {name}{{1}} with SPIs {spis[0]}_i ({came} bytes) {spis[1]}_o ({went} bytes) and TS {NET} === {ONE}\n"
    )


def test_counters_of_a_closed_sa_are_a_snapshot() -> None:
    pair, mirrored = ("c0000001", "d0000001"), ("d0000001", "c0000001")
    assert told(dump(ike(), child(1, NET, ONE, 0, 84)), closed("net", (HERE, THERE), pair, 0, 840)) == {"up.no_inbound": ("likely", "active")}
    assert told(closed("net", (HERE, THERE), pair, 0, 840)) == {}  # alone it proves nothing
    lost = told(closed("net", (HERE, THERE), pair, 0, 840), closed("far", (THERE, HERE), mirrored, 0, 0))
    assert lost == {"up.no_inbound": ("likely", "active")}
    assert told(closed("net", (HERE, THERE), pair, 1284, 0), closed("far", (THERE, HERE), mirrored, 1284, 1284)) == {}  # half of it was gone


def test_ends_without_spis_are_joined_by_their_networks() -> None:
    def bare(text: str) -> str:  # a child whose SPIs the dump does not name
        return text.replace(", ESP SPIs: c0000001_i d0000001_o", "")

    here = dump(ike(), bare(child(1, NET, ONE, 0, 840)))
    there = dump(ike(mine="_i", ends=(THERE, HERE)), child(1, ONE, NET, 0, 0, spis=("d0000001", "c0000001")))
    assert told(here, there) == {"up.no_inbound": ("likely", "active")}
    elsewhere = dump(ike(mine="_i", ends=("192.0.2.9", "192.0.2.10")), child(1, ONE, NET, 0, 0, spis=("d0000001", "c0000001")))
    assert told(here, elsewhere)["up.no_inbound"] == ("possible", "active")
