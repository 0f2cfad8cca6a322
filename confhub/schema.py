"""The database's schema: brought up to date by Alembic, and compared with the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from confhub.db import Database
from confhub.models import Base

# PostgreSQL's advisory lock for migrations; any number that nobody else uses.
ONE_AT_A_TIME = 20261124
PATIENCE = "2min"


def upgrade(db: Database, revision: str = "head") -> None:
    """Apply the migrations that are missing; of several processes at once, one does it."""
    with db.engine.connect() as connection, _without_foreign_keys(db, connection), connection.begin():
        # SQLite has locked the whole database already.
        if not db.is_sqlite:
            connection.execute(
                text(f"SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{PATIENCE}'")
            )
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        command.upgrade(_config(connection), revision)
        if db.is_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
            raise RuntimeError(f"the migration would leave rows that refer to nothing: {broken[:5]}")


@contextmanager
def _without_foreign_keys(db: Database, connection: Connection) -> Iterator[None]:
    """SQLite changes a table by putting a new one in its place, which others may refer to meanwhile."""
    if not db.is_sqlite:
        yield
        return
    # Within a transaction SQLite would ignore it, and any statement of SQLAlchemy's begins one.
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def differences(db: Database) -> list[Any]:
    """What ``alembic check`` would find: differences between the models and the database."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def is_current(db: Database) -> bool:
    """True when the database has the newest migration."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        return found == ScriptDirectory.from_config(_config(connection)).get_current_head()


def new_revision(db: Database, message: str) -> None:
    """Write a migration for what the models have and the database lacks (for developers)."""
    with db.engine.begin() as connection:
        command.revision(_config(connection), message, autogenerate=True)


def _config(connection: Any) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
