"""A socket is never left waiting for a database that is away: it is sent off to come again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from confhub.live.sockets import NAMESPACE
from tests.world import World


@pytest.fixture
def connect(app: Flask, world: World) -> Any:
    """``connect()``: a moderator's socket, connected or not."""
    io = app.extensions["live"].io
    auth = {"token": world.tokens["moderator"], "briefing": "DEMO"}
    return lambda: io.test_client(app, namespace=NAMESPACE, auth=auth)


def away(*_args: object) -> None:
    raise OperationalError("SELECT", {}, Exception("the server closed the connection"))


def test_who_connects_is_refused_for_now(connect: Any, world: World, monkeypatch: Any) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(world.db, "reading", away)
        assert not connect().is_connected(NAMESPACE)
    assert connect().is_connected(NAMESPACE)


def test_who_asks_what_is_missing_is_disconnected(connect: Any, world: World, monkeypatch: Any) -> None:
    socket = connect()
    with monkeypatch.context() as broken:
        broken.setattr(world.db, "reading", away)
        socket.emit("sync", {"moderator-inbox": 0}, namespace=NAMESPACE)
    assert not socket.is_connected(NAMESPACE)
