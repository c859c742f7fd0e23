"""Functions for executors to run in the tests: a unit says what becomes of the process that is given it."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

MADE: list[bytearray] = []


@dataclass(frozen=True)
class Unit:
    """One unit: what happens (see ``work``), and where a note is left each time it is read."""

    number: int
    does: str = ""
    size: int = 1000
    note: str = ""


def work(units: tuple[Unit, ...]) -> tuple[int, list[int]]:
    """The process, and the numbers of the units."""
    for unit in units:
        if unit.note:
            with Path(unit.note).open("a", encoding="ascii") as file:
                file.write(f"{unit.number} {os.getpid()}\n")
        if unit.does:
            ACTS[unit.does](unit)
    return os.getpid(), [unit.number for unit in units]


def result_of(units: tuple[Unit, ...]) -> bytes:
    """A result as large as the units."""
    return bytes(sum(unit.size for unit in units))


def _die(unit: Unit) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(unit: Unit) -> None:
    if Path(unit.note).read_text(encoding="ascii").splitlines().count(f"{unit.number} {os.getpid()}") == 1 and len(_readers(unit)) == 1:
        _die(unit)


def _readers(unit: Unit) -> list[str]:
    return [line for line in Path(unit.note).read_text(encoding="ascii").splitlines() if line.split()[0] == str(unit.number)]


def _error(unit: Unit) -> NoReturn:
    raise ValueError(f"unit {unit.number}\nis bad: \x1b[31mred\x1b[0m")


def _missing(unit: Unit) -> NoReturn:
    raise FileNotFoundError(2, "No such file or directory", "/nowhere")


def _unpicklable(unit: Unit) -> NoReturn:
    class Local(Exception):  # noqa: N818 - a name that cannot be pickled
        pass

    raise Local("cannot travel")


def _hang(unit: Unit) -> None:
    time.sleep(3600)


def _nap(unit: Unit) -> None:
    time.sleep(0.2)


def _grow(unit: Unit) -> None:
    MADE.append(bytearray(b"x" * 60_000_000))


def _leave(unit: Unit) -> None:
    os._exit(3)


def _sys_exit(unit: Unit) -> None:
    sys.exit("leaving")


ACTS = {
    "die": _die, "die once": _die_once, "error": _error, "missing": _missing, "unpicklable": _unpicklable, "hang": _hang, "nap": _nap,
    "grow": _grow, "leave": _leave, "sys.exit": _sys_exit,
}  # fmt: skip
