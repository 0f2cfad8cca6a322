"""What several processes share: a database on PostgreSQL, and Redis."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tools import services


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The URL of an empty database on the server of CONFHUB_TEST_POSTGRES_URL."""
    server = os.environ.get(services.POSTGRES)
    if not server:
        pytest.skip(f"{services.POSTGRES} names no server")
    name = f"confhub_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def own_redis() -> Iterator[services.Service]:
    """A Redis of the test's own, to be stopped and started."""
    with services.redis() as service:
        if service is None:
            pytest.skip("there is no Redis")
        yield service


def until(condition: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait until the condition holds; what it returned then."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"still not after {seconds} s"
        time.sleep(0.01)
    return found
