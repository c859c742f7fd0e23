"""The command ``batch``: read archives of many gateways into a store."""

import os
import re
import shlex
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analyzer.cli.filters import filtered, filters
from analyzer.cli.output import unreadable, width_of, write

if TYPE_CHECKING:
    from analyzer.archives import Limits
    from analyzer.batch.fleet_records import Filters, Fleet
    from analyzer.batch.plan import Wishes
    from analyzer.batch.run import Summary
    from analyzer.batch.store import Store

    _Type = click.ParamType[int]
else:
    _Type = click.ParamType

FAULT, UNREADABLE, INTERRUPTED = 1, 2, 130
PAGE = "report.html"
_LEFT = {PAGE: "html", "report.md": "markdown", "findings.csv": "csv"}
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class Size(_Type):
    """A number of bytes: 500M, 2G."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes."""
        m = re.fullmatch(r"(\d{1,15})\s*([KMGT]?)(?:i?B)?", str(value).strip(), re.IGNORECASE)
        if m is None:
            self.fail(f"{value!r} is no size: write 500M or 2G", param, ctx)
        return int(m[1]) * _UNITS[m[2].upper()]


@click.command()
@click.argument("targets", nargs=-1)
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of the results; made where there is none.")
@click.option("--resume", is_flag=True, help="Go on with the archive that the last run into this folder was told to read; TARGETS may be left out.")
@click.option("--gateway-pattern", metavar="REGEX", help="Find the gateway's name in the path of each file: group 1, or the whole match.")
@click.option("--year", type=click.IntRange(1990, 2200), help="Year of the first time stamps without one; by default the files' times tell.")
@click.option("--processes", type=click.IntRange(1, 1024), help="Processes to read with; by default one for each processor.")
@click.option("--scheduler", metavar="URL", help="Read on the machines of a Dask cluster: tcp://HOST:8786.")
@click.option("--time-limit", type=click.FloatRange(min=1), metavar="SECONDS", help="Give up a batch of files after this long, and 2 s more for each MB.")
@filtered
@click.option("--progress/--no-progress", default=None, help="Show how far it is; by default only on a terminal.")
@click.option("--max-ratio", type=click.IntRange(1), help="Bytes that one packed byte may unpack to, in members over 64 MB.")
@click.option("--max-total", type=Size(), help="Bytes that one file with all that is nested in it may unpack to.")
@click.option("--max-member", type=Size(), help="Bytes of one text.")
@click.option("--max-depth", type=click.IntRange(0, 100), help="Archives in archives.")
@click.option("--max-members", type=click.IntRange(1), help="Members of one archive.")
@click.pass_context
def batch(
    ctx: click.Context,
    targets: tuple[str, ...],
    out: Path,
    resume: bool,
    gateway_pattern: str | None,
    year: int | None,
    processes: int | None,
    scheduler: str | None,
    time_limit: float | None,
    since: str,
    gateway: str,
    cause: str,
    progress: bool | None,
    max_ratio: int | None,
    max_total: int | None,
    max_member: int | None,
    max_depth: int | None,
    max_members: int | None,
) -> None:
    """Read archives of many gateways: files, folders, rotated and packed logs, archives in archives, URLs.

    The results are a store (Parquet files and DuckDB views, for "ikedoctor query" and "ikedoctor fleet") and the report on the fleet as
    report.html, report.md and findings.csv. A run over an archive that has grown reads only what is new, and so does one after a
    run that was interrupted. Exit code 1: something is wrong; 2: some of it could not be read; 130: interrupted.
    """
    from analyzer.batch.executor import ExecutorError, executor
    from analyzer.batch.fleet import read
    from analyzer.batch.progress import Progress
    from analyzer.batch.run import run
    from analyzer.batch.store import Store, StoreError
    from analyzer.reporters.fleet import MOST, MissingTemplatesError, render

    if not targets and not resume:
        raise click.UsageError("name what to read: files, folders or URLs")
    told = {"gateway_pattern": gateway_pattern, "year": year, "max_ratio": max_ratio, "max_total": max_total, "max_member": max_member}
    told |= {"max_depth": max_depth, "max_members": max_members}
    wishes = {name: value for name, value in told.items() if value is not None}
    _pattern(gateway_pattern)
    try:
        shown = _filters(since, gateway, cause)
        with Store(out, create=not resume, write=True) as store:
            if resume:
                wishes = _last_wishes(store) | wishes
            wanted = [_absolute(t) for t in targets] or (store.contents.runs[-1].targets if store.contents.runs else [])
            if not wanted:
                raise click.UsageError("name what to read: files, folders or URLs")
            with executor(processes, scheduler, time_limit) as crew, Progress(wanted=progress) as bar:
                wanting = replace(_wishes(wishes), shares=crew.processes)
                summary = run(wanted, store, crew, wanting, version("ikedoctor"), progress=bar, now=datetime.now, wished=wishes)
        everything = read(out)
        _leave(everything, out)
        some = read(out, shown, most=MOST["text"])
    except KeyboardInterrupt:
        click.echo(f"\nInterrupted. To go on: ikedoctor batch --out {shlex.quote(str(out))} --resume", err=True)
        ctx.exit(INTERRUPTED)
    except MissingTemplatesError as error:
        raise click.UsageError(str(error)) from error
    except (StoreError, ExecutorError) as error:
        raise unreadable(error) from error
    write(render(some, width=width_of(None)), None)
    click.echo(f"\n{_told(summary)}\nThe whole report: {out / PAGE}")
    ctx.exit(UNREADABLE if summary.not_read or summary.broken else FAULT if everything.totals.active else 0)


