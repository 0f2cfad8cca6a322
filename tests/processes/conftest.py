"""What several processes share: a database on PostgreSQL, and Redis."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import redis
import requests
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from confhub import schema
from confhub.commands import directory
from confhub.db import Database
from tests.listener import Listener
from tests.servers import Server
from tests.world import World, make_world
from tools import services


@contextmanager
def on_postgres() -> Iterator[str]:
    """The URL of a new, empty database on the server of CONFHUB_TEST_POSTGRES_URL."""
    server = os.environ.get(services.POSTGRES)
    if not server:
        pytest.skip(f"{services.POSTGRES} names no server")
    name = f"confhub_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
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


@pytest.fixture
def own_redis() -> Iterator[services.Service]:
    """A Redis of the test's own, to be stopped and started."""
    with _some_redis() as service:
        yield service


@pytest.fixture(scope="session")
def redis_between() -> Iterator[services.Service]:
    """The Redis of the two servers, which each test may stop: the next one starts it again."""
    with _some_redis() as service:
        yield service


@contextmanager
def _some_redis() -> Iterator[services.Service]:
    with services.redis() as service:
        if service is None:
            pytest.skip("there is no Redis")
        yield service


@pytest.fixture(scope="session")
def shared_db() -> Iterator[Database]:
    """The database of the two servers, on the real clock."""
    with on_postgres() as url:
        db = Database(url)
        schema.upgrade(db)
        directory.install_rosters(db)
        yield db
        db.close()


@pytest.fixture(scope="session")
def _codes() -> Iterator[str]:
    return (f"TWO{number}" for number in count(1))


@pytest.fixture
def shared(shared_db: Database, _codes: Iterator[str]) -> World:
    """A World that the two servers serve, new for each test."""
    return make_world(shared_db, next(_codes))


@pytest.fixture(scope="session")
def _two_servers(
    shared_db: Database, redis_between: services.Service, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    settings = {
        "redis_url": redis_between.url,
        "ask_limit": "5 per hour",
        "sign_in_limit": "5 per hour",
        "trusted_proxies": "1",
    }
    made = [Server(shared_db.url, tmp_path_factory.mktemp(name), **settings) for name in ("one", "two")]
    yield made
    for server in made:
        if server.running:
            server.stop()


@pytest.fixture
def pair(_two_servers: list[Server], redis_between: services.Service) -> list[Server]:
    """Two servers that hear each other; a test may end them: the next one starts them again."""
    if redis_between.process.poll() is not None:
        redis_between.start()
    with redis.Redis.from_url(redis_between.url) as limits:
        limits.flushall()
    with ThreadPoolExecutor() as together:
        list(together.map(Server.start, [server for server in _two_servers if not server.running]))
    for server in _two_servers:
        until(lambda server=server: redis_at(server) == "ok")
    return _two_servers


def redis_at(server: Server) -> str:
    """What a process says of Redis."""
    return str(requests.get(f"{server.url}/readyz", timeout=10).json()["redis"])


def ask(url: str, world: World, text: str = "Khi nào?", by: str = "reporter") -> requests.Response:
    """The answer to a question that is asked at this address."""
    headers = {"Authorization": f"Bearer {world.tokens[by]}"}
    url = f"{url}/api/v1/briefings/{world.code}/questions"
    return requests.post(url, json={"text": text}, headers=headers, timeout=20)


@pytest.fixture
def listen(shared: World) -> Iterator[Callable[..., Listener]]:
    """``listen(url, "moderator")``: a Listener with that actor's token, at that address."""
    opened: list[Listener] = []

    def connect(url: str, name: str, transport: str = "websocket", cookies: Any = None) -> Listener:
        token = shared.tokens[name]
        opened.append(Listener(url, transport, cookies, token=token, briefing=shared.code))
        return opened[-1]

    yield connect
    for listener in opened:
        listener.close()


def until(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until the condition holds; what it returned then."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still not after {seconds} s"
        time.sleep(0.01)
    return found
