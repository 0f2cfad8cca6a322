"""Which questions of this briefing and of earlier ones a question may repeat."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from confhub import policy
from confhub.models import Briefing, Log, Question
from confhub.policy import Actor
from confhub.similar import SAME
from confhub.similar.index import Index

# What else is shown of a question on its page, where there is room to look.
FREELY_WORDED = 0.55
# Those that are open, and those that were answered.
COMPARED = frozenset({"received", "queued", "on_air", "answered", "written"})
# How far back it looks: so many briefings, as long as they have no more questions than this.
EARLIER_BRIEFINGS = 10
EARLIER_QUESTIONS = 1500
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Repeat:
    """A question that another one may repeat; ``code`` and ``title`` name its briefing if it is earlier."""

    id: int
    number: int
    code: str
    title: str
    state: str
    score: float
    asker: str
    outlet: str
    wording: str

    @property
    def ref(self) -> str:
        """12, or HN-01/12 for a question of an earlier briefing."""
        return f"{self.code}/{self.number}" if self.code else str(self.number)


class _Source(NamedTuple):
    """A briefing at one point of its log."""

    briefing_id: int
    code: str
    title: str
    head: str


class _Row(NamedTuple):
    id: int
    number: int
    state: str
    asker: str
    outlet: str
    parent_id: int | None
    wording: str


@dataclass
class _Known:
    """The questions of one briefing, as they stood at one point of its log."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    head: str | None = None
    rows: dict[int, _Row] = field(default_factory=dict)
    index: Index[int] = field(default_factory=lambda: Index(FREELY_WORDED))


def of(
    session: Session,
    actor: Actor,
    briefing: Briefing,
    questions: Sequence[Question],
    *,
    least: float = SAME,
    states: frozenset[str] = COMPARED,
) -> dict[int, tuple[Repeat, ...]]:
    """For each question that may repeat others, by its id, the likeliest of those, best first.

    Others are the briefing's questions in one of ``states``, and for staff those that were answered at
    earlier briefings; not its parent, nor what follows it up. ``least`` is ``FREELY_WORDED`` or more.
    What was compared is kept: a further question costs as much as it has to be compared with.
    """
    if not questions:
        return {}
    found: dict[int, list[Repeat]] = {}
    for source in _sources(session, actor, briefing):
        is_this = source.briefing_id == briefing.id
        for question, row, score in _hits(session, source, questions, least):
            if not is_this:
                named = source.code, source.title
            elif row.state in states and not _belong_together(question, row):
                named = "", ""
            else:
                continue
            repeat = Repeat(
                row.id, row.number, *named, row.state, round(score, 2), row.asker, row.outlet, row.wording
            )
            found.setdefault(question.id, []).append(repeat)
    return {id_: tuple(sorted(hits, key=_likeliest)[:SHOWN]) for id_, hits in found.items()}


def _sources(session: Session, actor: Actor, briefing: Briefing) -> Iterator[_Source]:
    """This briefing, and those that began before it and are over, the latest first."""
    wanted = Briefing.id == briefing.id
    if actor.role in policy.STAFF:
        over = Briefing.state.in_(("closed", "published"))
        wanted = or_(wanted, and_(over, Briefing.starts_at < briefing.starts_at))
    rows = session.execute(
        select(Briefing.id, Briefing.code, Briefing.title, Log.last_hash, Briefing.last_number)
        .join(Log, Log.id == Briefing.id)
        .where(wanted)
        .order_by(Briefing.starts_at.desc(), Briefing.id.desc())
        .limit(1 + EARLIER_BRIEFINGS)
    )
    earlier = 0
    for row in rows:
        earlier += row.last_number if row.id != briefing.id else 0
        if earlier <= EARLIER_QUESTIONS:
            yield _Source(*row[:4])


def _hits(
    session: Session, source: _Source, questions: Iterable[Question], least: float
) -> list[tuple[Question, _Row, float]]:
    known = _known(source.briefing_id)
    with known.lock:
        if known.head != source.head:
            _bring_up_to(known, source.head, _rows(session, source.briefing_id))
        return [
            (question, known.rows[id_], score)
            for question in questions
            for id_, score in known.index.find(question.wording).items()
            if score >= least and id_ != question.id
        ]


@lru_cache(maxsize=3 * EARLIER_BRIEFINGS)
def _known(briefing_id: int) -> _Known:
    return _Known()


def _bring_up_to(known: _Known, head: str, rows: dict[int, _Row]) -> None:
    for id_ in known.rows.keys() - rows.keys():
        known.index.drop(id_)
    for id_, row in rows.items():
        if id_ not in known.rows or known.rows[id_].wording != row.wording:
            known.index.put(id_, row.wording)
    known.head, known.rows = head, rows


def _rows(session: Session, briefing_id: int) -> dict[int, _Row]:
    """The questions of a briefing that can be repeated, by id."""
    query = select(
        Question.id,
        Question.number,
        Question.state,
        Question.asker_name,
        Question.outlet,
        Question.parent_id,
        Question.edited,
        Question.text,
    ).where(Question.briefing_id == briefing_id, Question.state.in_(COMPARED))
    return {row[0]: _Row(*row[:6], row.edited or row.text) for row in session.execute(query)}


def _belong_together(question: Question, other: _Row) -> bool:
    return question.parent_id == other.id or other.parent_id == question.id


def _likeliest(repeat: Repeat) -> tuple[float, bool, int]:
    """The likeliest first; of equals those of this briefing, then in the order of numbers."""
    return (-repeat.score, bool(repeat.code), repeat.number)
