"""The database of a test run: a SQLite file, or one on a PostgreSQL server where the environment names it.

It is made once; ``keep`` remembers what is in it under a name, ``restore`` brings that back.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from confhub.models import Base

# Every commit waits for the disk; here there is none to wait for.
_IN_MEMORY = Path("/dev/shm")


class Files:
    """A SQLite file in a folder of its own, and copies of it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
        self.url = self.empty("test")

    def empty(self, name: str) -> str:
        """The URL of another, empty database."""
        return f"sqlite:///{self._folder / name}.db"

    def keep(self, name: str) -> None:
        """Remember what is in the database; nobody may have it open."""
        shutil.copy(self._folder / "test.db", self._folder / f"{name}.kept")

    def restore(self, name: str) -> None:
        """Bring back what was kept under a name."""
        for left in self._folder.glob("test.db*"):
            left.unlink()
        shutil.copy(self._folder / f"{name}.kept", self._folder / "test.db")

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder)


class Postgres:
    """A database on a server; what is kept stands in schemas beside its tables.

    Making a database anew for each test would take half a second each time.
    """

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._made: list[str] = []
        self.url = self.empty("test")
        self._tables = [table.name for table in Base.metadata.sorted_tables]
        self._numbered = [table.name for table in Base.metadata.sorted_tables if _counts(table)]

    def empty(self, name: str) -> str:
        """The URL of another, empty database."""
        full = f"confhub_{os.getpid()}_{name}"
        self._execute(self._server, f"CREATE DATABASE {full}")
        self._made.append(full)
        return self._server.set(database=full).render_as_string(hide_password=False)

    def keep(self, name: str) -> None:
        """Remember what is in the database."""
        copies = [f"CREATE TABLE {name}.{table} AS TABLE public.{table}" for table in self._tables]
        self._execute(self.url, f"CREATE SCHEMA {name}", *copies)

    def restore(self, name: str) -> None:
        """Bring back what was kept under a name."""
        rows = [f"INSERT INTO public.{table} SELECT * FROM {name}.{table}" for table in self._tables]
        counters = [
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1),"
            f" max(id) IS NOT NULL) FROM {table}"
            for table in self._numbered
        ]
        # Rows refer to each other within a table; what was kept is whole.
        unchecked = "SET session_replication_role = replica"
        self._execute(self.url, unchecked, f"TRUNCATE {', '.join(self._tables)}", *rows, *counters)

    def close(self) -> None:
        """Remove everything, whoever is connected."""
        for name in self._made:
            self._execute(self._server, f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, url: object, *statements: str) -> None:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")  # type: ignore[arg-type]
        with engine.connect() as connection:
            connection.execute(text("; ".join(statements)))
        engine.dispose()


def at_hand() -> Files | Postgres:
    """The database on the server of CONFHUB_TEST_DATABASE_URL, or files."""
    server = os.environ.get("CONFHUB_TEST_DATABASE_URL")
    return Postgres(server) if server else Files()


def _counts(table: object) -> bool:
    column = table.autoincrement_column  # type: ignore[attr-defined]
    return column is not None and column.name == "id"
