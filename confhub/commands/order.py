"""Places in the queue: by priority class, then by a number between two neighbours."""

from __future__ import annotations

from itertools import pairwise

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


def block_of(question: Question, line: list[Question]) -> list[Question]:
    """The question with all that are taken together with it, in their order."""
    if question.group_no is None:
        return [question]
    return [each for each in line if each is question or each.group_no == question.group_no]


def place_among(data: Data, line: list[Question], block: list[Question]) -> tuple[list[Question], int]:
    """The others among whom ``block`` shall stand, and at which index of them; never inside a group."""
    others = [each for each in line if each not in block]
    for side, shift in (("before", 0), ("after", 1)):
        if fields.clean(data.get(side)):
            return others, _edge_of_group(others, _index(data, side, others) + shift, shift)
    if fields.clean(data.get("by")):
        up = fields.choice(data, "by", ("up", "down")) == "up"
        here = line.index(block[0]) if block[0] in line else len(others)
        step = max(0, here - 1) if up else min(len(others), here + 1)
        return others, _edge_of_group(others, step, 0 if up else 1)
    return others, len(others)


def place_in_group(
    data: Data, question: Question, block: list[Question]
) -> tuple[list[Question], int] | None:
    """The same for a question that moves within its own group; None when it does not."""
    others = [each for each in block if each is not question]
    for side, shift in (("before", 0), ("after", 1)):
        if fields.clean(data.get(side)):
            number = fields.number(data, side)
            return next(((others, n + shift) for n, q in enumerate(others) if q.number == number), None)
    if fields.clean(data.get("by")) and question in block:
        up = fields.choice(data, "by", ("up", "down")) == "up"
        place = block.index(question) + (-1 if up else 1)
        return (others, place) if 0 <= place < len(block) else None
    return None


def between(others: list[Question], place: int, count: int = 1) -> list[float]:
    """``count`` positions at index ``place`` among ``others``; spreads them anew when floats run out."""
    before = others[place - 1].position if place > 0 else None
    behind = others[place].position if place < len(others) else None
    if before is None and behind is None:
        return [float(n) for n in range(1, count + 1)]
    if before is None or behind is None:
        start = (behind or 0.0) - count if before is None else (before or 0.0) + 1
        return [start + n for n in range(count)]
    step = (behind - before) / (count + 1)
    found = [before + step * n for n in range(1, count + 1)]
    if all(a < b for a, b in pairwise([before, *found, behind])):
        return found
    for index, other in enumerate(others):
        other.position = float(index + (count if index >= place else 0))
    return [float(place + n) for n in range(count)]


def _index(data: Data, side: str, others: list[Question]) -> int:
    number = fields.number(data, side)
    for index, other in enumerate(others):
        if other.number == number:
            return index
    raise Invalid(**{side: say("Question %(number)d is no longer at that place.", number=number)})


def _edge_of_group(others: list[Question], place: int, step: int) -> int:
    """The nearest place from ``place`` on (``step`` 1) or before it (0) that parts no group."""
    while 0 < place < len(others) and _are_together(others[place - 1], others[place]):
        place += 1 if step else -1
    return place


def _are_together(a: Question, b: Question) -> bool:
    return a.group_no is not None and a.group_no == b.group_no
