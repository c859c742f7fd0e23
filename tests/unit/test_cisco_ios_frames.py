"""The samples of Cisco IOS in every other frame, and wrapped at 80 columns, give the same answer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer import analyze

SAMPLES = Path(__file__).parents[2] / "sample_logs" / "cisco_ios"
NAMES = (
    "v1-psk-mismatch-responder", "v1-p1-hash-responder-seqno", "v1-proxyid-responder", "v2-dh-proposal-responder", "v2-identity-responder",
    "v2-child-transform-initiator", "v2-unreachable-initiator", "syslog-invalid-spi-rsyslog", "syslog-replay-xe", "healthy-v1-initiator",
)  # fmt: skip
_HEAD = re.compile(
    r"(?:<\d+>)?(?:[A-Z][a-z]{2} \d+ [\d:]+ \S+ )?(?:\d+: )?(?:hq1: )?(?:[*.]?[A-Z][a-z]{2} +\d+(?: \d{4})? [\d:.]+(?: ?[A-Z]{3})?: )?"
    r"(?=ISAKMP|IKEv2[:-]|IPSEC|%|Crypto|CRYPTO|map_db)"
)


def clock(n: int) -> str:
    return f"{n // 60:02}:{n % 60:02}"


FRAMES: dict[str, Callable[[int], str]] = {
    "no time": lambda n: "",
    "uptime": lambda n: f"00:{clock(n)}: ",
    "days": lambda n: "1d03h: ",
    "sequence": lambda n: f"{n:06}: *Mar  1 00:{clock(n)}.345: ",
    "origin": lambda n: f"<191>{n}: gw1: {n:06}: Mar  1 2024 00:{clock(n)}.345 UTC: ",
    "relayed": lambda n: f"Mar  1 01:{clock(n)} gw1 {n}: *Mar  1 00:{clock(n)}.345: ",
    "relayed, ISO": lambda n: f"2026-03-01T00:{clock(n)}.345+01:00 gw1 {n}: Mar  1 00:{clock(n)}.345: ",
    "datagram": lambda n: f"<191>Mar  1 01:{clock(n)} 192.0.2.9 {n}: Mar  1 00:{clock(n)}: ",
    "zone glued": lambda n: f"*Feb  2 11:{clock(n)}KST: ",
    "zone of one's own": lambda n: f".Feb  2 11:{clock(n)}.001 PARIS: ",
    "RFC 5424": lambda n: f"<189>1 2026-03-01T00:{clock(n)}.345Z gw1 - - - - ",
}


def framed(name: str, frame: Callable[[int], str]) -> str:
    lines, n = [], 0
    for line in (SAMPLES / name / "router.log").read_text(encoding="utf-8").split("\n"):
        m = _HEAD.match(line)
        n += m is not None
        lines.append(line if m is None else frame(n) + line[m.end() :])
    return "\n".join(lines)


def causes(text: str) -> list[str]:
    return [f.cause for f in analyze(text.encode(), year=2026).findings]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", NAMES)
def test_the_frame_does_not_matter(name: str, frame: str) -> None:
    original = (SAMPLES / name / "router.log").read_text(encoding="utf-8")
    assert causes(framed(name, FRAMES[frame])) == causes(original)


@pytest.mark.parametrize("name", ["v1-psk-mismatch-responder", "v1-p1-hash-responder-seqno", "v2-identity-responder", "syslog-invalid-spi-rsyslog"])
def test_lines_wrapped_within_words(name: str) -> None:
    original = (SAMPLES / name / "router.log").read_text(encoding="utf-8")
    wrapped = "\n".join(line[i : i + 80] for line in original.split("\n") for i in range(0, max(1, len(line)), 80))
    assert set(causes(wrapped)) == set(causes(original))


def test_a_line_of_80_letters_is_not_wrapped_where_others_are_longer() -> None:
    line = "*Sep  3 06:30:01.576: ISAKMP: (1001):SA has been authenticated with 203.0.113.1"
    text = f"*Sep  3 06:30:01.500: {'ISAKMP: (1001):vendor ID is ' + 'x' * 60}\n{line.ljust(80, '1')}\nSuccess rate is 100 percent\n"
    assert [t.remote for t in analyze(text.encode()).tunnels] == [line.ljust(80, "1").rpartition(" ")[2]]
