"""Fairness: how often outlets and points were heard, and which question should come next.

A rule of thumb that a press officer can follow: urgent questions first, then follow-ups, those to the
last question before others, then the rest of its group; of all others those whose outlet, then whose
point, was heard least, and among equals the one that waits longest. The moderators decide; the log
notes when they decide otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from confhub.models import Answer, Question, Route
from confhub.workflow import OPEN_ROUTE

WHY = ("urgent", "follow_up", "group", "outlet", "point", "waiting")
_HEARD = ("on_air", "answered")


@dataclass(frozen=True)
class Heard:
    """How many questions were on air so far: by outlet, and by the id of the point that answered."""

    outlets: dict[str, int]
    points: dict[int, int]

    def of_points(self, question: Question) -> tuple[tuple[int, int], ...]:
        """Of the points that a question was routed to, those that were heard: id and how often."""
        asked = (route.point_id for route in question.routes)
        return tuple((id_, self.points[id_]) for id_ in asked if id_ in self.points)


@dataclass(frozen=True)
class Suggested:
    """The ``number`` of the question that should come next, and ``why``.

    ``why`` is one of ``WHY``: ``urgent``, ``follow_up``, ``group``, ``outlet`` (heard least), ``point``
    (the outlet was heard no more than others, the point less) or ``waiting`` (only the wait tells them
    apart).
    """

    number: int
    why: str


@dataclass(frozen=True)
class Waiting:
    """What counts of a question in the queue."""

    number: int
    priority: str
    outlet: str
    asked_at: datetime
    group_no: int | None
    parent_id: int | None
    point_id: int | None


def heard(session: Session, briefing_id: int) -> Heard:
    """How often each outlet and each point was heard in a briefing."""
    spoken = Question.briefing_id == briefing_id, Question.state.in_(_HEARD)
    outlets = select(Question.outlet, func.count()).where(*spoken).group_by(Question.outlet)
    points = (
        select(Answer.point_id, func.count())
        .join(Question, Answer.question_id == Question.id)
        .where(*spoken, Answer.kind == "live", Answer.point_id.is_not(None))
        .group_by(Answer.point_id)
    )
    by_point = {point_id: count for point_id, count in session.execute(points) if point_id is not None}
    return Heard(dict(session.execute(outlets).all()), by_point)


def suggestion(session: Session, briefing_id: int) -> Suggested | None:
    """The question of the queue that should come next; None when none waits but held ones."""
    lead = (Route.question_id == Question.id) & (Route.role == "lead") & Route.state.in_(OPEN_ROUTE)
    waiting = (
        select(
            Question.number,
            Question.priority,
            Question.outlet,
            Question.asked_at,
            Question.group_no,
            Question.parent_id,
            Route.point_id,
        )
        .outerjoin(Route, lead)
        .where(Question.briefing_id == briefing_id, Question.state == "queued", Question.priority != "held")
    )
    rows = [Waiting(*row) for row in session.execute(waiting)]
    if not rows:
        return None
    last = (
        select(Question.id, Question.group_no)
        .where(Question.briefing_id == briefing_id, Question.aired_at.is_not(None))
        .order_by(Question.aired_at.desc())
        .limit(1)
    )
    return choose(rows, heard(session, briefing_id), session.execute(last).one_or_none())


def choose(waiting: Sequence[Waiting], so_far: Heard, last: Row[int, int | None] | None) -> Suggested:
    """The rule itself; ``last`` is the question that was on air last: its id and group, or None."""
    urgent = [q for q in waiting if q.priority == "urgent"]
    follows = [q for q in waiting if last is not None and q.parent_id == last[0]]
    together = [q for q in waiting if last is not None and last[1] is not None and q.group_no == last[1]]
    classed = [q for q in waiting if q.priority == "follow_up"]
    ahead = (("urgent", urgent), ("follow_up", follows), ("follow_up", classed), ("group", together))
    for why, preferred in ahead:
        if preferred:
            return Suggested(min(preferred, key=lambda q: _rank(q, so_far)).number, why)
    first = min(waiting, key=lambda q: _rank(q, so_far))
    return Suggested(first.number, _why(first, waiting, so_far))


def _rank(q: Waiting, so_far: Heard) -> tuple[int, int, datetime, int]:
    return (so_far.outlets.get(q.outlet, 0), so_far.points.get(q.point_id or 0, 0), q.asked_at, q.number)


def _why(first: Waiting, waiting: Sequence[Waiting], so_far: Heard) -> str:
    ranks = [_rank(q, so_far) for q in waiting]
    own = _rank(first, so_far)
    if any(rank[0] > own[0] for rank in ranks):
        return "outlet"
    return "point" if any(rank[1] > own[1] for rank in ranks) else "waiting"
