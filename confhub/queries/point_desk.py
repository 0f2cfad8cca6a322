"""What is asked of one point, as its desk shows it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from confhub.models import Point, Question, Route
from confhub.queries import questions
from confhub.workflow import OPEN_ROUTE

_BY_STATE = ("routed", "accepted", "ready", "answering")


@dataclass(frozen=True)
class Asked:
    """A question and the point's own route of it."""

    question: Question
    route: Route

    @property
    def others(self) -> list[Route]:
        """The open routes of the other points that are asked the same, the leading one first."""
        return [route for route in self.question.open_routes if route is not self.route]


@dataclass(frozen=True)
class PointDesk:
    """``speaking``: what the point answers on air; ``now``: what it is asked, what needs a word first;
    ``next_number``: its question that goes on air next; ``owed``: written answers, by due date;
    ``past``: what it answered or returned, latest first."""

    speaking: Asked | None
    now: list[Asked]
    next_number: int | None
    owed: list[Asked]
    past: list[Asked]


def point_desk(session: Session, point: Point) -> PointDesk:
    """The desk of ``point``, from its routes that were not recalled."""
    asked = [
        Asked(question, next(route for route in question.routes if route.point_id == point.id))
        for question in questions.asked_of(session, point.id)
    ]
    is_open = [each for each in asked if each.route.state in OPEN_ROUTE]
    owed = [each for each in is_open if each.question.state == "written"]
    now = [each for each in is_open if each.question.state != "written"]
    head = questions.next_up(session, point.briefing_id)
    ours = head is not None and any(each.question is head for each in now)
    return PointDesk(
        speaking=next((each for each in now if _speaks(each)), None),
        now=sorted((each for each in now if not _speaks(each)), key=_urgency),
        next_number=head.number if head is not None and ours else None,
        owed=sorted(owed, key=_due),
        past=sorted((each for each in asked if each not in is_open), key=_changed, reverse=True),
    )


def _speaks(each: Asked) -> bool:
    return each.question.state == "on_air" and each.route.state == "answering"


def _urgency(each: Asked) -> tuple[bool, int, int]:
    return (each.question.state != "on_air", _BY_STATE.index(each.route.state), each.question.number)


def _due(each: Asked) -> tuple[str, int]:
    written = each.question.written
    return (written.due.isoformat() if written and written.due else "", each.question.number)


def _changed(each: Asked) -> tuple[object, int]:
    return (each.route.changed_at, each.question.number)
