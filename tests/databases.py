"""The database of a test run: a SQLite file, or one on a PostgreSQL server where the environment names it.

It is made once; ``keep`` remembers what is in it under a name, ``restore`` brings that back.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text

from confhub.models import Base

# Every commit waits for the disk; here there is none to wait for.
_IN_MEMORY = Path("/dev/shm")


class Files:
    """A SQLite file in a folder of its own, and copies of it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
        self._file = self._folder / "test.db"
        self.url = self.empty("test")
        self._now = "", 0

    def empty(self, name: str) -> str:
        """The URL of another, empty database."""
        return f"sqlite:///{self._folder / name}.db"

    def keep(self, name: str) -> None:
        """Remember what is in the database; nobody may have it open."""
        shutil.copy(self._file, self._folder / f"{name}.kept")
        self._now = name, self._file.stat().st_mtime_ns

    def restore(self, name: str) -> None:
        """Bring back what was kept under a name; nobody may have the database open."""
        for left in self._folder.glob("test.db*"):
            left.unlink()
        shutil.copy(self._folder / f"{name}.kept", self._file)
        self._now = name, self._file.stat().st_mtime_ns

    def is_still(self, name: str) -> bool:
        """True when nothing was written since this was kept or restored."""
        log = self._file.with_name("test.db-wal")
        return self._now == (name, self._file.stat().st_mtime_ns) and not (
            log.exists() and log.stat().st_size
        )

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
        self._hold = _connect(self.url)
        # Rows refer to each other within a table; what was kept is whole.
        self._hold.execute(text("SET session_replication_role = replica"))
        self._marks: dict[str, tuple[int, int]] = {}
        # What each table holds, and what it held when something was kept: the same object for the same rows.
        self._content: dict[str, object] = {}
        self._kept: dict[str, dict[str, object]] = {}
        self._counters: dict[str, str] = {}
        self._tables = [table.name for table in Base.metadata.sorted_tables]
        self._numbered = [table.name for table in Base.metadata.sorted_tables if _counts(table)]

    def empty(self, name: str) -> str:
        """The URL of another, empty database."""
        full = f"confhub_{os.getpid()}_{name}"
        self._execute(f"CREATE DATABASE {full}")
        self._made.append(full)
        return self._server.set(database=full).render_as_string(hide_password=False)

    def keep(self, name: str) -> None:
        """Remember what is in the database."""
        self._see()
        copies = [f"CREATE TABLE {name}.{table} AS TABLE public.{table}" for table in self._tables]
        self._hold.execute(text("; ".join([f"CREATE SCHEMA {name}", *copies])))
        self._counters[name] = f"SELECT {', '.join(self._counter(table) for table in self._numbered)}"
        self._kept[name] = dict(self._content)

    def restore(self, name: str) -> None:
        """Bring back what was kept under a name: those tables that hold something else."""
        self._see()
        other = [t for t in self._tables if self._content[t] is not self._kept[name][t]]
        rows = [f"DELETE FROM {t}; INSERT INTO {t} SELECT * FROM {name}.{t}" for t in other]
        self._hold.execute(text("; ".join([*rows, self._counters[name]])))
        self._marks, self._content = self._look(), dict(self._kept[name])

    def is_still(self, name: str) -> bool:
        """True when nothing was written since this was kept or restored."""
        self._see()
        return self._content == self._kept[name]

    def _see(self) -> None:
        """Take note of the tables in which something was written."""
        marks = self._look()
        self._content |= {t: object() for t, mark in marks.items() if mark != self._marks.get(t)}
        self._marks = marks

    def _counter(self, table: str) -> str:
        newest = f"SELECT pg_get_serial_sequence('{table}', 'id'), max(id) FROM {table}"
        sequence, last = self._hold.execute(text(newest)).one()
        return f"setval('{sequence}', {last or 1}, {last is not None})"

    def _look(self) -> dict[str, tuple[int, int]]:
        """Each table's number of rows and newest writer: whatever is written changes one of them."""
        looks = [f"SELECT '{t}', count(*), max(xmin::text::bigint) FROM {t}" for t in self._tables]
        found = self._hold.execute(text(" UNION ALL ".join(looks)))
        return {table: (rows, newest) for table, rows, newest in found}

    def close(self) -> None:
        """Remove everything, whoever is connected."""
        self._hold.close()
        for name in self._made:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with _connect(self._server) as connection:
            connection.execute(text(statement))


def _connect(url: URL | str) -> Connection:
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()


def at_hand() -> Files | Postgres:
    """The database on the server of CONFHUB_TEST_DATABASE_URL, or files."""
    server = os.environ.get("CONFHUB_TEST_DATABASE_URL")
    return Postgres(server) if server else Files()


def _counts(table: object) -> bool:
    column = table.autoincrement_column  # type: ignore[attr-defined]
    return column is not None and column.name == "id"
