"""The options that say what a report on the fleet is about."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from analyzer.batch.fleet_records import Filters

_OPTIONS = (
    click.option("--since", default="", metavar="TIME", help="Report what was seen since: 2026-11-02, or 24h, 7d, 2w before the newest event."),
    click.option("--gateway", default="", metavar="NAME", help="Report on gateways of this name; * and ? stand for any letters and any letter."),
    click.option("--cause", default="", metavar="CAUSE", help="Report on this cause: its id (p1.psk), the begin of ids (p1), or another name of it."),
)


def filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with these options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def filters(since: str, gateway: str, cause: str) -> "Filters":
    """What the options say. Raises StoreError for a cause that there is not."""
    from analyzer.batch.fleet import resolve_causes
    from analyzer.batch.fleet_records import Filters
    from analyzer.causes._base import causes

    wanted = resolve_causes(cause, [(c.id, c.title, c.aliases) for c in causes()]) if cause else ()
    return Filters(since=since, gateway=gateway, cause=cause, causes=wanted)
