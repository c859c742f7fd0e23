"""How far a long run is: one line on standard error that is drawn anew, or a line now and then where that is no terminal.

    62% |############        | 1.86G/3.00G 96.4MB/s, 00:12 left, 7432 inputs, 2 failed

Drawn by tqdm, which is imported only where something is to be drawn.
"""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm

LINE = "{percentage:3.0f}% |{bar:20}| {n_fmt}/{total_fmt} {rate_fmt}, {remaining} left{postfix}"
EVERY = 10.0  # seconds between two lines that stay
SMOOTHING = 0.05  # weight of the latest batch in the speed that is told
MISSING = "progress is not shown: pip install 'ikedoctor[batch]' for it"


class Progress:
    """Counts bytes, inputs and failures, and shows them.

    Args:
        total: bytes to come, as far as they are known.
        wanted: None shows progress on a terminal only; True also elsewhere, as a line every ten seconds; False never.
        stream: standard error, if nothing else is said.

    """

    def __init__(self, total: int = 0, *, wanted: bool | None = None, stream: TextIO | None = None, every: float = EVERY) -> None:
        self.bytes, self.inputs, self.failed, self.total = 0, 0, 0, total
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._every, self._begin = every, time.monotonic()
        self._last = self._begin
        self._shown = self._terminal if wanted is None else wanted
        self._bar: tqdm[Any] | None = self._draw() if self._shown else None

    def plan(self, size: int) -> None:
        """More is to come: ``size`` bytes."""
        self.total += size
        if self._bar is not None:
            self._bar.total = self.total

    def done(self, size: int, inputs: int = 1, failed: int = 0) -> None:
        """So many bytes and inputs are read, ``failed`` of these with a problem."""
        self.bytes, self.inputs, self.failed = self.bytes + size, self.inputs + inputs, self.failed + failed
        if self._bar is None:
            return
        self._bar.total = max(self.total, self.bytes) or None
        told = f"{self.inputs} inputs" + (f", {self.failed} failed" if self.failed else "")
        self._bar.set_postfix_str(told, refresh=False)
        if self._terminal:
            self._bar.update(size)
        elif time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            self._write(self._line())

    def say(self, line: str) -> None:
        """A line that stays, above the one that is drawn anew."""
        if self._bar is not None and self._terminal:
            self._bar.clear()
        self._write(line)
        if self._bar is not None and self._terminal:
            self._bar.refresh()

    def close(self) -> None:
        """Leave the last line as it is now."""
        if self._bar is None:
            return
        if self._terminal:
            self._bar.refresh()
        elif self.inputs:
            self._write(self._line())
        self._bar.close()
        self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _draw(self) -> "tqdm[Any] | None":
        try:
            from tqdm import tqdm
        except ImportError:
            self._write(MISSING)
            return None
        tqdm.monitor_interval = 0  # no thread
        return tqdm(
            total=self.total or None, unit="B", unit_scale=True, file=self._stream, bar_format=LINE, ascii=" #", smoothing=SMOOTHING,
            dynamic_ncols=True, delay=0 if self._terminal else 1e9, leave=True,
        )  # fmt: skip

    def _line(self) -> str:
        bar = self._bar
        assert bar is not None
        told = dict(bar.format_dict) | {"n": self.bytes, "elapsed": time.monotonic() - self._begin, "ncols": None, "rate": None}
        return str(bar.format_meter(**told)).strip()

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()
