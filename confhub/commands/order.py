"""Places in the queue: by priority class, then by a number between two neighbours."""

from __future__ import annotations

from sqlalchemy import func, select

from confhub.commands import fields
from confhub.commands.base import Act, Data
from confhub.errors import Invalid, say
from confhub.models import Question


def edge(act: Act, question: Question, *, first: bool) -> float:
    """A place before or behind all others of the question's priority class."""
    extreme = func.min(Question.position) if first else func.max(Question.position)
    edge = act.session.scalar(
        select(extreme).where(
            Question.briefing_id == act.briefing.id,
            Question.state == "queued",
            Question.priority == question.priority,
            Question.id != question.id,
        )
    )
    return (edge or 0.0) + (-1.0 if first else 1.0)


def place_among(data: Data, line: list[Question], others: list[Question], question: Question) -> int:
    """Index among ``others`` at which the question shall stand."""
    for side, shift in (("before", 0), ("after", 1)):
        if fields.clean(data.get(side)):
            number = fields.number(data, side)
            for index, other in enumerate(others):
                if other.number == number:
                    return index + shift
            raise Invalid(**{side: say("Question %(number)d is no longer at that place.", number=number)})
    if fields.clean(data.get("by")):
        step = {"up": -1, "down": 1}[fields.choice(data, "by", ("up", "down"))]
        here = line.index(question) if question in line else len(others)
        return max(0, min(len(others), here + step))
    return len(others)


def between(others: list[Question], place: int) -> float:
    """A position at index ``place`` among ``others``; spreads them anew when floats run out."""
    before = others[place - 1].position if place > 0 else None
    behind = others[place].position if place < len(others) else None
    if before is None or behind is None:
        return (behind or 0.0) - 1.0 if before is None and behind is not None else (before or 0.0) + 1.0
    middle = (before + behind) / 2
    if before < middle < behind:
        return middle
    for index, other in enumerate(others):
        other.position = float(index + (1 if index >= place else 0))
    return float(place)
