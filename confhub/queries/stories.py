"""What became of questions, from the log, as the asker may read it.

Who moderated, why a point returned a question, notes and the clearing of drafts stay inside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from confhub import event_log
from confhub.models import Event, Point, Question

# ``moved`` is told only where it means held back or brought back.
TOLD = frozenset(
    f"question.{kind}"
    for kind in (
        "received", "queued", "edited", "moved", "routed", "recalled", "accepted", "returned", "made_ready",
        "aired", "parked", "answered", "deferred", "published", "declined", "merged", "withdrawn", "reopened",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that happened: ``kind`` in past tense, the points by name, a due date, a number."""

    at: datetime
    kind: str
    points: tuple[str, ...] = ()
    due: date | None = None
    into: int | None = None


Stories = Mapping[int, tuple[Line, ...]]


def of(session: Session, briefing_id: int, questions: Collection[Question]) -> Stories:
    """The story of each question, and of what it was merged into, by number; oldest line first."""
    numbers = {q.number for q in questions} | {q.merged_into.number for q in questions if q.merged_into}
    query = select(Event).where(Event.log_id == briefing_id, Event.number.in_(numbers), Event.kind.in_(TOLD))
    events = session.scalars(query.order_by(Event.seq)).all()
    told = [(event, event_log.data_of(event)) for event in events]
    names = _names(session, briefing_id, (code for _event, data in told for code in _codes(data)))
    found: dict[int, tuple[Line, ...]] = {}
    for number in numbers:
        found[number] = tuple(_lines([(e, data) for e, data in told if e.number == number], names))
    return found


def _names(session: Session, briefing_id: int, codes: Iterable[str]) -> dict[str, str]:
    query = select(Point.code, Point.name).where(Point.briefing_id == briefing_id, Point.code.in_(set(codes)))
    return dict(session.execute(query).all())


def _codes(data: dict[str, Any]) -> list[str]:
    """The points that an event names; the one that returned it, not the one that it suggested."""
    return data.get("units") or [code for code in (data.get("unit"), data.get("point")) if code]


def _lines(told: Iterable[tuple[Event, dict[str, Any]]], names: Mapping[str, str]) -> Iterable[Line]:
    held = aired = False
    for event, data in told:
        kind, was_held = event.kind.removeprefix("question."), held
        if kind in ("queued", "moved"):
            held = data.get("priority") == "held"
        elif kind in ("parked", "reopened"):
            held = kind == "parked"
        if kind == "moved" and held == was_held:
            continue
        if kind == "moved":
            kind = "parked" if held else "brought_back"
        elif kind == "queued" and aired:
            kind = "taken_off"
        aired = aired or kind == "aired"
        yield Line(
            at=event.at,
            kind=kind,
            points=tuple(names[code] for code in _codes(data) if code in names),
            due=date.fromisoformat(data["due"]) if "due" in data else None,
            into=data.get("into"),
        )
