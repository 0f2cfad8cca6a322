"""Presence: which points have a socket, on this process and on the others."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

Points = dict[int, list[str]]


class Presence:
    """Counts the sockets of the points here, and keeps what other processes say of theirs.

    A point is its audience, ``point:12``.
    """

    def __init__(self) -> None:
        self._here: Counter[tuple[int, str]] = Counter()
        self._elsewhere: dict[str, Points] = {}
        self._counting = threading.Lock()

    def come(self, briefing_id: int, point: str) -> None:
        """A socket of a point has opened here."""
        with self._counting:
            self._here[(briefing_id, point)] += 1

    def go(self, briefing_id: int, point: str) -> None:
        """A socket of a point has closed here."""
        with self._counting:
            self._here[(briefing_id, point)] -= 1
            # Counts of zero are not kept.
            self._here += Counter()

    def here(self) -> Points:
        """The points connected to this process, by briefing."""
        found: Points = {}
        for briefing_id, point in sorted(self._here):
            found.setdefault(briefing_id, []).append(point)
        return found

    def hear(self, process: str, said: Any) -> set[int]:
        """What another process says of its points, None when it is gone; the briefings that it changes."""
        before = self._elsewhere.pop(process, {})
        # JSON has made text of the numbers.
        after: Points = {int(briefing_id): points for briefing_id, points in (said or {}).items()}
        if after:
            self._elsewhere[process] = after
        return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}

    def online(self, briefing_id: int) -> list[str]:
        """The points of a briefing that are connected, wherever."""
        everywhere = [self.here(), *list(self._elsewhere.values())]
        return sorted({point for points in everywhere for point in points.get(briefing_id, [])})
