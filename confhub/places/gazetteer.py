"""The places that a roster knows: its units by the names that texts call them by, and landmarks."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from confhub import places
from confhub.places.facts import LEVELS, facts
from confhub.places.phrases import Phrases
from confhub.places.reading import Reading
from confhub.text import words

# What a unit may be called whose name does not say it.
_TITLES_OF_KIND = {
    "district": frozenset(("quận", "huyện", "thị xã")),
    "ward": frozenset(("phường",)),
    "commune": frozenset(("xã",)),
    "town": frozenset(("thị trấn",)),
}
# A word that so many communes have in their names tells little of where they are.
_MANY_NAMES = 6
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


class Unit(Protocol):
    """What a roster has to tell of a unit; ``parent_code`` is that of its district, if it has one."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parent_code(self) -> str | None: ...


@dataclass(frozen=True)
class Place:
    """A unit by one of its names, which go with these titles; ``point`` is the one that answers for it."""

    titles: frozenset[str]
    point: str
    is_point: bool

    @property
    def level(self) -> int | None:
        """1 for a district, 2 for a ward, commune or town, None for what is no place (a department)."""
        return _level(self.titles)


@dataclass(frozen=True)
class Landmark:
    """What everyone knows to lie in one of these points, or in all of them.

    It is no reason to tick one when it is not ``is_sure``: an airport or hospital concerns everyone.
    """

    points: tuple[str, ...]
    is_sure: bool = True
    in_all: bool = False


class Gazetteer:
    """A roster's points, its places by name (without quận, phường …), and landmarks by theirs."""

    def __init__(self, units: Iterable[Unit]) -> None:
        known = list(units)
        point_of = _point_of(known)
        self.points = {unit.code: unit.name for unit in known if point_of[unit.code] == unit.code}
        self.places = Phrases(_named(known, point_of))
        self.landmarks = Phrases(_landmarks(self.points))
        self.streets = Phrases(_streets(self.points))
        self._common = {marked: _common_words(known, marked) for marked in (True, False)}
        self.has_districts = any(
            _level(_titles(unit.name, unit.kind)[0]) == 1 for unit in known if unit.code in self.points
        )

    def is_common(self, reading: Reading, start: int, end: int) -> bool:
        """True for a name like Tân Lập or Hòa Bình, as communes have all over the country."""
        return self._common[reading.marked].issuperset(reading.forms[start:end])


@cache
def gazetteer_of(roster: str) -> Gazetteer:
    """A built-in roster's gazetteer; KeyError for a name that is no roster."""
    return Gazetteer(places.load(roster))


def _point_of(units: list[Unit]) -> dict[str, str]:
    """For each unit the highest that it is part of; units that are parts of each other stand alone."""
    parents = {unit.code: unit.parent_code for unit in units}
    highest = {}
    for code in parents:
        above = [code]
        while (parent := parents[above[-1]]) in parents and parent not in above:
            above.append(parent)
        highest[code] = code if parent in above else above[-1]
    return highest


def _named(units: list[Unit], point_of: dict[str, str]) -> Iterator[tuple[str, Place]]:
    """All units under all their names, without titles."""
    for unit in units:
        point = point_of[unit.code]
        for name in (unit.name, *facts()["also_called"].get(unit.name, ())):
            titles, core = _titles(name, unit.kind)
            for variant in _variants(core):
                yield variant, Place(titles, point, unit.code == point)
        for name in facts()["former_communes"].get(unit.name, ()):
            titles, core = _titles(name, "")
            yield core, Place(titles, point, False)


def _common_words(units: list[Unit], marked: bool) -> frozenset[str]:
    """The words that many names of communes are made of."""
    titled = [_titles(unit.name, unit.kind) for unit in units]
    names = [core for titles, core in titled if _level(titles) == 2]
    counts = Counter(word.key if marked else word.bare for name in names for word in words(name))
    return frozenset(word for word, count in counts.items() if count >= _MANY_NAMES)


def _titles(name: str, kind: str) -> tuple[frozenset[str], str]:
    """What a unit is called by, and its name without that."""
    name = unicodedata.normalize("NFC", name)
    for title in LEVELS:
        if name.lower().startswith(f"{title} "):
            return frozenset((title,)), name[len(title) + 1 :]
    return _TITLES_OF_KIND.get(kind, frozenset()), name


def _level(titles: frozenset[str]) -> int | None:
    return next((LEVELS[title] for title in titles), None)


def _variants(core: str) -> Iterator[str]:
    """Mỹ Đình 1, Mỹ Đình I, Mỹ Đình; Văn Miếu - Quốc Tử Giám, Văn Miếu."""
    yield core
    stem, _, last = core.rpartition(" ")
    if stem and last.isdigit():
        yield stem
        yield f"{stem} {_ROMAN.get(last, last)}"
    if " - " in core:
        yield core.replace(" - ", " ")
        yield core.split(" - ")[0]


def _landmarks(points: dict[str, str]) -> Iterator[tuple[str, Landmark]]:
    """Landmarks with the points they lie in; a name that is no place's lies in none."""
    codes = {name: code for code, name in points.items()}
    for kind in ("landmarks", "institutions", "areas"):
        for landmark, names in facts()[kind].items():
            lies_in = tuple(codes[name] for name in names if name in codes)
            yield landmark, Landmark(lies_in, kind != "institutions", kind == "areas")
    for phrase in facts()["only_names"]:
        yield phrase, Landmark(())


def _streets(points: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The names of streets that lie in one point, with its code."""
    for code, name in points.items():
        for street in facts()["city_streets"].get(name, ()):
            yield street, code
