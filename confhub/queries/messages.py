"""What is said beside the floor: on a question, and on the back channel between the desks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from confhub import audiences
from confhub.models import Message, Point, Question
from confhub.policy import Actor

# What a desk shows at most of what waits for it, and of what was said before.
WAITING_SHOWN = 20
EARLIER_SHOWN = 8


@dataclass(frozen=True)
class Said:
    """One note, question back or reply on a question: ``kind`` is note, clarify or reply."""

    kind: str
    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A message of the back channel as a desk shows it.

    ``is_own``: this desk wrote it. ``to`` is a class of audience or ``points``, ``point`` the name of the
    point on the other side, if it is one; of what went to all points ``sent`` counts them, ``acknowledged``
    those that have, and ``waiting`` names the others. ``about`` is the number of a question that both
    sides saw.
    """

    id: int
    is_own: bool
    name: str
    role: str
    to: str
    point: str
    text: str
    about: int | None
    at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    sent: int
    acknowledged: int
    waiting: tuple[str, ...]


def waiting_count(session: Session, briefing_id: int, desk: str) -> int:
    """How many messages to a desk (an audience) are not acknowledged."""
    query = select(func.count()).where(Message.briefing_id == briefing_id, Message.audience == desk, ~_DONE)
    return session.scalar(query) or 0


def waiting(session: Session, briefing_id: int, actor: Actor) -> list[Letter]:
    """The first messages to the actor's desk that are not acknowledged, oldest first."""
    return _letters(session, actor, session.execute(_WAITING, _bound(briefing_id, actor)).all())


def earlier(session: Session, briefing_id: int, actor: Actor) -> list[Letter]:
    """What the actor's desk wrote, and what came and is acknowledged: the newest, newest first."""
    return _letters(session, actor, session.execute(_EARLIER, _bound(briefing_id, actor)).all())


def of_questions(session: Session, ids: Collection[int]) -> dict[int, tuple[Said, ...]]:
    """What was said on these questions, by their ids, oldest first; who has nothing is not in it."""
    query = select(Message.question_id, Message.kind, Message.name, Message.text, Message.at)
    query = query.where(Message.question_id.in_(ids), Message.kind != "channel").order_by(Message.id)
    found: dict[int, tuple[Said, ...]] = {}
    for about, kind, name, text, at in session.execute(query):
        assert about is not None
        found[about] = (*found.get(about, ()), Said(kind, name, text, at))
    return found


def _bound(briefing_id: int, actor: Actor) -> dict[str, Any]:
    desk, point = audiences.desk(actor) or "", actor.point_id or 0
    return {"briefing": briefing_id, "desk": desk, "role": actor.role, "point": point}


_DONE = Message.acknowledged_at.is_not(None)
_CAME = Message.audience == bindparam("desk")
_WROTE = and_(Message.role == bindparam("role"), func.coalesce(Message.point_id, 0) == bindparam("point"))
_ONE_ACT = (Message.at, Message.seat_id, Message.text, Message.question_id)
# What went to several points in one act is one row.
_CHANNEL: Any = (
    select(
        func.min(Message.id).label("id"),
        func.min(Message.name).label("name"),
        func.min(Message.role).label("role"),
        func.min(Message.point_id).label("point_id"),
        func.min(Message.audience).label("audience"),
        func.max(Message.acknowledged_at).label("acknowledged_at"),
        func.max(Message.acknowledged_by).label("acknowledged_by"),
        func.count().label("sent"),
        func.count(Message.acknowledged_at).label("acknowledged"),
        *_ONE_ACT,
    )
    .where(Message.briefing_id == bindparam("briefing"), Message.kind == "channel")
    .group_by(*_ONE_ACT)
)
# Built once: every point's desk asks them when all are written to.
_WAITING = _CHANNEL.where(_CAME, ~_DONE).order_by(func.min(Message.id)).limit(WAITING_SHOWN)
_EARLIER = (
    _CHANNEL.where(or_(and_(_CAME, _DONE), and_(_WROTE, or_(~_CAME, _DONE))))
    .order_by(func.min(Message.id).desc())
    .limit(EARLIER_SHOWN)
)


def _letters(session: Session, actor: Actor, rows: Sequence[Row[Any]]) -> list[Letter]:
    late = _not_acknowledged(session, rows)
    told: dict[int, list[int | None]] = {
        row.id: late.get((row.at, row.seat_id, row.text), []) for row in rows
    }
    own = {row.id for row in rows if (row.role, row.point_id) == (actor.role, actor.point_id)}
    # A desk is told the point of the other side.
    other = {row.id: _point_id(row.audience) if row.id in own else row.point_id for row in rows}
    names = _names(session, {id_ for id_ in chain(other.values(), *told.values()) if id_ is not None})
    numbers = _numbers(session, {row.question_id for row in rows if row.question_id})
    return [
        Letter(
            id=row.id,
            is_own=row.id in own,
            name=row.name,
            role=row.role,
            to="points" if row.sent > 1 else row.audience.partition(":")[0],
            point=names.get(other[row.id], "") if row.sent == 1 else "",
            text=row.text,
            about=numbers.get(row.question_id),
            at=row.at,
            acknowledged_at=row.acknowledged_at,
            acknowledged_by=row.acknowledged_by,
            sent=row.sent,
            acknowledged=row.acknowledged,
            waiting=tuple(name for id_, name in names.items() if id_ in told[row.id]),
        )
        for row in rows
    ]


def _not_acknowledged(session: Session, rows: Iterable[Row[Any]]) -> dict[tuple[Any, ...], list[int | None]]:
    """Of what went to several points: the ids of those that wait, by time, seat and text."""
    several = [row.at for row in rows if row.sent > row.acknowledged and row.sent > 1]
    found: dict[tuple[Any, ...], list[int | None]] = {}
    if several:
        query = select(Message.at, Message.seat_id, Message.text, Message.audience)
        query = query.where(Message.at.in_(several), Message.acknowledged_at.is_(None))
        for at, seat_id, text, audience in session.execute(query):
            found.setdefault((at, seat_id, text), []).append(_point_id(audience))
    return found


def _names(session: Session, ids: Collection[int]) -> dict[int | None, str]:
    """The names of points by their ids, in the order of the roster."""
    if not ids:
        return {}
    query = select(Point.id, Point.name).where(Point.id.in_(ids)).order_by(Point.position)
    return dict(session.execute(query).all())


def _numbers(session: Session, ids: Collection[int]) -> dict[int | None, int]:
    """The numbers of questions, by id."""
    if not ids:
        return {}
    rows = session.execute(select(Question.id, Question.number).where(Question.id.in_(ids)))
    return dict(rows.all())


def _point_id(audience: str) -> int | None:
    kind, _, key = audience.partition(":")
    return int(key) if kind == "point" else None
