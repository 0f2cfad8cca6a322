"""Questions as the desks list them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from confhub import workflow
from confhub.models import OFFICE_LOG, Answer, Event, Question, Route

# What a live list shows at most: as much as anyone reads there, so that a flood cannot slow it down.
SHOWN = 40
_RANK = case({name: place for place, name in enumerate(workflow.PRIORITIES)}, value=Question.priority)


def inbox(session: Session, briefing_id: int, limit: int = SHOWN) -> Sequence[Question]:
    """The first questions that wait for screening, oldest first."""
    return session.scalars(_of(briefing_id, "received").order_by(Question.number).limit(limit)).all()


def queue(session: Session, briefing_id: int, limit: int = SHOWN) -> Sequence[Question]:
    """The head of the queue in its order: priority class, then place."""
    query = _of(briefing_id, "queued").order_by(_RANK, Question.position, Question.number)
    return session.scalars(query.limit(limit)).all()


def next_up(session: Session, briefing_id: int) -> Question | None:
    """The question that is announced as the next one: the head of the queue unless it is held."""
    head = next(iter(queue(session, briefing_id, limit=1)), None)
    return head if head is not None and head.priority != "held" else None


def on_air(session: Session, briefing_id: int) -> Question | None:
    """The question on air, if there is one."""
    return session.scalar(_of(briefing_id, "on_air"))


def done(session: Session, briefing_id: int, limit: int = SHOWN) -> Sequence[Question]:
    """Questions with a disposition, latest first."""
    query = _of(briefing_id, "answered", "written", "declined", "merged", "withdrawn")
    return session.scalars(query.order_by(Question.ended_at.desc(), Question.number).limit(limit)).all()


def spoken(session: Session, briefing_id: int, limit: int = SHOWN) -> Sequence[Question]:
    """The question on air, then those answered live, latest first."""
    query = _of(briefing_id, "on_air", "answered")
    latest = (Question.state == "answered", Question.ended_at.desc(), Question.number.desc())
    return session.scalars(query.order_by(*latest).limit(limit)).all()


def recent(session: Session, briefing_id: int, limit: int) -> Sequence[Question]:
    """The newest questions in any state, newest first."""
    query = select(Question).where(Question.briefing_id == briefing_id)
    return session.scalars(query.order_by(Question.number.desc()).limit(limit)).all()


def asked_of(session: Session, point_id: int) -> Sequence[Question]:
    """All that was asked of a point and not recalled, in the order of numbers."""
    routed = select(Route.question_id).where(Route.point_id == point_id, Route.state != "recalled")
    return session.scalars(select(Question).where(Question.id.in_(routed)).order_by(Question.number)).all()


def mine(
    session: Session, briefing_id: int, seat_id: int, before: int | None = None, limit: int = SHOWN
) -> Sequence[Question]:
    """A reporter's newest questions, newest first; of those numbered below ``before`` if it is given."""
    query = select(Question).where(Question.briefing_id == briefing_id, Question.asker_seat_id == seat_id)
    if before is not None:
        query = query.where(Question.number < before)
    return session.scalars(query.order_by(Question.number.desc()).limit(limit)).all()


def written(session: Session, briefing_id: int) -> Sequence[Question]:
    """Questions with a written answer, by due date."""
    query = _of(briefing_id, "written").join(
        Answer, (Answer.question_id == Question.id) & (Answer.kind == "written")
    )
    return session.scalars(query.order_by(Answer.due, Question.number)).all()


def all_of(session: Session, briefing_id: int) -> Sequence[Question]:
    """Every question of a briefing, in the order of numbers."""
    query = select(Question).where(Question.briefing_id == briefing_id).order_by(Question.number)
    return session.scalars(query).all()


def one(session: Session, briefing_id: int, number: int) -> Question | None:
    """The question with this number, or None; the caller checks who may see it."""
    return session.scalar(
        select(Question).where(Question.briefing_id == briefing_id, Question.number == number)
    )


def undecided(session: Session, briefing_id: int) -> Sequence[int]:
    """The numbers of questions that still need a disposition."""
    query = select(Question.number).where(
        Question.briefing_id == briefing_id, Question.state.in_(workflow.UNDECIDED)
    )
    return session.scalars(query.order_by(Question.number)).all()


def counts(session: Session, briefing_id: int) -> dict[str, int]:
    """How many questions are in each state; every state is there."""
    rows = session.execute(
        select(Question.state, func.count())
        .where(Question.briefing_id == briefing_id)
        .group_by(Question.state)
    )
    found = dict(rows.all())
    return {state: found.get(state, 0) for state in workflow.QUESTION_STATES}


def history(session: Session, question: Question) -> Sequence[Event]:
    """The events of one question, in order, and those that took another one together with it."""
    assert question.briefing_id != OFFICE_LOG
    # A payload has one spelling, and its data come first.
    joined = or_(
        (Event.kind == "question.merged")
        & Event.payload.startswith(f'{{"data":{{"into":{question.number}}}'),
        (Event.kind == "question.grouped")
        & Event.payload.like(f'{{"data":{{"group":%,"with":{question.number}}},"rows":%'),
    )
    query = select(Event).where(
        Event.log_id == question.briefing_id, or_(Event.number == question.number, joined)
    )
    return session.scalars(query.order_by(Event.seq)).all()


def _of(briefing_id: int, *states: str) -> Select[Question]:
    return select(Question).where(Question.briefing_id == briefing_id, Question.state.in_(states))
