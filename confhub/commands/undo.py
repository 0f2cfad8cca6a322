"""Taking back the last act on a question, as an event of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, inspect, select

from confhub import event_log, policy, workflow
from confhub.commands.base import Act, Data, note_change
from confhub.errors import NotNow, say
from confhub.models import Answer, Base, Event, Question, Route, plain
from confhub.models.base import Moment

Said = dict[str, object]
_TABLES: dict[str, type[Base]] = {"questions": Question, "routes": Route, "answers": Answer}
# What the question knows of its last change is told anew.
_KEPT = frozenset({"version", "changed_verb", "changed_by", "changed_seat_id", "changed_at"})
_IN_PLACE = "position"


def undo(act: Act, question: Question, data: Data) -> Said:
    """Put back what the last act on the question changed, unless something has built upon it since.

    A row that the act made cannot go: a route is recalled, a written answer cancelled.
    """
    event = _last_act(act, question)
    rows = event_log.rows_of(event)
    for table, changed in rows.items():
        for key, columns in changed.items():
            row = act.session.get(_TABLES[table], int(key)) if table in _TABLES else None
            if isinstance(row, Question) and row is not question:
                _let_go(row, question, columns)
            elif row is question or getattr(row, "question_id", None) == question.id:
                assert row is not None
                _put_back(act, row, columns)
    note_change(act, "undo", question)
    return {"undid": event.seq, "what": event.kind.partition(".")[2]}


VERBS = {"undo": undo}


def merged_by_it(act: Act, question: Question) -> list[Question]:
    """The questions that it is merged into, or was, by the act that would be undone."""
    if not policy.possible(act.actor, "undo", question, act.briefing):
        return []
    own = event_log.rows_of(_last_act(act, question)).get("questions", {}).get(str(question.id), {})
    ids = [id_ for id_ in own.get("merged_into_id", []) if id_ is not None]
    return [act.session.get_one(Question, id_) for id_ in ids]


def _last_act(act: Act, question: Question) -> Event:
    """The event of the last change of state, place or wording; notes, labels and claims aside."""
    newest = (
        select(Event)
        .where(Event.log_id == act.briefing.id, Event.number == question.number)
        .order_by(Event.seq.desc())
        .limit(50)
    )
    for event in act.session.scalars(newest):
        own = event_log.rows_of(event).get("questions", {}).get(str(question.id), {})
        if own.get("version", [None, None])[1] == question.version:
            return event
    raise _too_late(question)


def _let_go(other: Question, question: Question, columns: dict[str, Any]) -> None:
    """Another question that the act changed: what followed it, or moved with it, does so no more."""
    together = other.group_no is not None and other.group_no == question.group_no
    for name in ("merged_into_id", "group_no", *(("priority", _IN_PLACE) if together else ())):
        before, after = columns.get(name, (None, None))
        # What has gone its own way since stays there.
        if name in columns and getattr(other, name) == after:
            setattr(other, name, before)


def _put_back(act: Act, row: Base, columns: dict[str, Any]) -> None:
    if columns.get("id", [0])[0] is None and "id" in columns:
        return _end(act, row)
    kinds = inspect(type(row)).columns
    for name, (before, after) in columns.items():
        if name in _KEPT:
            continue
        # A place may have been spread anew meanwhile; it has no meaning but its order.
        if plain(getattr(row, name)) != after and name != _IN_PLACE:
            raise _too_late(row)
        setattr(row, name, _value(kinds[name].type, before))


def _end(act: Act, row: Base) -> None:
    if isinstance(row, Route) and row.state in workflow.OPEN_ROUTE:
        row.state, row.changed_at = "recalled", act.at
    elif isinstance(row, Answer) and row.kind == "written":
        row.state = "cancelled"


def _value(kind: Any, given: Any) -> Any:
    if isinstance(given, str) and isinstance(kind, Moment):
        return datetime.fromisoformat(given)
    if isinstance(given, str) and isinstance(kind, Date):
        return date.fromisoformat(given)
    return given


def _too_late(row: Any) -> NotNow:
    return NotNow(say("This can no longer be undone."), number=getattr(row, "number", None))
