"""SA dumps: find them in a text, whatever else is in it, and read them.

Each format has a grammar of its lines (``grammars/dumps``) and a reader here, which is found by its file's name. A line that
no grammar knows ends nothing but itself: prompts, blank lines and cut lines stand between the blocks of real pastes.
"""

from analyzer.dumps.reading import is_dump, read_dumps
from analyzer.dumps.records import ChildSa, ConfiguredChild, Connection, Dump, IkeSa, Policy

__all__ = ["ChildSa", "ConfiguredChild", "Connection", "Dump", "IkeSa", "Policy", "is_dump", "read_dumps"]
