"""Where the commands write to, and how wide."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


def width_of(output: str | None) -> int:
    """The terminal's width, within what can be read; a fixed one for files and pipes."""
    if output is None and sys.stdout.isatty():
        return max(60, min(shutil.get_terminal_size().columns, 140))
    return 100


def write(report: str | Iterable[str], output: str | None) -> None:
    """Write a report, whole or in pieces, to a file or to standard output. Raises click.UsageError where the file cannot be written."""
    pieces = [report if report.endswith("\n") else report + "\n"] if isinstance(report, str) else report
    if output is None:
        stream: Any = sys.stdout
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    try:
        with Path(output).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from error


def unreadable(error: Exception) -> click.UsageError:
    """The error as a usage error (exit code 2); it may quote a log or an SQL of someone else."""
    from analyzer.redact import secrets
    from analyzer.reporters.harmless import visible

    return click.UsageError(visible(secrets(str(error))))
