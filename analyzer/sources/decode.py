"""Bytes to text: UTF-8, where that fails Latin-1 line by line, and UTF-16 and UTF-32."""

import codecs
from collections.abc import Iterable, Iterator

_MOST = 2 << 20  # bytes that may wait for the end of their line


def texts(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The chunks as text, NUL bytes dropped; cut anywhere, but never within a character."""
    decoded = _utf8(chunks) if encoding == "utf-8" else _wide(chunks, encoding)
    for text in decoded:
        yield text.replace("\0", "") if "\0" in text else text


def _wide(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for chunk in chunks:
        text = decoder.decode(chunk)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text
    yield decoder.decode(b"", final=True)


def _utf8(chunks: Iterable[bytes]) -> Iterator[str]:
    """Cut at line ends, so that a line that is not UTF-8 spoils no other."""
    rest = b""
    first = True
    for chunk in chunks:
        if first:
            chunk, first = chunk.removeprefix(codecs.BOM_UTF8), False
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield _decode(rest + chunk[:cut])
            rest = chunk[cut:]
        else:
            rest += chunk
            if len(rest) > _MOST:
                cut = _boundary(rest)
                yield _decode(rest[:cut])
                rest = rest[cut:]
    if rest:
        yield _decode(rest)


def _boundary(data: bytes) -> int:
    """The last place where a character begins; at most three bytes before the end."""
    for back in range(1, 5):
        byte = data[-back]
        if byte < 0x80:
            return len(data)
        if byte >= 0xC0:
            return len(data) - back
    return len(data)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_line(line) for line in data.splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
