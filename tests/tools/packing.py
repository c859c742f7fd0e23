"""Pack texts for tests: one function for each way, all of them ``name -> bytes`` in, bytes out."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping

import lz4.frame
import py7zr
from backports import zstd

SQUEEZE = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zst": zstd.compress,
    "lz4": lz4.frame.compress,
}


def tar(files: Mapping[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            info.mtime = 1_700_000_000
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 3, 10, 11, 12)), data, method)
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """A sink that cannot be sought in, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        self.parts.append(bytes(data))
        return len(self.parts[-1])


def zip_streamed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = _Pipe()
    with zipfile.ZipFile(out, "w", method) as archive:  # type: ignore[arg-type] # it wants no more than write
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2026, 11, 3, 10, 11, 12))
            info.compress_type = method
            with archive.open(info, "w") as member:
                member.write(data)
    return b"".join(out.parts)


def seven(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=[{"id": py7zr.FILTER_LZMA2, "preset": 1}]) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


PACK = {
    "tar": tar,
    "pax.tar": lambda files: tar(files, tarfile.PAX_FORMAT),
    "zip": zipped,
    "stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "bzip2.zip": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda files: zipped(files, zipfile.ZIP_LZMA),
    "streamed.zip": zip_streamed,
    "stored.streamed.zip": lambda files: zip_streamed(files, zipfile.ZIP_STORED),
    "7z": seven,
}
