"""The demonstration's time: what happens at which minute, in order, and never later than now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from confhub.db import Database


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """What time it is told to be."""
        return self.at


@contextmanager
def told_time(db: Database) -> Iterator[Clock]:
    """Let the database go by a clock that can be set; its own clock comes back at the end."""
    own = db.clock
    clock = Clock(own())
    db.clock = clock
    try:
        yield clock
    finally:
        db.clock = own


class Timeline:
    """Acts at minutes from a start; those of the same minute keep the order in which they were added."""

    def __init__(self, clock: Clock, start: datetime, now: datetime) -> None:
        self._clock, self._start, self._now = clock, start, now
        self._acts: list[tuple[float, Callable[[], Any]]] = []

    def moment(self, minute: float) -> datetime:
        """The moment of a minute; ValueError when it has not come yet."""
        moment = self._start + timedelta(minutes=minute)
        if moment > self._now:
            raise ValueError(f"minute {minute} lies in the future")
        return moment

    def add(self, minute: float, act: Callable[..., Any], *arguments: Any) -> None:
        """Have ``act(*arguments)`` done at ``minute``."""
        self._acts.append((minute, lambda: act(*arguments)))

    def run(self) -> None:
        """Do all that was added since the last run, each act at its minute."""
        acts, self._acts = sorted(self._acts, key=lambda entry: entry[0]), []
        for minute, act in acts:
            self._clock.at = self.moment(minute)
            act()
