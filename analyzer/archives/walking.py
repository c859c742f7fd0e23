"""Listing: every text below the targets, and everything that is none with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analyzer.archives.contents import Look, of_raw
from analyzer.archives.places import places
from analyzer.archives.raws import Options, open_raw
from analyzer.archives.records import ArchiveError, Budget, Limits, Member

NO_OPTIONS: Mapping[str, object] = {}
DEFAULT = Limits()


def top_level(targets: Sequence[str], *, options: Options = NO_OPTIONS) -> Iterator[Member]:
    """The files and URLs below the targets, unopened: folders sorted, links not followed; those with a ``problem`` must not be opened."""
    yield from places(targets, options)


def walk(targets: Sequence[str], limits: Limits = DEFAULT, *, options: Options = NO_OPTIONS) -> Iterator[Member]:
    """The members below the targets: files, folders, globs, fsspec URLs; containers opened. ``options`` go to fsspec's file system."""
    for member, _ in walk_heads(targets, limits, options=options):
        yield member


def walk_heads(targets: Sequence[str], limits: Limits = DEFAULT, *, options: Options = NO_OPTIONS) -> Iterator[tuple[Member, bytes]]:
    """Like ``walk``, and the first bytes of each text (up to 64 KiB), which listing has to read anyway."""
    for place in places(targets, options):
        if place.problem is not None:
            yield place, b""
        else:
            yield from _inside(place, limits, options)


def _inside(place: Member, limits: Limits, options: Options) -> Iterator[tuple[Member, bytes]]:
    try:
        raw = open_raw(place.top, options)
    except ArchiveError as error:
        yield replace(place, problem=str(error)), b""
        return
    try:
        for leaf in of_raw(raw, place, Look(limits, Budget(limits, place.packed))):
            yield leaf.member, leaf.head
    except ArchiveError as error:
        yield replace(place, problem=str(error)), b""
    finally:
        raw.close()
