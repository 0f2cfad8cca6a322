"""Questions and events page by page, as far as one actor may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from confhub import audiences, event_log
from confhub.models import Event, Point, Question, Route
from confhub.policy import STAFF, Actor
from confhub.policy import sees as policy_sees
from confhub.text import fold

_CHUNK = 500


def questions(
    session: Session,
    actor: Actor,
    *,
    states: Collection[str] = (),
    unit: str = "",
    words: str = "",
    outlet: str = "",
    label: str = "",
    channel: str = "",
    claimed_by: int | None = None,
    after: int = 0,
    limit: int = 50,
) -> Sequence[Question]:
    """At most ``limit`` questions numbered above ``after`` that ``actor`` may see, by number.

    ``states``, ``channel``, ``unit`` (asked of this point; for staff also where the asker named it) and
    ``claimed_by`` (a seat) narrow them; ``words`` must stand in what the actor may read, ``outlet`` in
    the outlet's name, ``label`` be one of the labels, whatever the diacritics. A number alone may also be
    the question's own; ``#12`` is only that.
    """
    query = visible(actor).where(Question.number > after)
    if states:
        query = query.where(Question.state.in_(states))
    if unit:
        query = query.where(_of_unit(actor, unit))
    if channel:
        query = query.where(Question.channel == channel)
    if claimed_by is not None:
        query = query.where(Question.claimed_seat_id == claimed_by)
    if words or outlet or label:
        wanted = _Wanted(fold(words).split(), fold(outlet).split(), fold(label))
        query = query.where(Question.id.in_(_with_words(session, actor, query, wanted, limit)))
    return session.scalars(query.order_by(Question.number).limit(limit)).all()


def visible(actor: Actor) -> Select[Question]:
    """The questions that ``policy.sees`` lets the actor see; for a screen, the one on air."""
    return select(Question).where(Question.briefing_id == actor.briefing_id, _seen(actor))


def sees(actor: Actor, question: Question) -> bool:
    """``visible``, for a question in hand."""
    if actor.role == "display":
        return actor.briefing_id == question.briefing_id and question.state == "on_air"
    return policy_sees(actor, question)


def events(session: Session, actor: Actor, after: int, limit: int) -> list[Event]:
    """At most ``limit`` events numbered above ``after`` that reach one of the actor's audiences."""
    assert actor.briefing_id is not None
    mine = audiences_of(actor)
    found: list[Event] = []
    while len(found) < limit:
        chunk = event_log.read(session, actor.briefing_id, after, _CHUNK)
        found += [event for event in chunk if reaches_any(event, mine)]
        if len(chunk) < _CHUNK:
            break
        after = chunk[-1].seq
    return found[:limit]


def audiences_of(actor: Actor) -> frozenset[str]:
    """The audiences whose events the actor reads."""
    return audiences.of_actor(actor)


def reaches_any(event: Event, mine: Collection[str]) -> bool:
    """True when an event concerns one of these audiences."""
    return any(audiences.reaches(event.reach, audience) for audience in mine)


def in_use(session: Session, briefing_id: int) -> dict[str, list[str]]:
    """The ``outlets`` and ``labels`` that a briefing's questions have, by the alphabet."""
    rows = session.execute(
        select(Question.outlet, Question.labels).where(Question.briefing_id == briefing_id)
    ).all()
    return {
        "outlets": sorted({row.outlet for row in rows if row.outlet}, key=fold),
        "labels": sorted({label for row in rows for label in row.labels}, key=fold),
    }


def numbered(session: Session, briefing_id: int, numbers: Collection[int]) -> dict[int, Question]:
    """The questions with these numbers, by number."""
    query = select(Question).where(Question.briefing_id == briefing_id, Question.number.in_(numbers))
    return {question.number: question for question in session.scalars(query)}


def _seen(actor: Actor) -> ColumnElement[bool]:
    if actor.role in ("organiser", "moderator", "clerk"):
        return true()
    if actor.role in ("chair", "technician"):
        return Question.state != "received"
    if actor.role == "display":
        return Question.state == "on_air"
    if actor.role == "leader":
        return Question.id.in_(_routed(Route.point_id == actor.point_id))
    if actor.role == "reporter":
        followed = select(Question.merged_into_id).where(
            Question.asker_seat_id == actor.seat_id, Question.merged_into_id.is_not(None)
        )
        return or_(Question.asker_seat_id == actor.seat_id, Question.id.in_(followed))
    return false()


def _of_unit(actor: Actor, unit: str) -> ColumnElement[bool]:
    points = select(Point.id).where(Point.briefing_id == actor.briefing_id, Point.code == unit)
    asked = Question.id.in_(_routed(Route.point_id.in_(points)))
    return or_(asked, Question.wanted_point_id.in_(points)) if actor.role in STAFF else asked


def _routed(condition: ColumnElement[bool]) -> Select[int]:
    return select(Route.question_id).where(and_(condition, Route.state != "recalled"))


@dataclass(frozen=True)
class _Wanted:
    """What a question's texts must have, all of it folded."""

    words: list[str]
    outlet: list[str]
    label: str


def _with_words(
    session: Session, actor: Actor, query: Select[Question], wanted: _Wanted, limit: int
) -> list[int]:
    """Ids of the first ``limit`` questions of a query that have what is wanted."""
    rows = session.execute(
        query.order_by(Question.number).with_only_columns(
            Question.id,
            Question.number,
            Question.text,
            Question.edited,
            Question.asker_seat_id,
            Question.asker_name,
            Question.outlet,
            Question.labels,
        )
    )
    found: list[int] = []
    for row in rows:
        if _has(actor, row, wanted):
            found.append(row.id)
            if len(found) == limit:
                break
    return found


def _has(actor: Actor, row: Any, wanted: _Wanted) -> bool:
    if wanted.label and wanted.label not in map(fold, row.labels):
        return False
    outlet = fold(row.outlet)
    if not all(word in outlet for word in wanted.outlet):
        return False
    is_staff = actor.role in STAFF
    read = [row.edited or row.text]
    if is_staff or (actor.seat_id is not None and row.asker_seat_id == actor.seat_id):
        read.append(row.text)
    if is_staff:
        read += [row.asker_name, row.outlet, *row.labels]
    said = fold(" ".join(read))
    is_named = wanted.words in ([str(row.number)], [f"#{row.number}"])
    return is_named or all(word in said for word in wanted.words)
