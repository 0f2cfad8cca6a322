"""What several processes share: a database on PostgreSQL, and Redis."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from confhub import schema
from confhub.commands import directory
from confhub.db import Database
from tests.servers import Server
from tests.world import World, make_world
from tools import services


@contextmanager
def on_postgres(like: str = "template0") -> Iterator[str]:
    """The URL of a new database on the server of CONFHUB_TEST_POSTGRES_URL, a copy of another one."""
    server = os.environ.get(services.POSTGRES)
    if not server:
        pytest.skip(f"{services.POSTGRES} names no server")
    name = f"confhub_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on PostgreSQL."""
    with on_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def _furnished() -> Iterator[World]:
    with on_postgres() as url:
        db = Database(url)
        schema.upgrade(db)
        directory.install_rosters(db)
        made = make_world(db)
        db.close()
        yield made


@pytest.fixture
def shared(_furnished: World) -> Iterator[World]:
    """A World on PostgreSQL, on the real clock."""
    with on_postgres(like=str(make_url(_furnished.db.url).database)) as url:
        db = Database(url)
        yield replace(_furnished, db=db, asked=0)
        db.close()


@pytest.fixture
def own_redis() -> Iterator[services.Service]:
    """A Redis of the test's own, to be stopped and started."""
    with services.redis() as service:
        if service is None:
            pytest.skip("there is no Redis")
        yield service


@pytest.fixture
def processes(shared: World, own_redis: services.Service, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """``processes(ask_limit="…")``: two servers over ``shared`` and ``own_redis``."""
    started: list[Server] = []

    def start(**settings: str) -> list[Server]:
        for name in ("one", "two"):
            folder = tmp_path / name
            folder.mkdir()
            started.append(Server(shared.db.url, folder, redis_url=own_redis.url, **settings))
        for server in started:
            server.start()
        return started

    yield start
    for server in started:
        server.stop()


def until(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until the condition holds; what it returned then."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still not after {seconds} s"
        time.sleep(0.01)
    return found
