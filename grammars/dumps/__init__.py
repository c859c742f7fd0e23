"""What SA dumps look like: the line grammars of each format, as pyparsing expressions.

A format is a module here with ``ROWS``, and a reader of the same name in ``analyzer/dumps``; there is no list to edit.
"""

import importlib
import pkgutil

from grammars.dumps.common import Row


def _formats() -> dict[str, tuple[Row, ...]]:
    modules = (importlib.import_module(f"grammars.dumps.{m.name}") for m in pkgutil.iter_modules(__path__) if m.name != "common")
    return {m.__name__.rpartition(".")[2]: m.ROWS for m in modules}


FORMATS: dict[str, tuple[Row, ...]] = _formats()
