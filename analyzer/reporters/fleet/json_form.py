"""The fleet report for programs: ``schema/fleet-1.json`` describes it, and is part of the public contract."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from analyzer.batch.fleet_records import Fleet
from analyzer.reporters.json_report import escaped, program_version
from analyzer.reporters.rows import plain

SCHEMA = "ikedoctor.fleet/1"
_LISTS = ("causes", "gateways", "findings", "flapping", "problems", "duplicates")


def render(fleet: Fleet) -> Iterator[str]:
    """The report as JSON text in pieces; texts without secrets."""
    yield "{\n" + ",\n".join(f' "{key}": {_text(value)}' for key, value in _head(fleet).items())
    for name in _LISTS:
        yield f',\n "{name}": ['
        for i, item in enumerate(getattr(fleet, name)):
            yield ("," if i else "") + "\n  " + _text({f.name: getattr(item, f.name) for f in fields(item)})
        yield "]"
    yield "\n}\n"


def _head(fleet: Fleet) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": program_version(),
        "folder": fleet.folder,
        "filters": {"since": fleet.filters.since, "gateway": fleet.filters.gateway, "causes": fleet.filters.causes},
        "since": fleet.since,
        "oldest": fleet.oldest,
        "newest": fleet.newest,
        "run": fleet.run,
        "finished": fleet.finished,
        "buckets": {"unit": fleet.buckets.unit, "starts": fleet.buckets.starts},
        "totals": asdict(fleet.totals),
    }


def _text(value: Any) -> str:
    return escaped(json.dumps(plain(value), ensure_ascii=False))
