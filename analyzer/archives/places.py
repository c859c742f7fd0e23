"""The files that targets stand for: files, folders, globs, URLs. Only names and what the file system says of them; nothing is opened."""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from analyzer.archives.names import harmless
from analyzer.archives.raws import Options, file_system, is_url, kind_of, reason
from analyzer.archives.records import ArchiveError, Member

_MAGIC = frozenset("*?[")
_CREATED = ("mtime", "LastModified", "last_modified", "Last-Modified", "created")


def places(targets: Sequence[str], options: Options) -> Iterator[Member]:
    """A member for each stored file, in the order of the targets, folders sorted; what is no file has its problem. No file twice."""
    seen: set[str] = set()
    for target in targets:
        for member in _remote(target, options) if is_url(target) else _local(target):
            if member.top not in seen:
                seen.add(member.top)
                yield member


def _problem(path: str, problem: str) -> Member:
    return Member(name=harmless(path), top=path, problem=problem)


def _local(target: str) -> Iterator[Member]:
    try:
        found = os.stat(target)  # noqa: PTH116 - names are strings here; a link that is named is followed
    except (OSError, ValueError) as error:
        matches = _globbed(target)
        if matches:
            for match in matches:
                yield from _local(match)
        else:
            yield _problem(target, f"unreadable: {reason(error)}")
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _folder(target)
    elif stat.S_ISREG(found.st_mode):
        yield Member(name=harmless(target), top=target, size=found.st_size, packed=found.st_size, modified=found.st_mtime)
    else:
        yield _problem(target, f"not a file: {kind_of(found.st_mode)}")


def _globbed(target: str) -> list[str]:
    if _MAGIC.isdisjoint(target):
        return []
    return sorted(path for path in glob.glob(target, recursive=True, include_hidden=True) if path != target)  # noqa: PTH207 - strings, no paths


def _folder(path: str) -> Iterator[Member]:
    """What is in a folder and below, without recursion, links not followed."""
    waiting = [path]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield _problem(path, f"unreadable: {reason(error)}")
            continue
        folders: list[str] = []
        for entry in inside:
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield _problem(entry.path, f"unreadable: {reason(error)}")
                continue
            mode = found.st_mode
            if stat.S_ISREG(mode):
                yield Member(name=harmless(entry.path), top=entry.path, size=found.st_size, packed=found.st_size, modified=found.st_mtime)
            elif stat.S_ISDIR(mode):
                folders.append(entry.path)
            else:
                yield _problem(entry.path, f"not a file: {kind_of(mode)}" + (", not followed" if stat.S_ISLNK(mode) else ""))
        waiting.extend(reversed(folders))


# -- fsspec


def _remote(url: str, options: Options) -> Iterator[Member]:
    try:
        fs, path = file_system(url, options)
        yield from _found(fs, path, url)
    except ArchiveError as error:
        yield _problem(url, str(error))
    except Exception as error:  # each of fsspec's many libraries has errors of its own
        yield _problem(url, f"unreadable: {reason(error)}")


def _found(fs: Any, path: str, url: str) -> Iterator[Member]:
    if not _MAGIC.isdisjoint(path) and "?" not in path:
        listed: dict[str, Any] = fs.glob(path, detail=True)
        if not listed:
            yield _problem(url, "unreadable: nothing has such a name")
    elif _is_folder(fs, path):
        listed = fs.find(path, detail=True)
    else:
        listed = {path: fs.info(path)}
    bare, given = path.rstrip("/"), url.rstrip("/")
    before = given[: -len(bare)] if bare and given.endswith(bare) else None  # protocol, user and host, which fsspec takes off
    for name in sorted(listed):
        about = listed[name]
        top = fs.unstrip_protocol(name) if before is None else before + name
        if about.get("type") == "directory":
            continue
        size = about.get("size")
        yield Member(name=harmless(top), top=top, size=size, packed=size, modified=_modified(about))


def _is_folder(fs: Any, path: str) -> bool:
    """Whether ``path`` is a folder. Of the web only what says so by its last slash: every page would do as one."""
    protocols = (fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol
    if "http" in protocols or "https" in protocols:
        return path.endswith("/")
    return bool(fs.isdir(path))


def _modified(about: dict[str, Any]) -> float | None:
    for key in _CREATED:
        stamp = about.get(key)
        if isinstance(stamp, (int, float)):
            return float(stamp)
        if isinstance(stamp, datetime):
            return stamp.timestamp()
    return None
