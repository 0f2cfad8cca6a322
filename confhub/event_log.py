"""The event log: take a number, record, read, verify the chain, replay to rows.

An event carries every change of a row that its command made (``rows``: table → id → column →
[before, after]) beside what a reader needs to know (``data``). It is hashed over its header, the
digest of its payload and the hash before it; a redaction may blank a payload and leaves the chain
whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from confhub import row_changes
from confhub.errors import NotFound
from confhub.models import OFFICE_LOG, Base, Event, Log, plain
from confhub.policy import Actor
from confhub.row_changes import Rows

# Every command runs these: statements of Core, made once.
_LOGS, _EVENTS = cast(Table, Log.__table__), cast(Table, Event.__table__)
_THIS_LOG = _LOGS.c.id == bindparam("log")
_TAKE = (
    update(_LOGS)
    .where(_THIS_LOG)
    .values(last_seq=_LOGS.c.last_seq + 1)
    .returning(_LOGS.c.last_seq, _LOGS.c.last_hash)
)
_SEAL = update(_LOGS).where(_THIS_LOG).values(last_hash=bindparam("sealed"))


@dataclass(frozen=True)
class Taken:
    """The lock of a log: the number of the event to come, and the hash before it."""

    log_id: int
    seq: int
    previous: str


def take(session: Session, log_id: int) -> Taken:
    """Lock the log and take its next number: the first statement of every command.

    Raises NotFound when there is no such log.
    """
    found = session.connection().execute(_TAKE, {"log": log_id}).one_or_none()
    if found is None:
        raise NotFound()
    return Taken(log_id, found.last_seq, found.last_hash)


def record(
    session: Session,
    taken: Taken,
    at: Any,
    kind: str,
    actor: Actor,
    reach: Iterable[str],
    *,
    number: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Append the one event of a command, with all the changes of rows made in ``session``."""
    session.flush()
    payload = canonical({"data": data or {}, "rows": row_changes.taken_from(session)})
    event = Event(
        log_id=taken.log_id,
        seq=taken.seq,
        at=at,
        kind=kind,
        number=number,
        actor=_signature(actor),
        reach=sorted(reach),
        payload=payload,
        digest=_sha(payload),
        previous=taken.previous,
        hash="",
    )
    event.hash = chain_hash(event)
    connection = session.connection()
    connection.execute(insert(_EVENTS), {c.key: getattr(event, c.key) for c in _EVENTS.columns})
    connection.execute(_SEAL, {"log": taken.log_id, "sealed": event.hash})


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, Vietnamese as it is."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chain_hash(event: Event) -> str:
    """The hash of an event's header, its payload's digest and the hash before it."""
    header = [event.seq, plain(event.at), event.kind, event.number, event.actor, event.reach]
    return _sha(canonical([*header, event.digest, event.previous]))


def read(session: Session, log_id: int, after: int = 0, limit: int | None = None) -> list[Event]:
    """Events of a log with a number above ``after``, in order."""
    query = select(Event).where(Event.log_id == log_id, Event.seq > after).order_by(Event.seq)
    return list(session.scalars(query.limit(limit) if limit else query))


def headlines(session: Session, log_id: int, after: int) -> Sequence[Row[int, str, list[str]]]:
    """``seq``, ``kind`` and ``reach`` of the events of a log with a number above ``after``, in order."""
    query = select(Event.seq, Event.kind, Event.reach).where(Event.log_id == log_id, Event.seq > after)
    return session.execute(query.order_by(Event.seq)).all()


def some(session: Session, log_id: int, numbers: Collection[int]) -> list[Event]:
    """The events of a log with these numbers, in order."""
    query = select(Event).where(Event.log_id == log_id, Event.seq.in_(numbers)).order_by(Event.seq)
    return list(session.scalars(query))


def last_seq(session: Session, log_id: int) -> int:
    """The number of the newest event of a log, 0 when it has none."""
    return session.scalar(select(Log.last_seq).where(Log.id == log_id)) or 0


def rows_of(event: Event) -> Rows:
    """The changes of rows that an event carries; empty once redacted."""
    return json.loads(event.payload)["rows"] if event.payload else {}


def data_of(event: Event) -> dict[str, Any]:
    """What an event says beside the rows; empty once redacted."""
    return json.loads(event.payload)["data"] if event.payload else {}


def verify(session: Session, log_id: int) -> Iterator[str]:
    """Say every place where the chain is broken or the rows are not what the log replays to."""
    previous, expected, whole = "", 1, True
    for event in read(session, log_id):
        if event.seq != expected:
            yield f"event {expected} is missing (the next one is {event.seq})"
        if event.previous != previous:
            yield f"event {event.seq} does not follow the one before it"
        if event.payload is None:
            whole = False
            yield f"event {event.seq} ({event.kind}) has a blank payload; the chain holds without it"
        elif _sha(event.payload) != event.digest:
            whole = False
            yield f"event {event.seq} ({event.kind}) was changed: its payload does not match its digest"
        if chain_hash(event) != event.hash:
            yield f"event {event.seq} ({event.kind}) was changed: its hash does not match"
        previous, expected = event.hash, event.seq + 1
    log = session.get_one(Log, log_id)
    if (log.last_seq, log.last_hash) != (expected - 1, previous):
        yield f"the log ends at event {expected - 1}, but {log.last_seq} were written"
    if whole:
        yield from _differences(replay(session, log_id), _rows_as_they_are(session, log_id))
    else:
        yield "the rows cannot be compared with the log as long as payloads are blank or changed"


def replay(session: Session, log_id: int) -> Rows:
    """The rows of a log rebuilt from its events alone: table → id → column → value.

    An event whose payload is blank adds nothing.
    """
    rows: Rows = {}
    for event in read(session, log_id):
        for table, changed in rows_of(event).items():
            for key, columns in changed.items():
                # A column that came with a later release holds its default in rows that are older.
                row = rows.setdefault(table, {}).setdefault(key, row_changes.defaults(table))
                row.update({column: after for column, (_before, after) in columns.items()})
    return rows


def _rows_as_they_are(session: Session, log_id: int) -> Rows:
    rows: Rows = {}
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if model.__log__ is None or (model.__log__ == "office") != (log_id == OFFICE_LOG):
            continue
        query = select(model)
        if model.__log__ != "office":
            query = query.where(getattr(model, model.__log__) == log_id)
        for row in session.scalars(query):
            rows.setdefault(model.__tablename__, {})[str(row.id)] = {
                column: plain(getattr(row, column)) for column in row_changes.logged_columns(model)
            }
    return rows


def _differences(replayed: Rows, actual: Rows) -> Iterator[str]:
    for table in sorted(replayed.keys() | actual.keys()):
        left, right = replayed.get(table, {}), actual.get(table, {})
        for key in sorted(left.keys() | right.keys(), key=int):
            if key not in right:
                yield f"{table} {key} is in the log but not in the database"
            elif key not in left:
                yield f"{table} {key} is in the database but not in the log"
            elif left[key] != right[key]:
                columns = sorted(c for c in right[key] if left[key].get(c) != right[key][c])
                yield f"{table} {key} differs from the log in {', '.join(columns)}"


def _signature(actor: Actor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "role": actor.role,
        "seat": actor.seat_id,
        "person": actor.person_id,
        "point": actor.point_code,
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
