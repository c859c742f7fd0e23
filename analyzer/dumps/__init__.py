"""SA dumps: find them in a text, whatever else is in it, and read them.

Each format has a grammar of its lines (``grammars/dumps``) and a reader here, which is found by its file's name. A line that
no grammar knows ends nothing but itself: prompts, blank lines and cut lines stand between the blocks of real pastes. What
this package offers is imported when it is used: most texts hold no dump.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.dumps.reading import is_dump, read_dumps
    from analyzer.dumps.records import ChildSa, ConfiguredChild, Connection, Dump, IkeSa, Policy

__all__ = ["ChildSa", "ConfiguredChild", "Connection", "Dump", "IkeSa", "Policy", "is_dump", "read_dumps"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from analyzer.dumps import reading, records

    return getattr(records, name, None) or getattr(reading, name)
