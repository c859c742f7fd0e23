"""The commands: all reading of arguments, all printing, all exit codes (0 no fault, 1 faults found, 2 usage or unreadable input)."""

import gc
import io
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from analyzer.cli import store
from analyzer.cli.batch import batch
from analyzer.cli.output import width_of, write

if TYPE_CHECKING:
    from analyzer.model import Analysis

FAULT, UNREADABLE = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ikedoctor", prog_name="ikedoctor")
def main() -> None:
    """Tell why an IPsec VPN tunnel does not work, from what the gateways log."""


main.add_command(batch)


@main.command()
@click.argument("inputs", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True, help="Form of the report."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write the report to this file.")
@click.option("--redact", is_flag=True, help="Map addresses and names, so that the report can be given away; subnets still relate.")
@click.option("--year", type=click.IntRange(1990, 2200), help="Year of time stamps that have none.")
@click.option("--tz", metavar="ZONE", help="Time zone of time stamps that have none, e.g. Europe/Berlin or +02:00.")
@click.option("--side", type=click.Choice(["initiator", "responder"]), help="Which end logged, where the text does not tell.")
@click.option("--strict", is_flag=True, help="Lines of IKE daemons that are not understood are an error (exit code 2).")
@click.option("--colour/--no-colour", default=None, help="Colour the text report; by default only on a terminal.")
@click.pass_context
def diagnose(
    ctx: click.Context,
    inputs: tuple[str, ...],
    form: str,
    output: str | None,
    redact: bool,
    year: int | None,
    tz: str | None,
    side: str | None,
    strict: bool,
    colour: bool | None,
) -> None:
    """Diagnose logs: several inputs are read as one incident (both ends, several files). Without INPUTS standard input is read."""
    answer = _analyse(inputs, year, tz, side)
    if redact:
        from analyzer.redact import addresses

        answer = addresses(answer)
    write(_report(answer, form, colour, output), output)
    ctx.exit(_exit_code(answer, strict))


@main.command()
@click.argument("inputs", nargs=-1, type=click.Path(allow_dash=True))
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table", show_default=True, help="Form of the table."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write the table to this file (Parquet needs one).")
@click.option("--redact", is_flag=True, help="Map addresses and names, so that the table can be given away; subnets still relate.")
@click.pass_context
def sas(ctx: click.Context, inputs: tuple[str, ...], form: str, output: str | None, redact: bool) -> None:
    """The SAs of dumps as a table: for each pair of networks what is configured, negotiated, and passes traffic.

    What they tell is the job of "diagnose". Several inputs are read as one incident: two snapshots, both gateways.
    """
    from analyzer.frames import MissingLibraryError, sa_csv, sa_json, sa_parquet
    from analyzer.reporters import networks, sa_table

    if form == "parquet" and output is None:
        raise click.UsageError("--format parquet needs --output")
    answer = _analyse(inputs)
    if redact:
        from analyzer.redact import addresses

        answer = addresses(answer)
    try:
        if form == "parquet" and output is not None:
            sa_parquet(answer.tunnels, answer.sas, Path(output))
        elif form == "csv":
            write(sa_csv(answer.tunnels, answer.sas), output)
        elif form == "json":
            write(sa_json(answer.tunnels, answer.sas), output)
        elif answer.sas:
            drawn = "\n".join(networks.drawing(answer.tunnels, answer.sas))
            write(sa_table.render(answer.tunnels, answer.sas, width_of(output)) + "\n\n" + drawn, output)
        else:
            click.echo("No SA dump was found in this text (ipsec statusall, swanctl --list-sas, ipsec status, ip -s xfrm state ...).", err=True)
    except MissingLibraryError as error:
        raise click.UsageError(str(error)) from error
    ctx.exit(_exit_code(answer, strict=False))


@main.command()
@click.argument("subject", nargs=-1)
def explain(subject: tuple[str, ...]) -> None:
    """Print the manual of a cause (p1.psk), what a log line says and means, or, without SUBJECT, the list of causes."""
    from analyzer import explain as manual
    from analyzer.redact import secrets
    from analyzer.reporters.harmless import visible

    text = " ".join(subject)
    if not text:
        click.echo(manual.list_causes(), nl=False)
    elif manual.find_cause(text) is not None:
        click.echo(manual.explain_cause(text), nl=False)
    elif len(subject) == 1 and "." in text and " " not in text and text.replace(".", "").replace("_", "").isalnum():
        raise click.UsageError(f"there is no cause {text!r}; 'ikedoctor explain' lists them")
    else:
        click.echo("\n".join(visible(secrets(line)) for line in manual.explain_message(text).splitlines()))


main.add_command(store.query)
main.add_command(store.fleet)


def _analyse(inputs: tuple[str, ...], year: int | None = None, tz: str | None = None, side: str | None = None) -> "Analysis":
    from analyzer.pipeline import analyze

    if not inputs and sys.stdin.isatty():
        click.echo("Paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", err=True)
    gc.disable()  # records form no cycles; the collector would walk all of them again and again
    given: list[Path | str | bytes | IO[bytes]] = [Path(name) if name != "-" else _standard_input() for name in inputs or ("-",)]
    try:
        return analyze(given, year=year, tz=tz, side=side)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


class _Terminal:
    """What is typed or pasted; after Ctrl-D nothing more is asked for."""

    name = "<stdin>"

    def __init__(self, stream: IO[bytes]) -> None:
        self._pasted = io.BytesIO(stream.read())
        self.read = self._pasted.read


def _standard_input() -> IO[bytes]:
    stream = sys.stdin.buffer
    return cast("IO[bytes]", _Terminal(stream)) if sys.stdin.isatty() else stream


def _report(answer: "Analysis", form: str, colour: bool | None, output: str | None) -> str:
    if form == "json":
        from analyzer.reporters import json_report

        return json_report.render(answer)
    if form == "markdown":
        from analyzer.reporters import markdown

        return markdown.render(answer)
    from analyzer.reporters import text

    on_terminal = output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return text.render(answer, width=width_of(output), colour=on_terminal if colour is None else colour)


def _exit_code(answer: "Analysis", strict: bool) -> int:
    problems = [i for i in answer.inputs if i.problem]
    for i in problems:
        click.echo(f"{i.source}: {i.problem}", err=True)
    if problems:
        return UNREADABLE
    if strict and any(i.not_understood for i in answer.inputs):
        click.echo(f"{sum(i.not_understood for i in answer.inputs)} lines were not understood (--strict)", err=True)
        return UNREADABLE
    return FAULT if answer.verdict == "fault" else 0
