"""Who is connected: by briefing, audience and language, and whom an event touches of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import count

from confhub import audiences, i18n

# Briefing, audience, language.
Key = tuple[int, str, str]
# Kind and reach of an event.
Happened = tuple[str, Collection[str]]
Touched = tuple[Key, tuple[str, ...]]
# Who is told first.
_ORDER = ("moderators", "point", "chairs", "stage", "display", "technicians", "clerks", "organisers", "asker")


class Watchers:
    """Counts connections; found without looking at all of them, for reporters may be thousands."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()
        self._keys_of: Counter[int] = Counter()

    def come(self, key: Key) -> None:
        """One more."""
        if key not in self._counts:
            self._keys_of[key[0]] += 1
        self._counts[key] += 1

    def go(self, key: Key) -> bool:
        """One less; True when that was the last one."""
        self._counts[key] -= 1
        if self._counts[key] > 0:
            return False
        del self._counts[key]
        self._keys_of[key[0]] -= 1
        return True

    def of(self, briefing_id: int) -> int:
        """How many audiences of a briefing, by language, have somebody."""
        return self._keys_of[briefing_id]

    def touched(self, briefing_id: int, happened: Sequence[Happened]) -> list[Touched]:
        """The regions of those who are connected that these events may have changed; desks first."""
        found = [(key, audiences.touched(happened, key[1])) for key in self._reached(briefing_id, happened)]
        found.sort(key=lambda touched: _ORDER.index(kind_of(touched[0])))
        return [touched for touched in found if touched[1]]

    def _reached(self, briefing_id: int, happened: Sequence[Happened]) -> Iterator[Key]:
        named = {audience for _kind, reach in happened for audience in reach}
        for audience in named:
            for locale in i18n.LANGUAGES:
                if (briefing_id, audience, locale) in self._counts:
                    yield briefing_id, audience, locale
        if all_of := {audience.removesuffix(":*") for audience in named if audience.endswith(":*")}:
            for key in list(self._counts):
                if key[0] == briefing_id and kind_of(key) in all_of and key[1] not in named:
                    yield key


class Syncs:
    """Who is being told what is missing: who was read it from the database may show what no message said."""

    def __init__(self) -> None:
        self._under_way: Counter[Key] = Counter()
        self._latest: dict[Key, int] = {}
        # Never the same again, whoever leaves and comes.
        self._stamps = count(1)

    @contextmanager
    def under_way(self, keys: Collection[Key]) -> Iterator[None]:
        """Somebody of these audiences is told what is missing; the database is read within."""
        self._under_way.update(keys)
        try:
            yield
        finally:
            self._under_way.subtract(keys)
            for key in keys:
                self._latest[key] = next(self._stamps)
                if not self._under_way[key]:
                    del self._under_way[key]

    def stamp(self, key: Key) -> int | None:
        """Another one whenever somebody was told; None while somebody is."""
        return None if key in self._under_way else self._latest.get(key, 0)

    def forget(self, key: Key) -> None:
        """Nobody is left there."""
        self._latest.pop(key, None)


def kind_of(key: Key) -> str:
    """The class of an audience: ``moderators``, ``point``, ``asker`` …"""
    return key[1].partition(":")[0]
