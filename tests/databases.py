"""The databases of a test run: SQLite files, or a PostgreSQL server's where the environment names one."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

# Every commit waits for the disk; here there is none to wait for.
_IN_MEMORY = Path("/dev/shm")


class Files:
    """SQLite databases in a folder of their own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))

    def url(self, name: str) -> str:
        """The URL of a database; there need not be one yet."""
        return f"sqlite:///{self._folder / name}.db"

    def create(self, name: str) -> None:
        """An empty database: SQLite makes it when it is opened."""

    def copy(self, source: str, name: str) -> None:
        """A database as another one is now."""
        shutil.copy(self._folder / f"{source}.db", self._folder / f"{name}.db")

    def drop(self, name: str) -> None:
        """Remove a database."""
        for left in self._folder.glob(f"{name}.db*"):
            left.unlink()

    def close(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self._folder)


class Postgres:
    """Databases on a PostgreSQL server, named after this process."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._names: set[str] = set()

    def url(self, name: str) -> str:
        """The URL of a database; there need not be one yet."""
        return self._url.set(database=self._full(name)).render_as_string(hide_password=False)

    def create(self, name: str) -> None:
        """An empty database."""
        self._execute(f"CREATE DATABASE {self._full(name)}")
        self._names.add(name)

    def copy(self, source: str, name: str) -> None:
        """A database as another one is now; nobody may be connected to that one."""
        self._execute(f"CREATE DATABASE {self._full(name)} TEMPLATE {self._full(source)}")
        self._names.add(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self._execute(f"DROP DATABASE {self._full(name)} WITH (FORCE)")
        self._names.discard(name)

    def close(self) -> None:
        """Remove all of them."""
        for name in list(self._names):
            self.drop(name)

    def _full(self, name: str) -> str:
        return f"confhub_{os.getpid()}_{name}"

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def at_hand() -> Files | Postgres:
    """The server of CONFHUB_TEST_DATABASE_URL, or files."""
    server = os.environ.get("CONFHUB_TEST_DATABASE_URL")
    return Postgres(server) if server else Files()
