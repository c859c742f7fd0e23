"""What stands around and before the messages of a log: undo how a text was pasted, read each line's frame.

:class:`Framer` reads a log of any length line by line, :func:`frame_paste` a small text as a whole.
"""

from analyzer.framing.echoes import unechoed
from analyzer.framing.framer import Framer
from analyzer.framing.paste import frame_paste
from analyzer.framing.wrappers import undress_blocks

__all__ = ["Framer", "frame_paste", "undress_blocks", "unechoed"]
