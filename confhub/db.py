"""The database: one engine, transactions that write, transactions that only read.

Only this module commits. SQLite is the default (WAL, an acknowledged write survives a power cut);
PostgreSQL is the other.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session, sessionmaker

Clock = Callable[[], datetime]
BUSY_SECONDS = 15.0
# How a database says that it cannot be reached, or has no time.
AWAY = (OperationalError, InterfaceError, TimeoutError)
# Nothing waits for ever: neither for a server that has gone, nor for a lock, nor the others for a
# transaction that was left open. (Milliseconds; libpq's own in seconds.)
POSTGRES_BOUNDS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "options": (
        "-c lock_timeout=15000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000"
    ),
}


def utc_now() -> datetime:
    """The present moment in UTC, the default clock."""
    return datetime.now(UTC)


class Database:
    """Sessions for one database; ``clock`` says what time it is (tests inject their own), ``zone`` where."""

    def __init__(self, url: str, clock: Clock = utc_now, zone: str = "Asia/Ho_Chi_Minh") -> None:
        self.url = url
        self.clock = clock
        self.zone = ZoneInfo(zone)
        self.engine = _engine(url)
        # A page and the sequence number printed in it must come from one snapshot.
        reading = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = sessionmaker(self.engine.execution_options(confhub_write=False, **reading))
        # No autoflush: a row is written once, when it is whole, so that CHECKs judge the outcome.
        self._writer = sessionmaker(
            self.engine.execution_options(confhub_write=True), expire_on_commit=False, autoflush=False
        )
        self._listeners: list[Callable[[], None]] = []

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, False on PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    def after_commit(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each transaction that wrote (to wake whoever tails the log)."""
        self._listeners.append(listener)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back when the block raises."""
        with self._writer() as session, session.begin():
            yield session
        for listener in self._listeners:
            listener()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session over one snapshot of the database; nothing that it changes is kept."""
        with self._reader() as session:
            yield session

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_size=10,
            max_overflow=20,
            pool_timeout=BUSY_SECONDS,
            pool_pre_ping=True,
            connect_args=POSTGRES_BOUNDS,
        )
    # isolation_level None hands BEGIN to us; timeout 0 because SQLite's own wait would freeze
    # every green thread of the process.
    engine = create_engine(
        url,
        connect_args={"timeout": 0, "isolation_level": None, "check_same_thread": False},
        pool_size=10,
        max_overflow=50,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    def journal() -> None:
        connection.execute("PRAGMA journal_mode=WAL")

    _retry_while_busy(journal, sqlite3.OperationalError)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("confhub_write", True)
    statement = "BEGIN IMMEDIATE" if write else "BEGIN"
    _retry_while_busy(lambda: connection.exec_driver_sql(statement), OperationalError)


def _retry_while_busy(attempt: Callable[[], Any], error: type[Exception]) -> None:
    """Try until the lock is free, giving way to others between attempts."""
    deadline = time.monotonic() + BUSY_SECONDS
    pause = 0.001
    while True:
        try:
            attempt()
            return
        except error as failure:
            if "locked" not in str(failure) or time.monotonic() > deadline:
                raise
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
