"""Tables for other programs: the only module that imports pandas, inside of its functions."""

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.model import Sa, Tunnel
from analyzer.reporters.harmless import cell
from analyzer.reporters.sa_table import HEADERS, rows

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = ("bytes in", "bytes out", "age (s)")


class MissingLibraryError(RuntimeError):
    """A format needs a library that is not installed."""


def sa_frame(tunnels: Sequence[Tunnel], sas: Sequence[Sa]) -> "pd.DataFrame":
    """The rows of :mod:`analyzer.reporters.sa_table`; numbers are whole numbers or missing."""
    import pandas as pd

    names = [name.replace(" (s)", "_seconds").replace(" ", "_") for name in HEADERS]
    frame = pd.DataFrame(rows(tunnels, sas), columns=names)
    for name in _NUMBERS:
        column = name.replace(" (s)", "_seconds").replace(" ", "_")
        frame[column] = frame[column].astype("Int64")
    return frame


def sa_csv(tunnels: Sequence[Tunnel], sas: Sequence[Sa]) -> str:
    """As CSV; no cell is taken for a formula."""
    frame = sa_frame(tunnels, sas)
    for column in frame.columns:
        if frame[column].dtype == object or str(frame[column].dtype) in ("str", "string"):
            frame[column] = frame[column].map(lambda value: cell(str(value)))
    return frame.to_csv(index=False, lineterminator="\n")


def sa_json(tunnels: Sequence[Tunnel], sas: Sequence[Sa]) -> str:
    """As a JSON array of objects."""
    records = json.loads(sa_frame(tunnels, sas).to_json(orient="records"))
    return json.dumps(records, indent=1) + "\n"


def sa_parquet(tunnels: Sequence[Tunnel], sas: Sequence[Sa], output: Path) -> None:
    """As a Parquet file; raises MissingLibraryError without pyarrow."""
    if find_spec("pyarrow") is None:
        raise MissingLibraryError("Parquet needs pyarrow: pip install 'ikedoctor[parquet]'")
    sa_frame(tunnels, sas).to_parquet(output, index=False)
