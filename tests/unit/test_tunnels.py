"""When a later success overcomes a fault: within one log by its order, between logs by their times alone."""

import pytest

from analyzer import Status, Verdict, analyze
from analyzer.framing.timestamps import is_later

UP = ("initiating IKE_SA a[{sa}] to 198.51.100.1", "IKE_SA a[{sa}] established between 192.0.2.1[moon]...198.51.100.1[sun]",
      "CHILD_SA a{{{sa}}} established with SPIs c79facd6_i 0f958122_o and TS 10.2.0.0/16 === 10.1.0.0/16")  # fmt: skip
REFUSED = ("initiating IKE_SA a[{sa}] to 198.51.100.1", "sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)",
           "received AUTHENTICATION_FAILED notify error")  # fmt: skip


def log(time: str, sa: int, words: tuple[str, ...]) -> str:
    return "".join(f"{time}05[IKE] <a|{sa}> {w.format(sa=sa)}\n" for w in words)


@pytest.mark.parametrize(
    ("failed", "up", "verdict"),
    [
        ("Nov 23 08:09:14 ", "Nov 23 08:10:14 ", Verdict.HEALTHY),
        ("Nov 23 08:10:14 ", "Nov 23 08:09:14 ", Verdict.FAULT),
        ("Nov 23 08:09:14 ", "2026-11-23T08:10:14 ", Verdict.HEALTHY),
        ("Nov 23 08:10:14 ", "2026-11-23T08:09:14 ", Verdict.FAULT),
        ("2026-11-23T08:09:14+01:00 ", "2026-11-23T08:10:14 ", Verdict.FAULT),  # who knows the other's zone?
        ("", "", Verdict.FAULT),
    ],
)
def test_success_in_another_log_counts_if_it_is_later(failed: str, up: str, verdict: Verdict) -> None:
    logs = [log(failed, 1, REFUSED), log(up, 2, UP).replace("<a|", "<b|")]
    together = analyze([text.encode() for text in logs])
    assert together.verdict is verdict
    assert any(f.status is Status.ACTIVE for f in together) != (verdict is Verdict.HEALTHY)


def test_success_in_the_same_log_needs_no_times() -> None:
    assert analyze(log("", 1, REFUSED) + log("", 2, UP)).verdict is Verdict.HEALTHY


PLUTO_EXPIRED = '''\
Nov 23 08:08:04.534559: "b" #1: initiating IKEv1 Main Mode connection
Nov 23 08:08:04.728588: "b" #1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA2_384 group=DH20}
Nov 23 08:08:12.206177: "b" #2: IPsec SA established tunnel mode {ESP=>0xc3afe342 <0x0e346558 xfrm=AES_CBC_256-HMAC_SHA2_384_192 DPD=passive}
Nov 23 08:08:44.775307: "b" #2: deleting state (STATE_QUICK_I2) aged 40.045963s and sending notification
Nov 23 08:09:14.746218: "b" #1: IKE SA expired (--dontrekey)
'''  # fmt: skip
CHARON_EXPIRED = """\
2026-11-23T08:08:04 05[IKE] <h|1> 198.51.100.2 is initiating a Main Mode IKE_SA
2026-11-23T08:08:04 05[IKE] <h|1> IKE_SA h[1] established between 203.0.113.2[gw2]...198.51.100.2[gw1]
2026-11-23T08:08:12 13[IKE] <h|1> CHILD_SA h{1} established with SPIs c3afe342_i 0e346558_o and TS 10.2.0.0/16 === 10.1.0.0/16
2026-11-23T08:08:44 08[IKE] <h|1> received DELETE for ESP CHILD_SA with SPI 0e346558
2026-11-23T08:09:14 10[IKE] <h|1> received DELETE for IKE_SA h[1]
"""


@pytest.mark.parametrize("order", [(PLUTO_EXPIRED, CHARON_EXPIRED), (CHARON_EXPIRED, PLUTO_EXPIRED)], ids=["pluto-first", "charon-first"])
def test_two_ends_of_a_lost_tunnel_are_not_healthy(order: tuple[str, str]) -> None:
    assert [[f.cause for f in analyze(text)] for text in order] == [["life.rekey"]] * 2
    answer = analyze([text.encode() for text in order])
    assert answer.verdict is Verdict.FAULT
    assert [f.cause for f in answer] == ["life.rekey"]
    assert len(answer.tunnels) == 1


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Nov  3 10:00:02", "Nov  3 10:00:01", True),
        ("Nov  3 10:00:01", "Nov  3 10:00:01", False),
        ("2026-11-03T10:00:02", "Nov  3 10:00:01", True),
        ("Nov  3 10:00:01", "2026-11-03T10:00:02", False),
        ("2026-11-03T10:00:02+01:00", "2026-11-03T10:00:01", None),
        ("yesterday", "2026-11-03T10:00:01", None),
    ],
)
def test_is_later(one: str, other: str, answer: bool | None) -> None:
    assert is_later(one, other) is answer
