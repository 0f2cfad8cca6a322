"""A failed push is nobody's error: the commit stands, the others are told, and the pump goes on."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from confhub.live import regions
from tests.watcher import Watcher


@pytest.fixture
def watcher(app, world):
    return Watcher(app, world, ["vi"])


def test_a_region_that_cannot_be_rendered_keeps_no_other_one_back(watcher, world, monkeypatch):
    def stumble(_view):
        raise ZeroDivisionError

    monkeypatch.setitem(regions._CONTEXT, "moderator-queue", stumble)
    number = world.ask()
    world.act("moderator", "queue", number)
    watcher.pump.tick()
    sent = {message["region"] for _to, message in watcher.sent}
    assert {"moderator-inbox", "chair-next", "stage", "reporter-mine"} <= sent
    assert "moderator-queue" not in sent


def test_a_database_that_goes_away_within_a_region_takes_no_message_with_it(watcher, world, monkeypatch):
    def away(_view):
        raise OperationalError("SELECT", {}, Exception("the server closed the connection"))

    world.ask()
    with monkeypatch.context() as broken:
        broken.setitem(regions._CONTEXT, "moderator-queue", away)
        broken.setitem(regions._CONTEXT, "moderator-inbox", away)
        watcher.pump.tick()
    screens = watcher.receive({})
    assert ("moderators", "moderator-inbox", "vi") in screens


def test_a_log_that_cannot_be_read_for_a_moment_is_read_at_the_next_tick(watcher, world, monkeypatch):
    world.ask()
    with monkeypatch.context() as broken:

        def away():
            raise OSError("no database")

        broken.setattr(world.db, "reading", away)
        watcher.pump.tick()
    assert watcher.sent == []
    screens = watcher.receive({})
    assert ("moderators", "moderator-inbox", "vi") in screens


def test_a_message_that_cannot_be_sent_does_not_undo_the_command(watcher, world, monkeypatch):
    def broken(_to, _message):
        raise OSError("no socket")

    monkeypatch.setattr(watcher.pump, "_send", broken)
    number = world.ask()
    watcher.pump.tick()
    assert world.question(number).state == "received"
    monkeypatch.undo()
    world.act("moderator", "queue", number)
    assert watcher.receive(watcher.reload()) == watcher.reload()
