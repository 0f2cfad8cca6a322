"""What tests share: a clock that stands still, a database that really commits, a briefing with people."""

from __future__ import annotations

# Before anything else of the program is imported, as run.py and __main__ do.
from confhub import concurrency

concurrency.patch()

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from confhub import config as settings
from confhub import credentials, schema
from confhub.app import create_app
from confhub.commands import directory
from confhub.config import Config
from confhub.db import Database
from tests.application import Application
from tests.beginnings import Beginnings
from tests.databases import Files, Postgres, at_hand
from tests.servers import PATIENCE, Server
from tests.world import World, make_world

NINE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


class StoppedClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        """Move on by a timedelta's arguments; returns the new time."""
        self.now += timedelta(**span)
        return self.now


def pytest_collection_finish() -> None:
    """What is imported stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hashes that take no quarter of a second each."""
    credentials._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    credentials._NOBODY = credentials._hasher.hash("nobody's")


@pytest.fixture
def clock() -> StoppedClock:
    """09:00 in Hà Nội on 24 November 2026."""
    return StoppedClock()


@pytest.fixture(scope="session")
def databases() -> Iterator[Files | Postgres]:
    """Where the database is; ``template`` is kept: migrated, with the rosters and nothing else."""
    made = at_hand()
    db = Database(made.url, clock=StoppedClock())
    schema.upgrade(db)
    directory.install_rosters(db)
    db.close()
    made.keep("template")
    yield made
    _kept(made.url).close()
    made.close()


@pytest.fixture(scope="session")
def kept_world(databases: Files | Postgres) -> World:
    """The World of each test, built once and kept as ``world``."""
    databases.restore("template")
    db = Database(databases.url, clock=StoppedClock())
    made = make_world(db)
    db.close()
    databases.keep("world")
    return made


@pytest.fixture
def database_url(databases: Files | Postgres, request: pytest.FixtureRequest) -> str:
    """The URL of the database, as fresh for each test."""
    if "world" in request.fixturenames:
        request.getfixturevalue("kept_world")
        databases.restore("world")
    else:
        databases.restore("template")
    return databases.url


@cache
def _kept(url: str) -> Database:
    # One engine for all tests: what SQLAlchemy has compiled once need not be compiled again.
    return Database(url)


@pytest.fixture
def db(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    """A database with rosters and nothing else."""
    kept = _kept(database_url)
    kept.clock = clock
    yield kept
    kept._listeners.clear()
    # A thread of the test's may still be about to give its connection back.
    deadline = time.monotonic() + PATIENCE
    while kept.engine.pool.checkedout():
        assert time.monotonic() < deadline, "a connection was not given back"
        time.sleep(0.001)
    if kept.is_sqlite:
        kept.close()


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """Settings of a test: limits out of the way, data in a folder of its own."""
    return _settings(database_url, tmp_path)


def _settings(database_url: str, data_dir: Path) -> Config:
    return settings.load(
        {
            "CONFHUB_DATA_DIR": str(data_dir),
            "CONFHUB_DATABASE_URL": database_url,
            "CONFHUB_SECRET_KEY": "for tests only",
            "CONFHUB_ASK_LIMIT": "10000 per minute",
            "CONFHUB_SIGN_IN_LIMIT": "10000 per minute",
        }
    )


@pytest.fixture(scope="session")
def kept_app(databases: Files | Postgres, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The application of all tests: putting one together takes longer than most of them."""
    db = Database(databases.url)
    made = create_app(_settings(databases.url, tmp_path_factory.mktemp("data")), db)
    db.close()
    return Application(made)


@pytest.fixture
def app(kept_app: Application, config: Config, db: Database) -> Flask:
    """The application over the test's database; forms need no CSRF value here."""
    return kept_app.over(config, db)


@pytest.fixture(scope="session")
def beginnings(databases: Files | Postgres) -> Beginnings:
    """What tests on ``world`` have begun with so far."""
    return Beginnings(databases)


@pytest.fixture
def world(db: Database, kept_world: World, beginnings: Beginnings) -> World:
    """A live briefing with people; see ``World``."""
    return replace(kept_world, db=db, beginnings=beginnings)


@pytest.fixture(scope="session")
def live_db(databases: Files | Postgres) -> Iterator[Database]:
    """The database of the server process, on the real clock; each test has a briefing of its own there."""
    db = Database(databases.empty("live"))
    schema.upgrade(db)
    directory.install_rosters(db)
    yield db
    db.close()


@pytest.fixture(scope="session")
def new_world(live_db: Database) -> Callable[[], World]:
    """``new_world()``: one more World that the server process serves."""
    codes = (f"LIVE{number}" for number in count(1))
    return lambda: make_world(live_db, next(codes))


@pytest.fixture
def live_world(new_world: Callable[[], World]) -> World:
    """A World that the server process serves."""
    return new_world()


@pytest.fixture
def sqlite_world(tmp_path: Path) -> Iterator[World]:
    """A World on SQLite, whichever database the others run on."""
    made = Database(f"sqlite:///{tmp_path / 'sqlite.db'}", clock=StoppedClock())
    schema.upgrade(made)
    directory.install_rosters(made)
    yield make_world(made)
    made.close()


@pytest.fixture(scope="session")
def kept_server(live_db: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one server process of all tests, not started yet."""
    made = Server(live_db.url, tmp_path_factory.mktemp("server"))
    made.module = ("tests.live_app",)
    yield made
    if made.running:
        made.stop()


@pytest.fixture
def server(kept_server: Server) -> Server:
    """The server process, which each test may end: the next one starts it again."""
    if not kept_server.running:
        kept_server.start()
    return kept_server


@pytest.fixture
def enter(app: Flask, world: World) -> Any:
    """``enter("moderator")``: a browser (test client) that opened the access link of that actor."""

    def opened(*names: str) -> FlaskClient:
        client = app.test_client()
        for name in names:
            assert client.get(f"/enter/{world.tokens[name]}").status_code == 303
        return client

    return opened
