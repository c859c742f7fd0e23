"""pyarrow without pandas: it looks for it when the first array is made, which costs 50 MB and a third of a second for nothing here."""

import sys
from functools import cache
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Absent:
    """Says of pandas that it is not installed."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG004 - the finders' form
        """As the finders of ``sys.meta_path``."""
        if name == "pandas":
            raise ImportError("not needed")
        return None


@cache
def arrow() -> Any:
    """The module ``pyarrow``."""
    import pyarrow as pa

    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _Absent)
        try:
            pa.array((0,), pa.int8())
        finally:
            sys.meta_path.remove(_Absent)
    return pa
