"""Draw the message grammars as railroad diagrams: ``python -m tests.tools.diagrams build/grammars`` writes one page a dialect."""

import sys
from pathlib import Path

import pyparsing as pp

from grammars import DIALECTS


def main(folder: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, messages in DIALECTS.items():
        alternatives = [m.expr.copy().set_name(f"{m.kind}: {m.example[:60]}") for m in messages]
        page = out / f"{name}.html"
        pp.MatchFirst(alternatives).set_name(name).create_diagram(str(page), vertical=4, show_results_names=True)
        print(f"{page}: {len(messages)} messages")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "build/grammars")
