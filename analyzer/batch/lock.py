"""One writer at a time: a lock that the system lets go when its holder dies."""

import os
import sys
from pathlib import Path

from analyzer.batch.manifest import StoreError


class Lock:
    """The lock of a file. Raises StoreError where another process holds it, OSError where the file cannot be made."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreError(f"{path.parent} is in use: another run writes to it") from error

    def release(self) -> None:
        """Let others have it; the file stays, since to remove it would let two hold one name."""
        os.close(self._descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
