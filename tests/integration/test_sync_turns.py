"""Whoever asks what is missing waits for a turn: requests need connections to the database, too."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from confhub.live.sockets import NAMESPACE, SYNCS_AT_ONCE
from tests.world import World

# Longer than it takes to start the threads; what has to wait for a turn waits for this.
HELD = 0.05


class Crowd:
    """Moderators' sockets that all ask at once, and how many were being told at the same time."""

    def __init__(self, app: Flask, world: World, monkeypatch: Any) -> None:
        self.app, self.world = app, world
        self.together, self.of_one = 0, 0
        self._now: Counter[int] = Counter()
        monkeypatch.setattr(app.extensions["live"], "_missed", self._told)

    def _told(self, _session: Any, client: Any, _known: Any) -> Iterator[Any]:
        self._now[id(client)] += 1
        self.together = max(self.together, self._now.total())
        self.of_one = max(self.of_one, self._now[id(client)])
        time.sleep(HELD)
        self._now[id(client)] -= 1
        return iter(())

    def ask(self, sockets: int, times: int) -> None:
        """So many sockets ask so many times."""
        auth = {"token": self.world.tokens["moderator"], "briefing": "DEMO"}
        io = self.app.extensions["live"].io
        opened = [io.test_client(self.app, namespace=NAMESPACE, auth=auth) for _ in range(sockets)]
        asking = [
            threading.Thread(target=socket.emit, args=("sync", {}), kwargs={"namespace": NAMESPACE})
            for socket in opened * times
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()


@pytest.fixture
def crowd(app: Flask, world: World, monkeypatch: Any) -> Crowd:
    return Crowd(app, world, monkeypatch)


def test_a_few_at_once(crowd: Crowd) -> None:
    crowd.ask(sockets=3 * SYNCS_AT_ONCE, times=1)
    assert crowd.together == SYNCS_AT_ONCE


def test_one_thing_at_a_time_for_a_socket(crowd: Crowd) -> None:
    crowd.ask(sockets=2, times=4)
    assert (crowd.together, crowd.of_one) == (2, 1)
