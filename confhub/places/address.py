"""Addresses: titles (quận, P., UBND xã …) before a name, and the larger places named after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from confhub.places.facts import LEVELS, table
from confhub.places.gazetteer import Gazetteer
from confhub.places.reading import Reading
from confhub.text import forms

ANDS = forms("và", "hoặc", "cùng", "với", "&")
COMMAS = forms(",", "-", "/", ";")
_JOINTS = ANDS | COMMAS | forms("(", ")", "thuộc")
_AFTER_TITLE = frozenset(".:\"'“‘")
_LONGEST_NAME = 4
_MOST_PARTS = 12


@dataclass(frozen=True)
class Part:
    """A part of an address. ``where``: home, elsewhere, point, or beside (a neighbour in a list)."""

    where: str
    end: int
    title: str | None = None
    points: frozenset[str] = frozenset()
    by_and: bool = False
    bracketed: bool = False


def title_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """The title that is written at a position (quận, Q., CAQ), and where its name begins."""
    whole = table("titles").at(reading, at)
    short = table("abbreviated_titles").at(reading, at)
    if whole is None and (short is None or not _abbreviates(reading, at, short[0])):
        return None
    end, titles = whole or short or (at, [])
    if reading.form(end) in _AFTER_TITLE:
        end += 1
    return (titles[0], end) if end < len(reading) else None


def _abbreviates(reading: Reading, at: int, end: int) -> bool:
    if reading.form(at - 1).isdigit():
        return False
    capital = reading.between(at, end).isupper()
    return capital or reading.form(end) == "." or reading.lowered


def skip_joints(reading: Reading, at: int) -> tuple[int, list[str]]:
    """Where the next part may begin after commas, brackets and the like, and what these were."""
    start = at
    while at < len(reading) and at - start < 3 and reading.form(at) in _JOINTS:
        at += 1
    return at, reading.forms[start:at]


def parts_after(reading: Reading, gazetteer: Gazetteer, at: int) -> Iterator[Part]:
    """The parts of the address that goes on at a position: districts, provinces, neighbours in a list."""
    for _ in range(_MOST_PARTS):
        name_at, joints = skip_joints(reading, at)
        title, name_at = title_at(reading, name_at) or (None, name_at)
        part = _part(reading, gazetteer, title, name_at)
        if part is None or not (joints or title or part.where == "home"):
            return
        last = joints[-1] if joints else ""
        yield Part(part.where, part.end, title, part.points, last in ANDS, "(" in joints)
        at = part.end


def _part(reading: Reading, gazetteer: Gazetteer, title: str | None, at: int) -> Part | None:
    level = LEVELS[title] if title else None
    if title and reading.form(at).isdigit():
        return Part("elsewhere" if level == 1 else "beside", at + 1)
    if not reading.is_capital(at) and not reading.lowered:
        return None
    if level in (None, 0) and (end := elsewhere_at(reading, at)):
        return Part("elsewhere", end)
    found = gazetteer.places.at(reading, at)
    if found and level != 2:
        end, places = found
        points = frozenset(place.point for place in places if place.is_point)
        if points and (level != 0 or any(title in place.titles for place in places)):
            return Part("point", end, points=points)
    if home := table("home").at(reading, at):
        return Part("home", home[0])
    if not reading.is_capital(at):
        return None
    where = "elsewhere" if level in (0, 1) else "beside"
    return Part(where, found[0] if found else name_end(reading, at))


def elsewhere_at(reading: Reading, at: int) -> int | None:
    """The end of another province's or country's name that is written at a position."""
    found = table("elsewhere").at(reading, at)
    if found is None or not (reading.is_named(at, found[0]) or reading.lowered):
        return None
    longer = found[0] == at + 1 and reading.is_capital(found[0])
    return None if longer else found[0]


def name_end(reading: Reading, at: int) -> int:
    """Where an unknown name ends that begins at a position."""
    end = at
    while end < at + _LONGEST_NAME and reading.is_capital(end):
        end += 1
    return end


@dataclass(frozen=True)
class Tail:
    """What the rest of an address says of the name before it.

    ``placed`` when it says that the name lies here: in this city, or in these ``points``.
    """

    elsewhere: bool = False
    placed: bool = False
    points: frozenset[str] = frozenset()


def tail(reading: Reading, gazetteer: Gazetteer, at: int, in_rows: bool = False) -> Tail:
    """What comes after a name: the district that it lies in, or that it lies in another province.

    With ``in_rows`` for names of districts: these stand in a row with provinces (Hà Đông, Nam Định,
    Vinh) as often as before the one they lie in.
    """
    parts = list(parts_after(reading, gazetteer, at))
    for number, part in enumerate(parts):
        next_is_elsewhere = any(after.where == "elsewhere" for after in parts[number + 1 : number + 2])
        if part.by_and or (in_rows and part.where == "beside"):
            break
        if part.where == "home":
            return Tail(placed=True)
        if part.where == "elsewhere":
            return Tail(elsewhere=part.bracketed or not (in_rows and next_is_elsewhere))
        if part.where == "point" and gazetteer.has_districts:
            is_other = not in_rows and part.title is None and next_is_elsewhere
            return Tail(elsewhere=is_other, placed=not is_other, points=part.points)
    return Tail()


def names_elsewhere(reading: Reading, gazetteer: Gazetteer, at: int) -> bool:
    """True when another province, or a district of one, is named at a word."""
    title, name_at = title_at(reading, at) or (None, at)
    if title is None:
        end = elsewhere_at(reading, at)
        is_name = end is not None and not reading.is_capital(end) and not reading.is_capital(at - 1)
        return is_name and table("bearers").before(reading, at) is None
    part = _part(reading, gazetteer, title, name_at)
    return part is not None and part.where == "elsewhere"
