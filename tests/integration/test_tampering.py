"""Verify finds whatever was done to the log or to the rows behind its back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from confhub import event_log
from confhub.commands import directory
from confhub.models import OFFICE_LOG, Answer, Event, Log, Question, Route
from tests.checks import problems


def change(world, *statements):
    """Do something to the database that no command does."""
    with world.db.transaction() as session:
        for statement in statements:
            session.execute(statement)


def event(world, seq):
    return (Event.log_id == world.briefing_id) & (Event.seq == seq)


@pytest.mark.parametrize("seq", [1, 7])
def test_a_changed_payload_is_found(told, seq):
    forged = event_log.canonical({"data": {"forged": True}, "rows": {}})
    change(told, update(Event).where(event(told, seq)).values(payload=forged))
    found = problems(told)
    assert any(f"event {seq} " in line and "payload does not match" in line for line in found)
    assert "cannot be compared" in found[-1]


@pytest.mark.parametrize("garbage", ["", "{", "null", "[]"])
def test_a_payload_of_garbage_is_found_and_breaks_nothing(told, garbage):
    change(told, update(Event).where(event(told, 7)).values(payload=garbage))
    assert any("event 7 " in line and "payload does not match" in line for line in problems(told))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "question.declined"},
        {"number": 99},
        {"actor": {"name": "Ai đó"}},
        {"reach": ["moderators"]},
        {"digest": "0" * 64},
        {"hash": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_header_is_found(told, values):
    change(told, update(Event).where(event(told, 8)).values(values))
    assert any("event 8 " in line and "was changed" in line for line in problems(told))


def test_a_changed_time_is_found(told, clock):
    change(told, update(Event).where(event(told, 8)).values(at=clock() - timedelta(seconds=1)))
    assert any("event 8 " in line and "was changed" in line for line in problems(told))


def test_a_payload_changed_together_with_its_hashes_breaks_the_chain_behind_it(told):
    with told.db.transaction() as session:
        forged = session.scalars(select(Event).where(event(told, 8))).one()
        forged.payload = event_log.canonical({"data": {"forged": True}, "rows": event_log.rows_of(forged)})
        forged.digest = event_log._sha(forged.payload)
        forged.hash = event_log.chain_hash(forged)
    assert "event 9 does not follow the one before it" in problems(told)


@pytest.mark.parametrize("seq", [1, 8])
def test_a_missing_event_is_found(told, seq):
    change(told, delete(Event).where(event(told, seq)))
    found = problems(told)
    assert f"event {seq} is missing (the next one is {seq + 1})" in found
    assert f"event {seq + 1} does not follow the one before it" in found


def test_a_truncated_tail_is_found(told):
    change(told, delete(Event).where(Event.log_id == told.briefing_id, Event.seq > told.count - 2))
    assert f"the log ends at event {told.count - 2}, but {told.count} were written" in problems(told)


def test_a_tail_truncated_together_with_the_counter_is_found_in_the_rows(told):
    with told.db.reading() as session:
        last = session.scalars(select(Event).where(event(told, told.count - 1))).one()
    change(
        told,
        delete(Event).where(event(told, told.count)),
        update(Log).where(Log.id == told.briefing_id).values(last_seq=last.seq, last_hash=last.hash),
    )
    found = problems(told)
    assert found
    assert all("differs from the log" in line or "not in the log" in line for line in found)


def test_two_events_that_changed_places_are_found(told):
    change(
        told,
        update(Event).where(event(told, 8)).values(seq=1008),
        update(Event).where(event(told, 9)).values(seq=8),
        update(Event).where(event(told, 1008)).values(seq=9),
    )
    found = problems(told)
    assert "event 8 does not follow the one before it" in found
    assert any("event 9 " in line and "hash does not match" in line for line in found)


def test_an_event_slipped_in_at_the_end_is_found(told):
    with told.db.reading() as session:
        last = session.scalars(select(Event).where(event(told, told.count))).one()
        slipped = {c.key: getattr(last, c.key) for c in Event.__table__.columns}
    change(told, insert(Event).values(**{**slipped, "seq": told.count + 1}))
    assert f"event {told.count + 1} does not follow the one before it" in problems(told)


@pytest.mark.parametrize(
    ("table", "values", "column"),
    [
        (Question, {"text": "Câu khác"}, "text"),
        (Question, {"outlet": "Báo khác"}, "outlet"),
        (Route, {"note": "Khác"}, "note"),
        (Answer, {"gist": "Khác"}, "gist"),
    ],
)
def test_a_row_changed_behind_the_logs_back_is_found(told, table, values, column):
    with told.db.reading() as session:
        key = session.scalars(select(table.id).order_by(table.id)).first()
    change(told, update(table).where(table.id == key).values(values))
    assert problems(told) == [f"{table.__tablename__} {key} differs from the log in {column}"]


def test_an_extra_row_is_found(told):
    with told.db.transaction() as session:
        row = dict(session.execute(text("SELECT * FROM points ORDER BY id LIMIT 1")).mappings().one())
        row |= {"id": 999, "code": "X"}
        session.execute(
            text(f"INSERT INTO points ({', '.join(row)}) VALUES ({', '.join(':' + c for c in row)})"), row
        )
    assert problems(told) == ["points 999 is in the database but not in the log"]


def test_a_row_that_is_gone_is_found(told):
    with told.db.reading() as session:
        key = session.scalars(select(Route.id).order_by(Route.id)).first()
    change(told, delete(Route).where(Route.id == key))
    assert problems(told) == [f"routes {key} is in the log but not in the database"]


def test_a_payload_that_was_blanked_keeps_the_chain_and_is_said(told):
    change(told, update(Event).where(event(told, 7)).values(payload=None))
    found = problems(told)
    assert found == [
        f"event 7 ({told.events()[6].kind}) has a blank payload; the chain holds without it",
        "the rows cannot be compared with the log as long as payloads are blank or changed",
    ]
    blank = told.events()[6]
    assert (event_log.rows_of(blank), event_log.data_of(blank)) == ({}, {})
    with told.db.reading() as session:
        assert event_log.replay(session, told.briefing_id)["questions"]


def test_the_office_has_a_log_of_its_own(told):
    directory.set_setting(told.db, directory.SYSTEM, "due_days", 9)
    change(told, text("UPDATE settings SET value = '8'"))
    assert problems(told) == []
    assert [line.partition(" ")[0] for line in problems(told, OFFICE_LOG)] == ["settings"]
