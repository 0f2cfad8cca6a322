"""Migrations keep what is in the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from confhub import schema
from confhub.db import Database


@pytest.fixture
def empty_db(databases) -> Iterator[Database]:
    """A database without a table."""
    made = Database(databases.empty("migrations"))
    yield made
    made.close()


def _filled(db: Database) -> None:
    """A briefing of the first release with a seat and a question."""
    with db.engine.begin() as connection:
        for statement in (
            "INSERT INTO logs (id, last_seq, last_hash) VALUES (2, 0, '')",
            "INSERT INTO briefings (id, code, title, venue, body, superior, roster, state,"
            " intake_open, starts_at, last_number)"
            " VALUES (2, 'OLD', 'T', 'V', 'B', 'S', 'hanoi-2024', 'open', true, '2026-11-01 02:00:00', 1)",
            "INSERT INTO seats (id, briefing_id, role, name, token_hash, created_at)"
            " VALUES (7, 2, 'reporter', 'A', 'x', '2026-11-01 02:00:00')",
            "INSERT INTO questions (id, briefing_id, number, entered_seat_id, text, state, version,"
            " channel, priority, asker_seat_id, asker_name, outlet, asked_at, received_at, outward, note,"
            " changed_verb, changed_by, changed_at)"
            " VALUES (9, 2, 1, 7, 'Câu hỏi', 'received', 1, 'online', 'ordinary', 7, 'A', 'B',"
            " '2026-11-01 02:00:00', '2026-11-01 02:00:00', '', '', 'ask', 'A', '2026-11-01 02:00:00')",
        ):
            connection.execute(text(statement))


def test_rows_of_the_first_release_are_kept_and_refer_to_each_other(empty_db):
    schema.upgrade(empty_db, "0001")
    _filled(empty_db)
    schema.upgrade(empty_db)
    with empty_db.engine.begin() as connection:
        found = connection.execute(
            text(
                "SELECT q.text, q.claimed_by, s.name FROM questions q JOIN seats s ON s.id = q.asker_seat_id"
            )
        ).one()
        assert tuple(found) == ("Câu hỏi", "", "A")
        connection.execute(text("UPDATE seats SET role = 'technician' WHERE id = 7"))
    assert schema.differences(empty_db) == []


def test_sqlite_watches_foreign_keys_again_after_a_migration(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
    schema.upgrade(made)
    with made.engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    made.close()
