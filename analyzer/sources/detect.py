"""Tell text from what is not text, and one encoding from another, by an input's first bytes."""

import codecs

HEAD = 64 << 10  # bytes that decide
CONTROLS = bytes({*range(1, 8), *range(14, 27), *range(28, 32), 127})  # no text has them; ESC begins colours, NUL pads
MOST_CONTROLS = 0.05

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_COMPRESSED = (
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x1f\x9d", "compress"),
    (b"Rar!\x1a\x07", "RAR"),
)

_BINARY = (
    (b"\x7fELF", "an ELF program"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\xd4\xc3\xb2\xa1", "a packet capture"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture"),
    (b"\x4d\x3c\xb2\xa1", "a packet capture"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture"),
    (b"LPKSHHRH", "a journal file: export it with journalctl"),
    (b"ElfFile\0", "a Windows event log"),
    (b"SQLite format 3\0", "a database"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"MZ\x90\0", "a Windows program"),
    (b"\0asm", "a program"),
    (b"RIFF", "a media file"),
    (b"OggS", "a media file"),
)


def problem_of(head: bytes) -> str | None:
    """Why the input that begins with ``head`` is not text, or None."""
    for magic, name in _COMPRESSED:
        if head.startswith(magic):
            return f"compressed ({name}): unpack it first"
    if head[257:262] == b"ustar":
        return "an archive (tar): unpack it first"
    for magic, name in _BINARY:
        if head.startswith(magic):
            return f"not text: {name}"
    if encoding_of(head) != "utf-8":
        return None
    body = head.replace(b"\0", b"")
    controls = len(body) - len(body.translate(None, CONTROLS))
    if controls > MOST_CONTROLS * len(body):
        return "not text: it looks like binary data"
    return None


def encoding_of(head: bytes) -> str:
    """``utf-8`` (with what it falls back to), or the UTF-16 or UTF-32 that a mark or the place of the NUL bytes betrays."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    sample = head[: len(head) // 4 * 4][:4096]
    if len(sample) < 4:
        return "utf-8"
    nuls = [sample[i::4].count(0) * 4 / len(sample) for i in range(4)]
    if min(nuls[1:]) > 0.9 and nuls[0] < 0.1:
        return "utf-32-le"
    if min(nuls[:3]) > 0.9 and nuls[3] < 0.1:
        return "utf-32-be"
    if min(nuls[1], nuls[3]) > 0.7 and max(nuls[0], nuls[2]) < 0.1:
        return "utf-16-le"
    if min(nuls[0], nuls[2]) > 0.7 and max(nuls[1], nuls[3]) < 0.1:
        return "utf-16-be"
    return "utf-8"
