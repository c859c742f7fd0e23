"""The commands as a user meets them: arguments, exit codes, what goes where."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analyzer.cli import main

SAMPLES = Path(__file__).parents[2] / "sample_logs" / "strongswan"
FAULTY = str(SAMPLES / "psk-mismatch-ikev1-main-responder" / "charon.log")
HEALTHY = str(SAMPLES / "healthy-idle-ikev1-main-initiator" / "charon.log")
BSD_TIMES = str(SAMPLES / "auth-cert-vs-psk-ikev1-aggressive-initiator" / "charon.log")
BARE = "received NO_PROPOSAL_CHOSEN notify error\n"


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, prog_name="ikedoctor")


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [
        ((FAULTY,), "", 1),
        ((HEALTHY,), "", 0),
        (("-",), BARE, 1),
        ((), BARE, 1),
        ((), "nothing of IKE\n", 0),
        (("no such file",), "", 2),
        ((FAULTY, "no such file"), "", 2),
        (("--format", "pdf", FAULTY), "", 2),
        (("--side", "left", FAULTY), "", 2),
        (("--tz", "Mars/Olympus", FAULTY), "", 2),
        (("--year", "12", FAULTY), "", 2),
        (("-o", "no/such/folder/report.md", FAULTY), "", 2),
    ],
)
def test_exit_code(arguments: tuple[str, ...], stdin: str, code: int) -> None:
    assert run("diagnose", *arguments, stdin=stdin).exit_code == code


def test_report_goes_to_standard_output_and_the_rest_to_standard_error() -> None:
    result = run("diagnose", FAULTY, "no such file")
    assert result.stdout.startswith("FAULT")
    assert result.stderr == "no such file: no such file\n"


def test_usage_error_has_no_traceback_and_no_report() -> None:
    result = run("diagnose", "--tz", "Mars/Olympus", FAULTY)
    assert result.stdout == ""
    assert result.stderr.endswith("Error: no such time zone: Mars/Olympus\n")


def test_several_inputs_are_one_incident() -> None:
    answer = json.loads(run("diagnose", "--format", "json", FAULTY, HEALTHY).stdout)
    assert [i["source"] for i in answer["inputs"]] == [FAULTY, HEALTHY]


@pytest.mark.parametrize(("form", "start"), [("text", "FAULT"), ("markdown", "## IPsec diagnosis"), ("json", '{\n "schema"')])
def test_forms(form: str, start: str, tmp_path: Path) -> None:
    shown = run("diagnose", "--format", form, FAULTY).stdout
    assert shown.startswith(start)
    assert shown.endswith("\n")
    target = tmp_path / "report"
    result = run("diagnose", "--format", form, "-o", str(target), FAULTY)
    assert result.stdout == ""
    assert target.read_text(encoding="utf-8") == shown


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" not in run("diagnose", FAULTY).output
    forced = CliRunner().invoke(main, ["diagnose", "--colour", FAULTY], color=True)
    assert "\x1b[" in forced.output


def test_strict_makes_lines_that_are_not_understood_an_error() -> None:
    odd = "Nov 23 07:21:00 gw charon: 05[IKE] xyzzy plugh\n"
    assert run("diagnose", stdin=odd).exit_code != 2
    strict = run("diagnose", "--strict", stdin=odd)
    assert strict.exit_code == 2
    assert "1 " in strict.stderr
    assert run("diagnose", "--strict", HEALTHY).exit_code == 0


def test_redact_takes_addresses_and_names_out() -> None:
    log = "received packet\nno shared key found for 'moon.corp.example.org' - 'sun'\n" + Path(FAULTY).read_text(encoding="utf-8")
    shown = run("diagnose", "--redact", "--format", "json", stdin=log).stdout
    for word in ("203.0.113.2", "192.0.2.2", "moon.corp"):
        assert word in log
        assert word not in shown


@pytest.mark.parametrize("junk", [b"", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, b"\x00" * 5000, b"\x1b[2J" * 3])
def test_junk_gets_a_word_and_no_traceback(junk: bytes) -> None:
    result = run("diagnose", stdin=junk)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout
    assert result.stdout.replace("\n", "").isprintable()


# -- explain


def test_explain_lists_the_causes() -> None:
    shown = run("explain")
    assert shown.exit_code == 0
    assert "p1.psk" in shown.stdout
    assert "log.incomplete" in shown.stdout


def test_explain_prints_the_manual_of_a_cause() -> None:
    assert run("explain", "p1.psk").stdout.startswith("p1.psk: ")


def test_explain_knows_what_a_line_says() -> None:
    for words in ((BARE.strip(),), tuple(BARE.split())):
        shown = run("explain", *words).stdout
        assert "NO_PROPOSAL_CHOSEN" in shown
        assert "p1.algorithms" in shown
    assert "No message" in run("explain", "hello world").stdout


def test_explain_of_no_cause_is_a_usage_error() -> None:
    result = run("explain", "p1.nothing")
    assert result.exit_code == 2
    assert "p1.nothing" in result.stderr


def test_explain_shows_nothing_dangerous() -> None:
    shown = run("explain", "no shared key found for '\x1b[2Jmoon' - '\u202esun'").stdout
    assert shown.replace("\n", "").isprintable()


# -- the program


def test_version_and_help() -> None:
    assert run("--version").stdout.startswith("ikedoctor, version ")
    for command in ((), ("diagnose",), ("explain",)):
        assert run(*command, "--help").stdout.startswith("Usage: ikedoctor")


def test_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "analyzer", "diagnose", "-"], input=BARE, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stdout.startswith("FAULT")
    assert done.stderr == ""


def test_closed_pipe_and_foreign_locale_do_no_harm() -> None:
    log = "authentication of 'Zürich \u202e' with pre-shared key failed\n" + BARE
    done = subprocess.run(
        [sys.executable, "-m", "analyzer", "diagnose"], input=log.encode(), capture_output=True, check=False, timeout=60,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith(b"FAULT")
    assert b"Traceback" not in done.stderr


def test_what_cannot_be_read_is_named_and_the_rest_is_analysed(tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    empty = tmp_path / "empty.log"
    empty.write_bytes(b"")
    for bad in (tmp_path, picture, empty):
        alone = run("diagnose", str(bad))
        assert alone.exit_code == 2
        assert alone.stderr.startswith(f"{bad}: ")
        assert alone.stdout.startswith("NOT READ")
        both = run("diagnose", str(bad), FAULTY)
        assert both.exit_code == 2
        assert both.stdout.startswith("FAULT")


def test_year_and_zone_complete_the_times() -> None:
    answer = json.loads(run("diagnose", "--format", "json", "--year", "2019", "--tz", "+02:00", BSD_TIMES).stdout)
    assert answer["findings"][0]["first"].startswith("2019-")
    assert answer["findings"][0]["first"].endswith("+02:00")


def test_side_is_taken_where_the_text_does_not_tell() -> None:
    for side in ("initiator", "responder"):
        answer = json.loads(run("diagnose", "--format", "json", "--side", side, stdin=BARE).stdout)
        assert answer["tunnels"][0]["role"] == side


def test_output_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    result = run("diagnose", "-o", str(tmp_path / "no folder" / "x"), FAULTY)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.output


def test_terminal_is_told_how_to_paste_and_one_end_mark_is_enough() -> None:
    script = (
        "import os, pty, subprocess, sys\n"
        "ours, theirs = pty.openpty()\n"
        "p = subprocess.Popen([sys.executable, '-m', 'analyzer', 'diagnose'], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        f"os.write(ours, {BARE.encode()!r} + bytes([4]))\n"
        "out, err = p.communicate(timeout=20)\n"
        "print(out.decode()[:5], err.decode())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=90)
    assert done.stdout.startswith("FAULT Paste the text, then press Ctrl-D")


@pytest.mark.parametrize(("colour", "expected"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_terminal_gets_colours_unless_they_are_not_wanted(colour: dict[str, str], expected: bool) -> None:
    script = f"import pty, sys\npty.spawn([sys.executable, '-m', 'analyzer', 'diagnose', {FAULTY!r}])"
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | colour
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, stdin=subprocess.DEVNULL, check=True, timeout=90, env=environment)
    assert (b"\x1b[" in done.stdout) == expected
    assert b"FAULT" in done.stdout
