"""What every command does first and last: take the log's number, look up, check, record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.orm import Session

from confhub import audiences, event_log, policy, workflow
from confhub.db import Database
from confhub.errors import Forbidden, Message, NotFound, NotNow, Stale, say
from confhub.models import OFFICE_LOG, Briefing, Point, Question, Route, Seat
from confhub.models.base import Moment
from confhub.policy import Actor
from confhub.words import WORDS

Data = Mapping[str, Any]
_HAS_ENDED = select(Seat.id).where(
    Seat.id == bindparam("seat"),
    or_(Seat.revoked_at.is_not(None), Seat.expires_at <= bindparam("at", type_=Moment)),
)
# No number or id is larger than what both databases keep in an INTEGER.
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Done:
    """What a command answers: the number of its event, and what it was about.

    ``repeated`` is true when the same request had been carried out before and nothing was done;
    ``made`` is a question that is new, whole, so that it need not be read again.
    """

    seq: int
    number: int | None = None
    version: int | None = None
    id: int | None = None
    repeated: bool = False
    made: Question | None = field(default=None, compare=False, repr=False)


@dataclass
class Act:
    """One command under way, with the log's lock in hand."""

    db: Database
    session: Session
    actor: Actor
    taken: event_log.Taken
    at: datetime
    briefing: Briefing
    reach: set[str] = field(default_factory=set)

    @property
    def seq(self) -> int:
        """The number that this command's event will have."""
        return self.taken.seq

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the office counts days and reads local times."""
        return self.db.zone

    def question(self, number: int) -> Question:
        """The question with this number; NotFound when the actor may not know of it."""
        found = self.numbered(number)
        if found is None or not policy.sees(self.actor, found):
            raise NotFound()
        return found

    def numbered(self, number: int) -> Question | None:
        """The briefing's question with this number, whoever may see it, or None."""
        if not 0 < number <= LARGEST:
            return None
        return self.session.scalar(
            select(Question).where(Question.briefing_id == self.briefing.id, Question.number == number)
        )

    def point(self, code: str) -> Point | None:
        """The briefing's point with this code, or None."""
        return self.session.scalar(
            select(Point).where(Point.briefing_id == self.briefing.id, Point.code == code)
        )

    def next_up(self) -> tuple[int, ...]:
        """What is announced of the question that would go on air next: number and ids of points asked."""
        head = self.session.execute(
            floor_order(self.briefing.id)
            .with_only_columns(Question.id, Question.number, Question.priority)
            .limit(1)
        ).one_or_none()
        if head is None or head.priority == "held":
            return ()
        asked = select(Route.point_id, Route.role).where(
            Route.question_id == head.id, Route.state.in_(workflow.OPEN_ROUTE)
        )
        return (head.number, *self.session.scalars(asked.order_by(Route.role, Route.id)))

    def record(self, kind: str, /, *, number: int | None = None, **data: Any) -> None:
        """Append this command's event."""
        event_log.record(
            self.session, self.taken, self.at, kind, self.actor, self.reach, number=number, data=data
        )


@contextmanager
def act_in(db: Database, actor: Actor, code: str | None = None) -> Iterator[Act]:
    """Begin a command in the actor's briefing (``code`` for organisers of the office).

    Its first statement takes the log's lock, so that of two people who press at once the second
    one finds what the first one did.
    """
    with db.transaction() as session:
        briefing_id = actor.briefing_id
        if briefing_id is None:
            briefing_id = session.scalar(select(Briefing.id).where(Briefing.code == code))
        if briefing_id is None:
            raise NotFound()
        taken = event_log.take(session, briefing_id)
        at = db.clock()
        _refuse_ended_seat(session, actor, at)
        yield Act(db, session, actor, taken, at, session.get_one(Briefing, briefing_id))


def _refuse_ended_seat(session: Session, actor: Actor, at: datetime) -> None:
    # The seat was there when the request began; it may have been taken away since.
    if actor.seat_id is None:
        return
    if session.connection().execute(_HAS_ENDED, {"seat": actor.seat_id, "at": at}).one_or_none():
        raise Forbidden(say("Your seat in this briefing has ended. Please contact the organiser."))


@contextmanager
def act_in_office(db: Database, actor: Actor) -> Iterator[OfficeAct]:
    """Begin a command on the office's directory, settings or accounts; for organisers only."""
    if actor.role not in policy.OFFICE:
        raise Forbidden()
    with db.transaction() as session:
        yield OfficeAct(session, actor, event_log.take(session, OFFICE_LOG), db.clock())


