"""The commands over a store: ask it in SQL, report on the fleet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli_output import width_of, write

if TYPE_CHECKING:
    from analyzer.batch.fleet import Filters

FAULT = 1
_STORE = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("results", type=_STORE, required=False)
@click.argument("sql", required=False)
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True, help="Form of the answer."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write the answer to this file (Parquet needs one).")
@click.option("--tables", is_flag=True, help="List the tables and their columns, and what each means.")
def query(results: Path | None, sql: str | None, form: str, output: str | None, tables: bool) -> None:
    """Ask the store in RESULTS, which "ikedoctor batch" has made, in SQL (DuckDB's).

    \b
    The tables: inputs, tunnels, negotiations, events, findings, sas, runs; --tables says what is in them.
      ikedoctor query results "SELECT cause, count(*) FROM findings GROUP BY 1 ORDER BY 2 DESC"
      ikedoctor query results "SELECT * FROM inputs WHERE problem IS NOT NULL" --format csv
      ikedoctor query results "DESCRIBE findings"

    The store is only read, and no other file is. RESULTS/ikedoctor.duckdb shows the same tables in DuckDB's own shell.
    """
    if tables:
        from analyzer.batch.tables import describe

        write(describe(), output)
        return
    if results is None or sql is None:
        raise click.UsageError("give the folder of the results and one SELECT in quotes")
    if form == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output")
    from analyzer.batch import query as asking
    from analyzer.batch.store import StoreError

    try:
        if form == "parquet" and output is not None:
            asking.query_parquet(results, sql, Path(output))
        else:
            write(asking.query(results, sql, form, width=width_of(output)), output)
    except StoreError as error:
        raise _unreadable(error) from error


@click.command()
@click.argument("results", type=_STORE)
@click.option("--since", default="", metavar="TIME", help="Only what was seen since: 2026-11-02, or 24h, 7d, 2w before the newest event.")
@click.option("--gateway", default="", metavar="NAME", help="Only gateways of this name; * and ? stand for any letters and any letter.")
@click.option("--cause", default="", metavar="CAUSE", help="Only this cause: its id (p1.psk), the begin of ids (p1), or another name of it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "html", "csv", "json"]), default="text", show_default=True,
    help="Form of the report; CSV has the findings.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write the report to this file.")
@click.pass_context
def fleet(ctx: click.Context, results: Path, since: str, gateway: str, cause: str, form: str, output: str | None) -> None:
    """Report on the fleet whose logs are in the store RESULTS: which gateways and tunnels fail, why, since when; the worst first.

    Exit code 1 where something is wrong now.
    """
    from analyzer.batch.fleet import read
    from analyzer.batch.store import StoreError
    from analyzer.reporters import fleet_text

    try:
        report = read(results, _filters(since, gateway, cause), most=fleet_text.MOST if form in ("text", "markdown") else None)
        if form == "text":
            write(fleet_text.render(report, width=width_of(output)), output)
        elif form == "markdown":
            from analyzer.reporters import fleet_markdown

            write(fleet_markdown.render(report), output)
        elif form == "html":
            from analyzer.reporters import fleet_html

            try:
                pieces = fleet_html.render(report)
            except fleet_html.MissingTemplatesError as error:
                raise click.UsageError(str(error)) from error
            write(pieces, output)
        elif form == "csv":
            from analyzer.reporters import fleet_csv

            write(fleet_csv.render(report), output)
        else:
            from analyzer.reporters import fleet_json

            write(fleet_json.render(report), output)
    except StoreError as error:
        raise _unreadable(error) from error
    ctx.exit(FAULT if report.totals.active else 0)


def _filters(since: str, gateway: str, cause: str) -> "Filters":
    from analyzer.batch.fleet import Filters, resolve_causes
    from analyzer.causes._base import causes

    wanted = resolve_causes(cause, [(c.id, c.title, c.aliases) for c in causes()]) if cause else ()
    return Filters(since=since, gateway=gateway, cause=cause, causes=wanted)


def _unreadable(error: Exception) -> click.UsageError:
    """The error as a usage error (exit code 2); it may quote a log or an SQL of someone else."""
    from analyzer.redact import secrets
    from analyzer.reporters.harmless import visible

    return click.UsageError(visible(secrets(str(error))))
