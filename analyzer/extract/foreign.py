"""Lines of programs that never speak IKE, which most lines of a site's syslog are: stretches of them are passed over in one go."""

import re
from collections.abc import Iterator
from functools import lru_cache

from analyzer.framing.programs import OTHER, family

# Nov 23 07:21:00     2026-11-23T07:18:32.884+01:00
STAMP = r"(?:[A-Z]..[ ].{2} .{2}:.{2}:.{2}|\d{4}-\d\d-\d\dT[0-9:.+\-Z]{8,32}+)"
PROGRAMS: dict[str, str | None] = {}  # met so far, in any text: the family of each
MOST = 8192  # of them are remembered
TOLD = 200  # names of programs that stretches are looked for by
FEW = 32  # lines of other kinds, after which a block of text must have shown as many of these


def is_foreign(program: str) -> bool:
    """Whether the program never speaks IKE."""
    found = PROGRAMS.get(program, "")
    if found == "":
        if len(PROGRAMS) >= MOST:
            PROGRAMS.clear()
        found = PROGRAMS[program] = family(program)
    return found == OTHER


class Foreign:
    """Finds such lines in the blocks of a long text, and counts them. ``closed``: from here on every line has to be looked at."""

    def __init__(self) -> None:
        self.lines = 0
        self.closed = False

    def runs(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Stretches of whole lines: begin, end, and how many they are. Looked for are programs that were met before."""
        names = [] if self.closed else [name for name, what in PROGRAMS.items() if what == OTHER]
        if not names:
            return
        run = _run("|".join(map(re.escape, sorted(names[:TOLD]))))
        at, end, found, others = 0, len(text), 0, 0
        while at < end:
            m = run.match(text, at)
            if m is None:
                others += 1
                if others > FEW and found < others:
                    return
                at = text.find("\n", at) + 1 or end
                continue
            begin, at = at, m.end()
            many = text.count("\n", begin, at)
            found += many
            self.lines += many
            yield begin, at, many


@lru_cache(8)
def _run(names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{STAMP} [^ \n]++ (?:{names})(?:\[\d++\])?+: [^\n]*+\n)++")