@dataclass
class OfficeAct:
    """One command on the office's own log."""

    session: Session
    actor: Actor
    taken: event_log.Taken
    at: datetime

    def record(self, kind: str, **data: Any) -> None:
        """Append this command's event; the office's log reaches no live page."""
        event_log.record(self.session, self.taken, self.at, kind, self.actor, (), data=data)


@contextmanager
def changing(act: Act, *questions: Question) -> Iterator[None]:
    """Note who sees ``questions`` before and after the block, and who sees the floor change."""
    next_before = act.next_up()
    for question in questions:
        act.reach |= audiences.watching(question)
    yield
    act.session.flush()
    for question in questions:
        if len(questions) > 1:
            # One was merged into the other, or taken out again.
            act.session.refresh(question, ("merged",))
        act.reach |= audiences.watching(question)
    next_after = act.next_up()
    if next_after != next_before:
        act.reach |= audiences.FLOOR
        # A point is told when its question becomes the next one, and when it no longer is.
        act.reach |= {audiences.point(id_) for id_ in (*next_before[1:], *next_after[1:])}


def check(act: Act, verb: str, question: Question, version: int | None) -> bool:
    """Refuse what the actor may not do now; True when the very same act was already carried out.

    Raises Forbidden, Stale (somebody was faster) or NotNow.
    """
    if not policy.may(act.actor, verb, question):
        raise Forbidden(number=question.number)
    if version is not None and version != question.version:
        if _is_repeat(act, verb, question, version):
            return True
        raise Stale(_too_late(act.actor, question), number=question.number)
    if not policy.possible(act.actor, verb, question, act.briefing):
        raise NotNow(_why_not(verb, question), number=question.number)
    return False


def _too_late(actor: Actor, question: Question) -> Message:
    # Who moderates is nothing that a reporter is told.
    if actor.role == "reporter":
        return say("This question has changed since you saw it. Please look at it again.")
    return say(
        "%(name)s was faster (%(what)s): this question has changed since you saw it.",
        name=question.changed_by,
        what=Message(WORDS["verb"][question.changed_verb]),
    )


def _why_not(verb: str, question: Question) -> Message | None:
    if verb == "withdraw" and question.is_undecided and question.merged:
        return say("This question can no longer be withdrawn here. Please speak to a moderator.")
    return None


# A second press of these means the same as the first; the others carry something of their own.
_REPEATABLE = frozenset(
    {"queue", "air", "answer", "reopen", "accept", "ready", "clear", "publish", "withdraw"}
)


def _is_repeat(act: Act, verb: str, question: Question, version: int) -> bool:
    return (
        verb in _REPEATABLE
        and question.version == version + 1
        and question.changed_verb == verb
        # An organiser of the office has no seat.
        and (question.changed_seat_id, question.changed_by) == (act.actor.seat_id, act.actor.name)
    )


def move_to(act: Act, verb: str, question: Question) -> None:
    """Take the floor's step and note who took it."""
    after = workflow.step(workflow.FLOOR, verb, question.state)
    if after is None:
        raise NotNow(number=question.number)
    if after != question.state:
        # Who had it in hand has done what it was taken for.
        question.claimed_seat_id, question.claimed_by = None, ""
    question.state = after
    if after != "queued":
        question.position = None
    note_change(act, verb, question)


def note_change(act: Act, verb: str, question: Question) -> None:
    """A new version of the question, and whose it is."""
    question.version += 1
    question.changed_verb, question.changed_by = verb, act.actor.name
    question.changed_seat_id, question.changed_at = act.actor.seat_id, act.at


def step_routes(act: Act, verb: str, question: Question) -> None:
    """Take the step of ``verb`` on each route of the question that has one."""
    for route in question.routes:
        after = workflow.step(workflow.ROUTE, verb, route.state)
        if after is not None:
            route.state, route.changed_at = after, act.at


def line_of(act: Act, priority: str) -> list[Question]:
    """The questions of one priority class in the queue, in their order."""
    return [q for q in act.session.scalars(floor_order(act.briefing.id)) if q.priority == priority]


def floor_order(briefing_id: int) -> Select[Question]:
    """The queue in its order: by priority class, then by place."""
    rank = case({name: place for place, name in enumerate(workflow.PRIORITIES)}, value=Question.priority)
    return (
        select(Question)
        .where(Question.briefing_id == briefing_id, Question.state == "queued")
        .order_by(rank, Question.position, Question.number)
    )
