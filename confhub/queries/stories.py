"""What became of questions, from the log, as the asker may read it.

Who moderated, why a point returned a question, notes and the clearing of drafts stay inside, and so
do claims, labels, groups and who was asked in whose stead.
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

# What a moderator and the asker said to each other; nobody else's business, also where others follow.
EXCHANGED = frozenset({"question.asked_back", "question.replied"})
# ``moved`` is told only where it means held back or brought back, ``grouped`` where it means screened,
# ``undone`` where what is taken back had been told.
TOLD = frozenset(
    f"question.{kind}"
    for kind in (
        "received", "queued", "edited", "moved", "routed", "recalled", "accepted", "returned", "made_ready",
        "aired", "parked", "answered", "deferred", "published", "declined", "merged", "withdrawn", "reopened",
        "asked_back", "replied", "undone", "grouped",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that happened: ``kind`` in past tense, the points by name, a due date, a number.

    ``text``: what was asked back or replied; ``undid``: the line that was taken back.
    """

    at: datetime
    kind: str
    points: tuple[str, ...] = ()
    due: date | None = None
    into: int | None = None
    text: str = ""
    undid: Line | None = None


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
    screened = held = aired = False
    # The line of each event that may be taken back, and how things stood before it.
    before: dict[int, tuple[Line, bool, bool]] = {}
    for event, data in told:
        kind, was_screened, was_held = event.kind.removeprefix("question."), screened, held
        if kind == "undone":
            if data.get("undid") in before:
                undid, screened, held = before[data["undid"]]
                yield Line(event.at, kind, undid=undid)
            continue
        screened = screened or kind not in ("received", "edited", "asked_back", "replied")
        if kind in ("queued", "moved"):
            held = data.get("priority") == "held"
        elif kind in ("parked", "reopened"):
            held = kind == "parked"
        if (kind == "moved" and held == was_held) or (kind == "grouped" and was_screened):
            continue
        if kind == "moved":
            kind = "parked" if held else "brought_back"
        elif kind == "grouped":
            kind = "queued"
        elif kind == "queued" and aired:
            kind = "taken_off"
        aired = aired or kind == "aired"
        line = Line(
            at=event.at,
            kind=kind,
            points=tuple(names[code] for code in _codes(data) if code in names),
            due=date.fromisoformat(data["due"]) if "due" in data else None,
            into=data.get("into"),
            text=data.get("text", "") if event.kind in EXCHANGED else "",
        )
        before[event.seq] = (line, was_screened, was_held)
        yield line
