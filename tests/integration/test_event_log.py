"""The log: what a command writes, and that the rows can be built from it."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from confhub import event_log
from confhub.commands import directory, questions
from confhub.models import OFFICE_LOG, Event, Question, Route
from tests.checks import problems


def change(world, *statements):
    """Do something to the database that no command does."""
    with world.db.transaction() as session:
        for statement in statements:
            session.execute(statement)


def event(world, seq):
    return (Event.log_id == world.briefing_id) & (Event.seq == seq)


def test_a_log_that_nobody_touched_is_whole(told):
    assert problems(told) == []
    assert problems(told, OFFICE_LOG) == []


def test_numbers_follow_each_other_and_hashes_too(told):
    events = told.events()
    assert [e.seq for e in events] == list(range(1, told.count + 1))
    assert [e.previous for e in events[1:]] == [e.hash for e in events[:-1]]
    assert events[0].previous == ""


def test_an_event_carries_the_rows_that_it_changed(world):
    number = world.ask()
    world.act("moderator", "edit", number, wording="Câu mới")
    rows = event_log.rows_of(world.events()[-1])
    question_id = str(world.question(number).id)
    assert set(rows) == {"questions"}
    assert rows["questions"][question_id]["edited"] == [None, "Câu mới"]
    assert rows["questions"][question_id]["version"] == [1, 2]
    assert "state" not in rows["questions"][question_id]


def test_replay_builds_the_rows_from_the_log_alone(told):
    with told.db.reading() as session:
        rows = event_log.replay(session, told.briefing_id)
        kept = {str(q.id): q.state for q in session.scalars(select(Question))}
    assert {key: row["state"] for key, row in rows["questions"].items()} == kept
    assert set(rows) == {"briefings", "points", "seats", "questions", "routes", "answers"}


def test_secrets_are_not_in_the_log(told):
    directory.create_account(
        told.db, directory.SYSTEM, {"name": "A", "email": "a@example.org", "password": "rất bí mật"}
    )
    with told.db.reading() as session:
        payloads = " ".join(
            e.payload for log in (OFFICE_LOG, told.briefing_id) for e in event_log.read(session, log)
        )
    for secret in ("argon2", "token_hash", "password_hash", *told.tokens.values()):
        assert secret not in payloads


def test_rows_are_never_deleted(told):
    with pytest.raises(RuntimeError, match="never deleted"), told.db.transaction() as session:
        session.delete(session.scalars(select(Route)).first())


def test_a_command_that_fails_leaves_no_gap(world, monkeypatch):
    number = world.ask()
    before = world.events()[-1].seq

    def stumble(*_args):
        raise ZeroDivisionError

    monkeypatch.setitem(questions.VERBS, "queue", stumble)
    with pytest.raises(ZeroDivisionError):
        world.act("moderator", "queue", number)
    monkeypatch.undo()
    world.act("moderator", "queue", number)
    assert world.events()[-1].seq == before + 1
    assert problems(world) == []


def test_events_are_read_after_a_number_and_up_to_a_limit(told):
    with told.db.reading() as session:
        seqs = [e.seq for e in event_log.read(session, told.briefing_id, after=3, limit=4)]
        assert seqs == [4, 5, 6, 7]
        assert event_log.last_seq(session, told.briefing_id) == told.count
        assert event_log.last_seq(session, 9999) == 0


def test_what_is_hashed_has_one_spelling():
    assert event_log.canonical({"b": 1, "a": "Hà Nội"}) == '{"a":"Hà Nội","b":1}'
    assert json.loads(event_log.canonical({"x": [None, True]})) == {"x": [None, True]}
