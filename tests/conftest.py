"""What tests share: a clock that stands still, a database that really commits, a briefing with people."""

from __future__ import annotations

import os

# Before anything else of the program is imported, as run.py and __main__ do.
from confhub import concurrency

concurrency.patch()

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from confhub import config as settings
from confhub import event_log, schema
from confhub.app import create_app
from confhub.commands import directory, life, questions, seats
from confhub.config import Config
from confhub.db import Database
from confhub.models import Question
from confhub.policy import Actor
from confhub.queries import questions as asked
from confhub.queries import seats as seated
from tests.servers import Server

# Every commit waits for the disk; here there is none to wait for.
_IN_MEMORY = Path("/dev/shm")
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


@pytest.fixture
def clock() -> StoppedClock:
    """09:00 in Hà Nội on 24 November 2026."""
    return StoppedClock()


@pytest.fixture(scope="session")
def template_database() -> Iterator[str]:
    """A migrated database with the rosters, to be copied for each test; its URL."""
    server = os.environ.get("CONFHUB_TEST_DATABASE_URL")
    if server:
        url = make_url(server).set(database=f"confhub_template_{os.getpid()}")
        _on_server(server, f"CREATE DATABASE {url.database}")
        made = url.render_as_string(hide_password=False)
    else:
        folder = tempfile.mkdtemp(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None)
        made = f"sqlite:///{folder}/template.db"
    db = Database(made, clock=StoppedClock())
    schema.upgrade(db)
    directory.install_rosters(db)
    db.close()
    yield made
    if server:
        _on_server(server, f"DROP DATABASE {url.database}")
    else:
        shutil.rmtree(folder)


@pytest.fixture
def database_url(template_database: str) -> Iterator[str]:
    """The URL of a fresh database of this test's own; the same for each test."""
    server = os.environ.get("CONFHUB_TEST_DATABASE_URL")
    if not server:
        source = Path(template_database.removeprefix("sqlite:///"))
        copy = shutil.copy(source, source.with_name("test.db"))
        yield f"sqlite:///{copy}"
        for left in source.parent.glob("test.db*"):
            left.unlink()
        return
    url = make_url(template_database)
    name = f"{url.database}_test"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {url.database}")
    yield url.set(database=name).render_as_string(hide_password=False)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: str, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


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
    kept.close()


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """Settings of a test: limits out of the way, data in a folder of its own."""
    return settings.load(
        {
            "CONFHUB_DATA_DIR": str(tmp_path),
            "CONFHUB_DATABASE_URL": database_url,
            "CONFHUB_SECRET_KEY": "for tests only",
            "CONFHUB_ASK_LIMIT": "10000 per minute",
            "CONFHUB_SIGN_IN_LIMIT": "10000 per minute",
        }
    )


@pytest.fixture
def app(config: Config, db: Database) -> Flask:
    """The application over the test's database; forms need no CSRF value here."""
    made = create_app(config, db)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.jinja_env.bytecode_cache = _COMPILED
    return made


