"""A database that is away: nobody is left waiting, everybody is told to come again."""

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


def test_a_page_says_what_is_the_matter(enter: Any, world: World, monkeypatch: Any) -> None:
    browser = enter("moderator")
    with monkeypatch.context() as broken:
        broken.setattr(world.db, "reading", away)
        answer = browser.get("/b/DEMO/moderator")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert "Chưa kết nối được cơ sở dữ liệu" in answer.text


def test_the_api_says_it_too(app: Flask, world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(world.db, "reading", away)
    headers = {"Authorization": f"Bearer {world.tokens['moderator']}", "Accept-Language": "en"}
    answer = app.test_client().get("/api/v1/briefings", headers=headers)
    assert answer.status_code == 503
    assert answer.json["detail"] == "The database cannot be reached. Please try again in a moment."


def test_a_form_is_told_where_it_was_sent(enter: Any, world: World, monkeypatch: Any) -> None:
    number = world.ask()
    browser = enter("moderator")
    monkeypatch.setattr(world.db, "transaction", away)
    answer = browser.post(
        f"/b/DEMO/moderator/questions/{number}/queue",
        data={"version": "1"},
        headers={"Accept": "text/vnd.turbo-stream.html"},
    )
    assert answer.status_code == 503
    assert "<turbo-stream" in answer.text
