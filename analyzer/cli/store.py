"""The commands over a store: ask it in SQL, report on the fleet."""

from pathlib import Path

import click

from analyzer.cli.filters import filtered, filters
from analyzer.cli.output import unreadable, width_of, write

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
        raise unreadable(error) from error


@click.command()
@click.argument("results", type=_STORE)
@filtered
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
    from analyzer.reporters.fleet import MOST, MissingTemplatesError, render

    try:
        report = read(results, filters(since, gateway, cause), most=MOST[form])
        write(render(report, form, width=width_of(output)), output)
    except MissingTemplatesError as error:
        raise click.UsageError(str(error)) from error
    except StoreError as error:
        raise unreadable(error) from error
    ctx.exit(FAULT if report.totals.active else 0)
