"""Is every screen in step: does it show what a page shows that is loaded now, and since when."""

from __future__ import annotations

import difflib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.faults.house import House
from tests.faults.load import Load
from tests.faults.screens import Regions, Screen

# The promise: so many seconds after a fault has ended, every screen is right.
PROMISE = 5.0
# How much longer we look, to tell late from never.
LATER = 30.0
LOOK = 0.02
LINES = 12


class Wrong(Exception):
    """Something is not as promised."""


@dataclass(frozen=True)
class InStep:
    """Seconds from a fault's end until every screen was right.

    ``starved`` of them a server process was ready to run and got no processor: others had it.
    """

    seconds: float
    starved: float

    @property
    def net(self) -> float:
        """What is left to the servers' own account."""
        return self.seconds - self.starved

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.starved:.2f} s of them without a processor)"


class End:
    """The moment at which a fault has ended; make it then."""

    def __init__(self, house: House) -> None:
        self.at = time.monotonic()
        self._files = [Path(f"/proc/{process.pid}/schedstat") for process in house.processes]
        self._waited = self._waiting()

    def since(self) -> InStep:
        """How long ago that is."""
        starved = max(now - then for now, then in zip(self._waiting(), self._waited, strict=True))
        return InStep(time.monotonic() - self.at, starved)

    def _waiting(self) -> list[float]:
        # Of the main thread: time on a processor, time waiting for one (nanoseconds), slices. Linux only.
        return [int(file.read_text().split()[1]) / 1e9 if file.exists() else 0.0 for file in self._files]


def wait_until_in_step(load: Load, screens: Sequence[Screen], end: End) -> InStep:
    """Wait until everything is acknowledged and each screen shows what a fresh page shows.

    Raises Wrong, with what differs, when that is never so.
    """
    for screen in screens:
        screen.visiting.clear()
    while not load.at_rest():
        if time.monotonic() > end.at + LATER:
            waiting = "\n  ".join(list(load.under_way.values()))
            raise Wrong(f"not all is acknowledged {LATER:.0f} s after the fault's end:\n  {waiting}")
        time.sleep(LOOK)
    rested = end.since()
    wanted = _fresh(screens)
    while behind := [s for s in screens if not s.connected or s.differing(wanted[s])]:
        if time.monotonic() > end.at + LATER:
            told = [line for screen in behind for line in _difference(screen, wanted[screen])]
            raise Wrong("\n".join([f"{len(behind)} screen(s) not right after {LATER:.0f} s", *told]))
        time.sleep(LOOK)
    for screen in screens:
        screen.visiting.set()
    seconds = max(max(screen.changed for screen in screens) - end.at, 0.0)
    looked = rested if seconds <= rested.seconds else end.since()
    return InStep(seconds, min(looked.starved, seconds))


def _fresh(screens: Sequence[Screen]) -> dict[Screen, Regions]:
    pages: dict[tuple[str, str], Regions] = {}
    for screen in screens:
        if (screen.who, screen.language) not in pages:
            try:
                pages[screen.who, screen.language] = screen.fresh()
            except requests.RequestException as error:
                raise Wrong(f"no page for {screen.name}: {error}") from error
    return {screen: pages[screen.who, screen.language] for screen in screens}


def _difference(screen: Screen, wanted: Regions) -> Iterator[str]:
    if not screen.connected:
        yield f"  {screen.name}: not connected"
    for name in screen.differing(wanted):
        (seq, shown), (fresh_seq, fresh) = screen.regions[name], wanted[name]
        yield f"  {screen.name}: {name} shows {seq}, the page {fresh_seq}"
        lines = difflib.unified_diff(
            shown.splitlines(), fresh.splitlines(), "screen", "page", n=0, lineterm=""
        )
        yield from (f"    {line[:160]}" for line, _ in zip(lines, range(LINES), strict=False))
