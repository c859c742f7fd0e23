"""The records of the archives: what limits hold, what a member is, and the error that a member's data may end with."""

from dataclasses import dataclass

MIB = 1 << 20
GIB = 1 << 30

BLOCK = MIB  # bytes that one read gives at most
Step = tuple[str, int]
Route = tuple[Step, ...]


class ArchiveError(Exception):
    """Why a stream ends before its data does; raised after all bytes that could be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an archive may ask for. What goes beyond is listed with its reason, and the rest is read.

    ``ratio`` is judged once more than ``small`` bytes have come out: for each compressed layer against its own packed bytes, and for each
    file of the disk, all layers added up, against ``16 * small + ratio * size of the file``. ``total`` bounds the same sum outright.
    """

    ratio: int = 1000  # bytes out for one byte in
    small: int = 64 * MIB  # bytes below which no ratio is judged
    total: int = 1 << 40  # bytes that all layers of one file on disk may give
    member: int = 64 * GIB  # bytes of one member's text
    depth: int = 8  # layers around a text: .gz in .tar.zst in .zip makes four
    members: int = 250_000  # members of one container
    memory: int = 128 * MIB  # bytes that one decoder may use for its window (xz -9: 65 MiB, zstd --long=27: 128 MiB)
    held: int = 64 * MIB  # bytes held back, packed, when members are wanted in another order than stored
    whole: int = 64 * MIB  # bytes of a 7z inside of another archive, which has to be held as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One text that an archive holds, or something that is none (``problem``).

    ``size``, ``packed`` in bytes; ``modified`` in seconds since the epoch (the archive's own word, a zip's clock taken as UTC).
    ``route`` is how the member is found again in ``top``: for each container its kind and the member's place in it.
    """

    name: str
    top: str
    size: int | None = None
    packed: int | None = None
    modified: float | None = None
    problem: str | None = None
    route: Route = ()


class Budget:
    """The bytes that one file on disk may still unpack to, over all its layers and members."""

    __slots__ = ("left",)

    def __init__(self, limits: Limits, packed: int | None) -> None:
        most = limits.total
        if packed is not None:
            most = min(most, 16 * limits.small + limits.ratio * packed)
        self.left = most

    def spend(self, size: int) -> None:
        """Note ``size`` bytes more; raises ArchiveError where they are too many."""
        self.left -= size
        if self.left < 0:
            raise ArchiveError("a decompression bomb: the file unpacks to more than its limits allow")
