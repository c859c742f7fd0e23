"""Find the copies in a text that shows each line twice, and the blank lines of one that shows one after each line."""

from collections.abc import Sequence

Numbered = tuple[int, str]
LEAST = 3  # different lines; a daemon may well say one thing twice


def unechoed(lines: Sequence[Numbered]) -> list[Numbered] | None:
    """The lines once each and together, as they were before; what was only added comes at the end, without text. None: nothing was added."""
    once = _without_copies(lines) or _without_gaps(lines)
    if once is None:
        return None
    left = {number for number, _ in once}
    return once + [(number, "") for number, _ in lines if number not in left]


def _without_copies(lines: Sequence[Numbered]) -> list[Numbered] | None:
    shown = [(number, text.rstrip()) for number, text in lines if text.strip()]
    if len(shown) < 2 * LEAST or len(shown) % 2 or any(shown[i][1] != shown[i + 1][1] for i in range(0, len(shown), 2)):
        return None
    if len({text for _, text in shown}) < LEAST:
        return None
    copies = {number for number, _ in shown[1::2]}
    kept = [(number, text) for number, text in lines if number not in copies]
    return _without_gaps(kept) or kept


def _without_gaps(lines: Sequence[Numbered]) -> list[Numbered] | None:
    """Every other line is blank: nobody writes so, but some copies are made so."""
    begin = next((i for i, (_, text) in enumerate(lines) if text.strip()), 0)
    if len(lines) - begin < 2 * LEAST - 1 or any(text.strip() for _, text in lines[begin + 1 :: 2]):
        return None
    kept = list(lines[begin::2])
    return kept if sum(bool(text.strip()) for _, text in kept) >= LEAST else None
