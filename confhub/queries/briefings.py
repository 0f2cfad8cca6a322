"""Briefings, their points and agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from confhub.models import AgendaItem, Briefing, Point, Question, Route
from confhub.workflow import OPEN_ROUTE


def by_code(session: Session, code: str) -> Briefing | None:
    """The briefing with this code, or None."""
    return session.scalar(select(Briefing).where(Briefing.code == code))


def all_briefings(session: Session) -> Sequence[Briefing]:
    """All briefings, latest first."""
    return session.scalars(select(Briefing).order_by(Briefing.starts_at.desc(), Briefing.id.desc())).all()


def published(session: Session, limit: int | None = None) -> Sequence[Briefing]:
    """Briefings whose record is public, latest first."""
    query = select(Briefing).where(Briefing.state == "published")
    return session.scalars(query.order_by(Briefing.published_at.desc()).limit(limit)).all()


def running(session: Session) -> Sequence[Briefing]:
    """Briefings that reporters can register for or take part in, by start."""
    query = select(Briefing).where(Briefing.state.in_(("open", "live", "paused")))
    return session.scalars(query.order_by(Briefing.starts_at)).all()


def points(session: Session, briefing_id: int) -> Sequence[Point]:
    """The points of a briefing in the order of its roster."""
    return session.scalars(
        select(Point).where(Point.briefing_id == briefing_id).order_by(Point.position)
    ).all()


def point(session: Session, briefing_id: int, code: str) -> Point | None:
    """The briefing's point with this unit code, or None."""
    return session.scalar(select(Point).where(Point.briefing_id == briefing_id, Point.code == code))


def roll_call(session: Session, briefing_id: int) -> tuple[int, int]:
    """How many points of a briefing are checked in, and how many it has."""
    query = select(func.count(Point.checked_in_at), func.count()).where(Point.briefing_id == briefing_id)
    present, expected = session.execute(query).one()
    return present, expected


def planned(briefing: Briefing) -> list[tuple[AgendaItem, datetime]]:
    """The agenda, each item with the time at which it should begin."""
    begins, found = briefing.starts_at, []
    for item in briefing.agenda:
        found.append((item, begins))
        begins += timedelta(minutes=item.minutes)
    return found


def load(session: Session, briefing_id: int) -> dict[int, dict[str, int]]:
    """Per point id, how many of its open routes are in each state."""
    rows = session.execute(
        select(Route.point_id, Route.state, func.count())
        .join(Question, Question.id == Route.question_id)
        .where(Route.briefing_id == briefing_id, Route.state.in_(OPEN_ROUTE))
        .group_by(Route.point_id, Route.state)
    )
    found: dict[int, dict[str, int]] = {}
    for point_id, state, count in rows:
        found.setdefault(point_id, {})[state] = count
    return found
