"""The database itself: its schema, its CHECKs, its transactions and snapshots."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import UniqueConstraint, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from confhub import schema
from confhub.db import Database
from confhub.models import Answer, Base, Briefing, Log, Person, Question, Route, Seat
from confhub.queries import questions


@pytest.fixture
def empty(databases):
    """A database without a single table."""
    made = Database(databases.empty("empty"))
    yield made
    made.close()


def test_the_migrations_make_what_the_models_have(db):
    assert schema.differences(db) == []
    assert schema.is_current(db)


def test_migrating_from_nothing_and_migrating_again(empty):
    assert not schema.is_current(empty)
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert schema.is_current(empty)
    assert schema.differences(empty) == []


def test_every_check_and_unique_of_the_models_is_in_the_database(db):
    found = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        # Columns of a fixed set of values and booleans aside, each CHECK has a name of its own.
        wanted = {c.name for c in table.constraints if c.__visit_name__ == "check_constraint" and c.name}
        assert wanted <= {c["name"] for c in found.get_check_constraints(table.name)}, table.name
        wanted = {c.name for c in table.constraints if isinstance(c, UniqueConstraint)}
        assert wanted <= {c["name"] for c in found.get_unique_constraints(table.name)}, table.name
        assert {i.name for i in table.indexes} <= {i["name"] for i in found.get_indexes(table.name)}, (
            table.name
        )


def forbidden(db, statement, constraint):
    """Assert that the database itself refuses a statement."""
    with pytest.raises(IntegrityError) as caught, db.transaction() as session:
        session.execute(statement)
    # SQLite names columns, not the constraint, where a value is not unique.
    assert constraint in str(caught.value.orig) or "UNIQUE" in constraint


NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "values", "constraint"),
    [
        ("received", {"state": "burning"}, "ck_questions_state"),
        ("received", {"channel": "smoke"}, "ck_questions_channel"),
        ("received", {"priority": "first"}, "ck_questions_priority"),
        ("received", {"state": "queued"}, "ck_questions_queued_has_place"),
        ("queued", {"position": None}, "ck_questions_queued_has_place"),
        ("queued", {"state": "withdrawn"}, "ck_questions_queued_has_place"),
        ("received", {"state": "merged"}, "ck_questions_merged_has_target"),
        ("merged", {"merged_into_id": None}, "ck_questions_merged_has_target"),
        ("merged", {"merged_into_id": Question.id}, "ck_questions_not_into_itself"),
        ("received", {"state": "declined"}, "ck_questions_declined_has_ground"),
        ("received", {"ground": "secret"}, "ck_questions_declined_has_ground"),
        ("received", {"state": "answered"}, "ck_questions_aired_has_time"),
        ("on_air", {"aired_at": None}, "ck_questions_aired_has_time"),
    ],
)
def test_a_question_is_in_no_state_without_what_belongs_to_it(world, state, values, constraint):
    number = world.bring(state)
    forbidden(world.db, update(Question).where(Question.number == number).values(values), constraint)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "lost"}, "ck_routes_state"),
        ({"role": "boss"}, "ck_routes_role"),
        ({"state": "returned"}, "ck_routes_returned_has_reason"),
        ({"reason": "no_information"}, "ck_routes_returned_has_reason"),
        ({"state": "returned", "reason": "lazy"}, "ck_routes_reason"),
    ],
)
def test_a_route_is_in_no_state_without_what_belongs_to_it(world, values, constraint):
    world.bring("routed")
    forbidden(world.db, update(Route).values(values), constraint)


@pytest.mark.parametrize(
    ("state", "values", "constraint"),
    [
        ("written", {"state": "speaking"}, "ck_answers_state"),
        ("written", {"kind": "spoken"}, "ck_answers_"),
        ("written", {"due": None}, "ck_answers_written_has_due"),
        ("written", {"state": "submitted"}, "ck_answers_submitted_has_text"),
        ("submitted", {"state": "published"}, "ck_answers_published_has_time"),
        ("submitted", {"published_at": NOW}, "ck_answers_published_has_time"),
        ("on_air", {"state": "drafting"}, "ck_answers_state"),
        ("on_air", {"from_at": None}, "ck_answers_live_has_time"),
    ],
)
def test_an_answer_is_in_no_state_without_what_belongs_to_it(world, state, values, constraint):
    world.bring(state)
    forbidden(world.db, update(Answer).values(values), constraint)


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Briefing, {"state": "asleep", "intake_open": False}, "ck_briefings_state"),
        (Briefing, {"state": "closed", "intake_open": False}, "ck_briefings_closed_has_time"),
        (Briefing, {"state": "published", "closed_at": NOW}, "ck_briefings_intake_while_running"),
        (Seat, {"role": "king"}, "ck_seats_"),
        (Seat, {"role": "leader", "point_id": None}, "ck_seats_leaders_have_points"),
        (Seat, {"token_hash": None, "person_id": None}, "ck_seats_has_a_way_in"),
    ],
)
def test_briefings_and_seats_keep_their_rules(world, model, values, constraint):
    forbidden(world.db, update(model).values(values), constraint)


def test_two_questions_are_never_on_air_together(world):
    world.bring("on_air")
    number = world.bring("queued")
    values = {"state": "on_air", "position": None, "aired_at": NOW}
    forbidden(world.db, update(Question).where(Question.number == number).values(values), "UNIQUE")


def test_a_number_is_given_once(world):
    world.ask()
    number = world.ask()
    forbidden(world.db, update(Question).where(Question.number == number).values(number=1), "UNIQUE")


def test_a_reference_leads_somewhere(world):
    world.bring("routed")
    with pytest.raises(IntegrityError), world.db.transaction() as session:
        session.execute(update(Route).values(point_id=9999))


def _add_person(session):
    session.add(Person(name="A", email="a@example.org", created_at=NOW))
    session.flush()


def _stumble():
    raise ZeroDivisionError


def test_what_raises_leaves_nothing_behind(db):
    heard = []
    db.after_commit(lambda: heard.append(1))
    with suppress(ZeroDivisionError), db.transaction() as session:
        _add_person(session)
        _stumble()
    with db.reading() as session:
        assert session.scalars(select(Person)).all() == []
    assert heard == []
    with db.transaction() as session:
        _add_person(session)
    assert heard == [1]


def test_what_a_reading_session_changes_is_not_kept(db):
    with db.reading() as session:
        _add_person(session)
    with db.reading() as session:
        assert session.scalars(select(Person)).all() == []


def test_a_reader_sees_one_moment_while_others_write(world):
    with world.db.reading() as session:
        seq = session.scalar(select(Log.last_seq).where(Log.id == world.briefing_id))
        world.ask()
        world.bring("queued")
        assert session.scalar(select(Log.last_seq).where(Log.id == world.briefing_id)) == seq
        assert questions.all_of(session, world.briefing_id) == []
    with world.db.reading() as session:
        assert len(questions.all_of(session, world.briefing_id)) == 2


def test_moments_are_aware_and_in_utc(world, clock):
    number = world.ask(by="clerk", asker_name="A", outlet="B", asked_at="2026-11-24T08:00+07:00")
    asked_at = world.question(number).asked_at
    assert (asked_at.isoformat(), asked_at.tzinfo) == ("2026-11-24T01:00:00+00:00", UTC)
    with pytest.raises(StatementError, match="needs its time zone"), world.db.transaction() as session:
        session.execute(update(Question).values(asked_at=datetime(2026, 11, 24)))


def test_sqlite_survives_a_power_cut_and_checks_references(sqlite_world):
    with sqlite_world.db.engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 0}
