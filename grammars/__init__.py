"""What the texts look like: the message grammars of each daemon family, as pyparsing expressions.

A dialect is a module or package here whose name ends in ``_log``, with ``MESSAGES``; there is no list to edit.
"""

import importlib
import pkgutil

from grammars.common import Message

_FIRST = ("strongswan", "libreswan", "openiked", "racoon")  # tried in this order, then the others by name


def _dialects() -> dict[str, tuple[Message, ...]]:
    names = [m.name.removesuffix("_log") for m in pkgutil.iter_modules(__path__) if m.name.endswith("_log")]
    names.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return {name: importlib.import_module(f"grammars.{name}_log").MESSAGES for name in names}


DIALECTS: dict[str, tuple[Message, ...]] = _dialects()
