"""How far a long command is: a bar with rate and remaining time on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 5
Advance = Callable[[int], None]


@contextmanager
def progress(label: str, total: int, unit: str, *, out=None) -> Iterator[Advance]:
    """Give a function that is called with how much more was done. `unit` "B" counts bytes in thousands."""
    out = out or sys.stderr
    if out.isatty():
        with tqdm(total=total, desc=label, unit=unit, unit_scale=unit == "B", file=out, dynamic_ncols=True) as bar:
            yield bar.update
    else:
        lines = _Lines(label, total, unit, out)
        yield lines.advance
        lines.say()


class _Lines:
    def __init__(self, label: str, total: int, unit: str, out):
        self.label, self.total, self.unit, self.out = label, total, unit, out
        self.done, self.begun, self.said = 0, time.monotonic(), time.monotonic()

    def advance(self, more: int) -> None:
        self.done += more
        if time.monotonic() - self.said >= SECONDS_BETWEEN_LINES:
            self.say()

    def say(self) -> None:
        self.said = time.monotonic()
        seconds = max(self.said - self.begun, 0.001)
        rate = self.done / seconds
        left = f", about {_span((self.total - self.done) / rate)} left" if 0 < self.done < self.total else ""
        share = f"{100 * self.done // self.total} %" if self.total else "done"
        scale, unit = (1e6, "MB") if self.unit == "B" else (1, self.unit.strip())
        amounts = f"{self.done / scale:,.0f} of {self.total / scale:,.0f} {unit}, {rate / scale:,.0f} per second"
        self.out.write(f"{self.label}: {share} ({amounts}{left})\n")
        self.out.flush()


def _span(seconds: float) -> str:
    minutes, seconds = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
