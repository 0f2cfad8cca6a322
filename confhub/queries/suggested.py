"""Which of a briefing's points its questions are about, by their wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from confhub import places
from confhub.models import Briefing, Question, Unit
from confhub.places import gazetteer as known
from confhub.places.gazetteer import Gazetteer
from confhub.places.suggest import Hit, suggest


@dataclass(frozen=True, slots=True)
class Hint:
    """A point that a question is about, and the words of the question that say so."""

    code: str
    name: str
    because: str


@dataclass(frozen=True, slots=True)
class Hints:
    """``sure`` points may be ticked, ``maybe`` points only shown; in order of mention."""

    sure: tuple[Hint, ...] = ()
    maybe: tuple[Hint, ...] = ()


class _Unit(NamedTuple):
    code: str
    name: str
    kind: str
    parent_code: str | None


Points = tuple[tuple[str, str], ...]


def of(session: Session, briefing: Briefing, questions: Iterable[Question]) -> dict[int, Hints]:
    """For each question that names places, by its id, the points of the briefing that it is about.

    Points that are asked already are among them. What was read once is kept for every later call.
    """
    points = tuple((point.code, point.name) for point in briefing.points)
    gazetteer, names, found = _gazetteer(session, briefing.roster, points), dict(points), {}
    for question in questions:
        sure, maybe = (
            tuple(Hint(hit.code, names[hit.code], hit.because) for hit in hits if hit.code in names)
            for hits in _read(question.wording, gazetteer)
        )
        if sure or maybe:
            found[question.id] = Hints(sure, maybe)
    return found


@lru_cache(maxsize=4096)
def _read(text: str, gazetteer: Gazetteer) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    suggestion = suggest(text, gazetteer)
    return tuple(suggestion.units), tuple(suggestion.maybe)


def _gazetteer(session: Session, roster: str, points: Points) -> Gazetteer:
    if roster in places.NAMES:
        return _built_in(roster, points)
    parent = aliased(Unit)
    rows = session.execute(
        select(Unit.code, Unit.name, Unit.kind, parent.code)
        .outerjoin(parent, parent.id == Unit.parent_id)
        .where(Unit.roster == roster)
        .order_by(Unit.id)
    )
    return _from_directory(tuple(_Unit(*row) for row in rows), points)


@lru_cache(maxsize=8)
def _built_in(roster: str, points: Points) -> Gazetteer:
    if {code for code, _ in points} <= {unit.code for unit in places.points(roster)}:
        return known.gazetteer_of(roster)
    return Gazetteer(_with_points(places.load(roster), points))


@lru_cache(maxsize=8)
def _from_directory(units: tuple[_Unit, ...], points: Points) -> Gazetteer:
    return Gazetteer(_with_points(units, points))


def _with_points(units: Iterable[known.Unit], points: Points) -> Iterator[_Unit]:
    """The units, of which those that have a point answer for themselves; then points that are no unit."""
    names = dict(points)
    for unit in units:
        has_point = names.pop(unit.code, None) is not None
        yield _Unit(unit.code, unit.name, unit.kind, None if has_point else unit.parent_code)
    for code, name in names.items():
        yield _Unit(code, name, "", None)
