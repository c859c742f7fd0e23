"""The yardstick: what pyparsing does with the same messages when nothing is compiled.

``python -m tests.benchmarks.naive LOG --lines 3000`` reads the log's first lines with one grammar, a line's head and then
the first message that fits, and prints the bytes it read, the seconds of CPU, and the lines that it understood.
"""

import argparse
import itertools
import json
import re
import time
from collections.abc import Iterable
from pathlib import Path

import pyparsing as pp

from grammars.common import Message
from grammars.strongswan_log import MESSAGES

SAMPLE = 20_000  # lines that are looked at to learn which messages a log holds
HEAD = (
    r"(?P<stamp>[A-Z][a-z]{2} [ \d]\d [\d:]{8}) (?P<host>\S+) charon\[(?P<pid>\d+)\]: (?P<thread>\d+)\[(?P<group>[A-Z]{3})\] (?:<[^>]*> )?"
)


def first_lines(log: Path, count: int) -> list[str]:
    """The first lines of a log."""
    with log.open(encoding="utf-8") as file:
        return [line.rstrip("\n") for line in itertools.islice(file, count)]


def charon_texts(lines: Iterable[str]) -> list[str]:
    """The messages of charon in lines of syslog."""
    found = map(re.compile(HEAD).match, lines)
    return [match.string[match.end() :] for match in found if match]


def messages_in(texts: Iterable[str]) -> tuple[Message, ...]:
    """The grammars' messages that the texts hold, in the grammars' order."""
    left = {re.sub(r"\d+", "0", text): text for text in texts}
    found = {id(m) for text in left.values() for m in itertools.islice((m for m in MESSAGES if m.expr.matches(text, parse_all=False)), 1)}
    return tuple(m for m in MESSAGES if id(m) in found)


def grammar(messages: Iterable[Message]) -> pp.ParserElement:
    """One grammar for a whole line."""
    return (pp.Regex(HEAD) + pp.MatchFirst([m.expr for m in messages])).parse_with_tabs()


def main() -> None:
    """Measure the reading alone: the grammar's making and the choice of its messages do not count."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.naive", description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--lines", type=int, default=3000)
    options = parser.parse_args()
    lines = first_lines(options.log, max(SAMPLE, options.lines))
    line_grammar = grammar(messages_in(charon_texts(lines)))
    understood, begin = 0, time.process_time()
    for line in lines[: options.lines]:
        try:
            line_grammar.parse_string(line)
        except pp.ParseException:
            continue
        understood += 1
    seconds = time.process_time() - begin
    size = sum(len(line) + 1 for line in lines[: options.lines])
    print(json.dumps({"bytes": size, "seconds": seconds, "lines": min(len(lines), options.lines), "understood": understood}))


if __name__ == "__main__":
    main()
