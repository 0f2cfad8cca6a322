"""What several processes share: a database on PostgreSQL, and Redis."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

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
