"""What is shown of a long run, and that nothing is shown or imported where nobody looks."""

import builtins
import io
import re
import subprocess
import sys
import time
from typing import Any

import pytest

from analyzer.batch.progress import MISSING, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_is_drawn_anew() -> None:
    terminal = Terminal()
    with Progress(stream=terminal) as progress:
        progress.plan(3_000_000)
        for _ in range(3):
            progress.done(1_000_000, inputs=5)
            time.sleep(0.11)
        progress.say("a.gz: truncated")
        progress.done(0, failed=1)
    text = terminal.getvalue()
    lines = [line.split("\r")[-1] for line in text.splitlines()]
    assert "a.gz: truncated" in text
    assert re.fullmatch(r"100% \|#+\| 3\.00M/3\.00M +[\d.]+[kM]?B/s, 00:00 left, 16 inputs, 1 failed", lines[-1].strip()), lines[-1]
    assert text.count("\r") >= 3
    assert (progress.bytes, progress.inputs, progress.failed) == (3_000_000, 16, 1)


def test_elsewhere_nothing_is_shown_unless_asked_for() -> None:
    silent = io.StringIO()
    with Progress(10, stream=silent) as progress:
        progress.done(10)
    assert silent.getvalue() == ""
    with Progress(10, stream=Terminal(), wanted=False) as progress:
        progress.done(10)
    assert progress._bar is None


def test_lines_that_stay_where_asked_for() -> None:
    file = io.StringIO()
    with Progress(4_000_000, stream=file, wanted=True, every=0.05) as progress:
        for _ in range(4):
            time.sleep(0.06)
            progress.done(1_000_000)
    lines = file.getvalue().splitlines()
    assert len(lines) == 5
    assert re.fullmatch(r" *25% \|#+ +\| 1\.00M/4\.00M +[\d.]+MB/s, 00:00 left, 1 inputs", lines[0]), lines[0]
    assert "\r" not in file.getvalue()


def test_an_unknown_total_grows_with_what_is_read() -> None:
    file = io.StringIO()
    with Progress(stream=file, wanted=True, every=0.0) as progress:
        progress.done(2_000_000)
    assert "2.00M/2.00M" in file.getvalue()


def test_a_missing_library_costs_only_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "tqdm":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    file = io.StringIO()
    with Progress(5, stream=file, wanted=True) as progress:
        progress.done(5)
    assert file.getvalue() == MISSING + "\n"


def test_what_is_not_drawn_imports_nothing() -> None:
    code = "import sys, analyzer.batch.progress as p; p.Progress(1).done(1); print('tqdm' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("False\n", "")