class _Compiled(BytecodeCache):
    """Templates that an earlier test has compiled."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it was made from the same source."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


@dataclass
class World:
    """A live briefing DEMO with points 001 Ba Đình, 006 Đống Đa, 268 Hà Đông, and a seat for every role.

    Actors: ``moderator``, ``moderator2``, ``organiser``, ``clerk``, ``chair``, ``display``,
    ``reporter``, ``reporter2``, ``leader`` (006), ``leader2`` (001), ``leader3`` (268).
    """

    db: Database
    briefing_id: int
    actors: dict[str, Actor]
    tokens: dict[str, str]
    code: str = "DEMO"
    asked: int = field(default=0)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, text: str = "Khi nào sửa xong đường?", by: str = "reporter", **data: Any) -> int:
        """A new question; its number."""
        self.asked += 1
        done = questions.ask(self.db, self.actors[by], {"text": text, **data}, f"client-{self.asked}")
        assert done.number is not None
        return done.number

    def act(
        self, by: str, verb: str, number: int, version: int | None = None, /, **data: Any
    ) -> questions.Done:
        """Carry out a verb as one of the actors."""
        return questions.act_on(self.db, self.actors[by], number, verb, version, data)

    def question(self, number: int) -> Question:
        """The question as it stands, detached."""
        with self.db.reading() as session:
            found = asked.one(session, self.briefing_id, number)
            assert found is not None
            session.expunge_all()
            return found

    def events(self) -> list[Any]:
        """All events of the briefing."""
        with self.db.reading() as session:
            found = event_log.read(session, self.briefing_id)
            session.expunge_all()
            return found

    def bring(self, state: str, **data: Any) -> int:
        """A new question brought to a state through the real commands; where it is routed, to 006."""
        number = self.ask(**data)
        for by, verb, more in _WAY[state]:
            self.act(by, verb, number, **{k: v(self) if callable(v) else v for k, v in more.items()})
        return number


_ROUTED = [("moderator", "queue", {}), ("moderator", "route", {"unit": ["006"]})]
_READY = [*_ROUTED, ("leader", "accept", {}), ("leader", "ready", {})]
_AIR = [*_READY, ("moderator", "air", {})]
_WRITTEN = [*_ROUTED, ("moderator", "defer", {"unit": "006"})]
_SUBMITTED = [*_WRITTEN, ("leader", "submit", {"text": "Đã sửa xong."})]
_WAY: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "received": [],
    "queued": [("moderator", "queue", {})],
    "routed": _ROUTED,
    "accepted": _READY[:-1],
    "ready": _READY,
    "returned": [*_ROUTED, ("leader", "return", {"reason": "no_information"})],
    "recalled": [*_ROUTED, ("moderator", "recall", {})],
    "on_air": _AIR,
    "answered": [*_AIR, ("moderator", "answer", {"gist": "Tháng 12."})],
    "written": _WRITTEN,
    "submitted": _SUBMITTED,
    "cleared": [*_SUBMITTED, ("organiser", "clear", {})],
    "published": [*_SUBMITTED, ("organiser", "clear", {}), ("organiser", "publish", {})],
    "declined": [("moderator", "decline", {"ground": "secret"})],
    "merged": [("moderator", "merge", {"into": lambda world: world.ask("Câu gốc", by="reporter2")})],
    "withdrawn": [("reporter", "withdraw", {})],
}
STATES = tuple(_WAY)

_SEATS: dict[str, dict[str, str]] = {
    "moderator": {"role": "moderator", "name": "Lê Minh Hà"},
    "moderator2": {"role": "moderator", "name": "Trần Quốc Bảo"},
    "organiser": {"role": "organiser", "name": "Phạm Thu Trang"},
    "clerk": {"role": "clerk", "name": "Đỗ Thanh Tâm"},
    "chair": {"role": "chair", "name": "Nguyễn Văn Chủ"},
    "display": {"role": "display", "name": "Màn hình chính"},
    "reporter": {"role": "reporter", "name": "Vũ Hải Yến", "outlet": "Báo Sông Hồng"},
    "reporter2": {"role": "reporter", "name": "Hoàng Đức Anh", "outlet": "Đài Bắc Thành"},
    "leader": {"role": "leader", "name": "Ngô Gia Đống", "point": "006"},
    "leader2": {"role": "leader", "name": "Bùi Ba Đình", "point": "001"},
    "leader3": {"role": "leader", "name": "Mai Hà Đông", "point": "268"},
}


@pytest.fixture
def world(db: Database) -> World:
    """A live briefing with people; see ``World``."""
    return make_world(db)


def make_world(db: Database) -> World:
    """Build a World in a database that has the rosters."""
    system = directory.SYSTEM
    data = {
        "code": "DEMO",
        "title": "Phiên họp báo thường kỳ",
        "starts_at": "2026-11-24T09:00",
        "roster": "hanoi-2024",
        "unit": ["001", "006", "268"],
    }
    briefing_id = life.create(db, system, data).id
    assert briefing_id is not None
    life.change(db, system, "open", code="DEMO")
    life.change(db, system, "start", code="DEMO")
    # Written answers are due after weeks.
    many = [{**data, "hours": "1440"} for data in _SEATS.values()]
    granted = seats.grant_many(db, system, many, "DEMO")
    tokens = {name: str(seat.token) for name, seat in zip(_SEATS, granted, strict=True)}
    with db.reading() as session:
        found = {name: seated.by_token(session, token, db.clock()) for name, token in tokens.items()}
        actors = {name: seated.actor_of(seat) for name, seat in found.items() if seat is not None}
    return World(db, briefing_id, actors, tokens)


@pytest.fixture
def live_world(database_url: str) -> Iterator[World]:
    """The same on the real clock, for tests that start a server process of its own."""
    made = Database(database_url)
    yield make_world(made)
    made.close()


@pytest.fixture
def server(live_world: World, tmp_path: Path) -> Iterator[Server]:
    """A server process over ``live_world``'s database."""
    started = Server(live_world.db.url, tmp_path)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def enter(app: Flask, world: World) -> Any:
    """``enter("moderator")``: a browser (test client) that opened the access link of that actor."""

    def opened(*names: str) -> FlaskClient:
        client = app.test_client()
        for name in names:
            assert client.get(f"/enter/{world.tokens[name]}").status_code == 303
        return client

    return opened
