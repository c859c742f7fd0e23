"""What log archives hold, streamed member by member; nothing is ever unpacked to disk.

Read are plain files, gzip, xz, lzma, bzip2, zstd, lz4, zip, tar (ustar, GNU, pax, sparse) and 7z, nested in each other, from the
local disk or from wherever fsspec reaches. The content decides what something is, never its name. What is no text (pictures,
programs, captures, RAR, ``compress``), links, devices, pipes, encrypted members, bombs and damage are members with a ``problem``:
they are listed with the reason and cost only themselves.

Limits
    ``Limits`` has them all.
    Memory: blocks of a MiB for each layer, the window of one decoder (``memory``), what is held back of members that are wanted in
    another order than stored (``held``), the places of a zip's members, the names of one container's members (``members``), the
    table of contents of a 7z; a 7z inside of another archive is held whole, up to ``whole``.
    A 7z is read if its folders use Copy, Deflate, BZip2, LZMA, LZMA2 (also behind a BCJ filter) or Zstandard.
    A zip in another archive, or one without its directory, is read by its local headers; damage in one of them can cost the members
    behind it.
    Behind damage in a compressed tar nothing can be read; in a plain tar, and in a zip, the other members are.
"""

from analyzer.archives.opening import head, open_all
from analyzer.archives.records import ArchiveError, Limits, Member
from analyzer.archives.walking import top_level, walk, walk_heads

__all__ = ["ArchiveError", "Limits", "Member", "head", "open_all", "top_level", "walk", "walk_heads"]
