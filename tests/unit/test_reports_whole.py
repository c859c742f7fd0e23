"""Whole reports, letter for letter: ``pytest tests/unit/test_reports_whole.py --update-expected`` rewrites tests/unit/golden."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer import Analysis, Confidence, Evidence, Finding, Input, Named, Region, Status, Tunnel, Unparsed, Verdict, Where
from analyzer.reporters import json_report, markdown, text

GOLDEN = Path(__file__).with_name("golden")

LOG = "logs/charon.log"
IKE = "IKE:{}/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"

DIFFERS = Finding(
    cause="p1.algorithms",
    title="Phase 1 encryption, integrity or PRF algorithms differ",
    confidence=Confidence.PROVEN,
    status=Status.ACTIVE,
    tunnel="t1",
    summary="Tunnel net to 203.0.113.9: phase 1 fails: encryption differs",
    faq=("1",),
    aliases=("EncryptionAlgorithmMismatch (Alibaba Cloud VPN Gateway)", "phase1 proposal mismatch 1 (Huawei)"),
    evidence=tuple(
        Evidence(
            where=Where(LOG, 41 + n),
            text=f"Nov 23 07:21:00 gw charon: 05[CFG] <1> {whose} proposals: {IKE.format(cipher)}",
            why="the lists have no encryption in common",
        )
        for n, (whose, cipher) in enumerate((("received", "AES_CBC_128"), ("configured", "AES_CBC_256")))
    ),
    details={"encryption, here": "AES_CBC_256", "encryption, peer": "AES_CBC_128", "offered_now": "AES_CBC_128"},
    ruled_out=(
        Named("p1.psk", "phase 1 did not come so far"),
        Named("p1.identity", "phase 1 did not come so far"),
        Named("p1.dh_group", "a common group is offered"),
    ),
    remedy=(
        "Set the same encryption on both ends.",
        "Initiate again.",
        "strongSwan: swanctl.conf: connections.NAME.proposals = aes256-sha256-modp2048",
        "strongSwan: swanctl --load-conns",
        "Alibaba Cloud: edit the IPsec-VPN connection.",
    ),
    first="2026-11-23T07:21:00",
    last="2026-11-23T07:25:10",
    count=4,
)
SILENT = Finding(
    cause="p1.peer_unreachable",
    title="The peer does not answer",
    confidence=Confidence.POSSIBLE,
    status=Status.ACTIVE,
    tunnel="t1",
    summary="Tunnel net to 203.0.113.9: the first message gets no answer",
    evidence=(
        Evidence(where=Where("<stdin>", 3), text="retransmit 1 of request with message ID 0", why="the first message gets no answer"),
        Evidence(where=Where("<stdin>", 9), text="giving up after 5 retransmits", why="nothing came for minutes"),
    ),
    alternatives=(
        Named("p1.peer_address", "the peer may not know this address"),
        Named("p1.ike_version", "the peer may drop messages of this version"),
    ),
    remedy=("Check the path.",),
    ask_for=("The peer's log of the same minute.", "tcpdump -ni any 'udp port 500 or udp port 4500' on both ends."),
    first="2026-11-23T07:21:00",
)
WEAK = Finding(
    cause="crypto.weak",
    title="Algorithms are in use that are no longer advised",
    confidence=Confidence.PROVEN,
    status=Status.NOTE,
    tunnel="t1",
    summary="Tunnel net to 203.0.113.9: 3DES_CBC is in use",
    evidence=(Evidence(where=Where(LOG, 55), text="05[CFG] <1> selected proposal: IKE:3DES_CBC/HMAC_SHA2_256_128/MODP_2048", why="RFC 8247"),),
)
NET = Tunnel(
    id="t1", name="net", local="198.51.100.2", remote="203.0.113.9", local_id="moon", remote_id="sun", ike_version=2,
    role="responder", state="down", attempts=4,
)  # fmt: skip
READ = Input(
    source=LOG, lines=60, events=40, noise=18, not_understood=2,
    regions=(Region(dialect="strongswan", kind="log", first_line=1, last_line=60),),
    unparsed=tuple(Unparsed(Where(LOG, n), f"Nov 23 07:20:00 gw charon: 00[LIB] xyzzy {n}", "strongswan message not known") for n in (7, 9)),
)  # fmt: skip

CASES = {
    "proven": Analysis(verdict=Verdict.FAULT, inputs=(READ,), tunnels=(NET,), findings=(DIFFERS,)),
    "possible": Analysis(
        verdict=Verdict.FAULT, inputs=(Input(source="<stdin>", lines=9, events=9),), tunnels=(replace(NET, role="initiator"),), findings=(SILENT,)
    ),
    "healed": Analysis(
        verdict=Verdict.HEALTHY,
        inputs=(READ,),
        tunnels=(replace(NET, state="up"), replace(NET, id="t2", name=None, role=None, ike_version=None, state="closed")),
        findings=(replace(DIFFERS, status=Status.RECOVERED), WEAK),
    ),
    "unread": Analysis(
        verdict=Verdict.NOTHING_FOUND,
        inputs=(Input(source="photo.png", problem="a PNG picture, not text"), Input(source="other.log", lines=3, other=3)),
        tunnels=(),
        findings=(),
    ),
}
FORMS: dict[str, Callable[[Analysis], str]] = {
    "txt": lambda a: text.render(a, width=100),
    "md": markdown.render,
    "json": lambda a: json_report.render(a).replace(f'"version": "{json_report.to_dict(a)["version"]}"', '"version": "0"'),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_whole_report(case: str, form: str, update_expected: bool) -> None:
    golden = GOLDEN / f"{case}.{form}"
    shown = FORMS[form](CASES[case])
    if update_expected:
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")