def _filters(since: str, gateway: str, cause: str) -> "Filters":
    """What the printed report is about; what is wrong with it is told before hours of reading. Raises StoreError."""
    from analyzer.batch.fleet import moment

    if since:
        moment(since, None)
    return filters(since, gateway, cause)


def _absolute(target: str) -> str:
    """The same name for the same file wherever the command runs: by it what was read is known again, and the workers of a cluster find it."""
    from analyzer.archives.raws import is_url

    return target if is_url(target) or not target else os.path.abspath(target)  # noqa: PTH100 - globs and names of any bytes


def _pattern(text: str | None) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text is not None else None
    except (re.error, OverflowError, RecursionError) as error:
        raise click.UsageError(f"--gateway-pattern is no regular expression: {error}") from error


def _last_wishes(store: "Store") -> dict[str, Any]:
    return dict(store.contents.runs[-1].wishes) if store.contents.runs else {}


def _wishes(wanted: dict[str, Any]) -> "Wishes":
    from analyzer.batch.plan import Wishes

    limits = {name.removeprefix("max_"): value for name, value in wanted.items() if name.startswith("max_")}
    return Wishes(_pattern(wanted.get("gateway_pattern")), wanted.get("year"), limits=_limits(limits))


def _limits(wanted: dict[str, int]) -> "Limits":
    from analyzer.archives import Limits

    return replace(Limits(), **wanted)


def _leave(report: "Fleet", out: Path) -> None:
    """Leave the whole report in the folder of the results, each file whole or not at all."""
    from analyzer.reporters.fleet import render

    for name, form in _LEFT.items():
        being_written = out / f".{name}"
        write(render(report, form), str(being_written))
        try:
            being_written.replace(out / name)
        except OSError as error:
            being_written.unlink(missing_ok=True)
            raise click.UsageError(f"{out / name} cannot be written: {error.strerror}") from error


def _told(s: "Summary") -> str:
    parts = [f"{s.members} input{'' if s.members == 1 else 's'}: {s.read} read"]
    if s.unchanged:
        parts.append(f"{s.unchanged} logs unchanged since the last run")
    if s.copies:
        parts.append(f"{s.copies} copies of others")
    if s.no_logs:
        parts.append(f"{s.no_logs} no logs")
    if s.broken:
        parts.append(f"{s.broken} not to the end")
    if s.not_read:
        parts.append(f"{s.not_read} not read")
    return ", ".join(parts)
