"""Who waits for a lock lets the others go on; who waits in vain leaves nothing half done."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from itertools import pairwise

import pytest
from sqlalchemy.exc import OperationalError

from confhub import db as database
from confhub import event_log
from tests.checks import problems

HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(0.3)
held.execute("ROLLBACK")
"""


@contextmanager
def ticking():
    """A thread that counts as long as it is let; yields its list of ticks."""
    ticks: list[float] = []
    stop = threading.Event()

    def tick() -> None:
        while not stop.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    ticker = threading.Thread(target=tick)
    ticker.start()
    yield ticks
    stop.set()
    ticker.join(10)


def test_who_waits_for_a_lock_lets_the_others_go_on(world):
    """The lock is held in this process: whoever waits without giving way would wait for ever."""
    with ticking() as ticks:
        with world.db.transaction() as session:
            event_log.take(session, world.briefing_id)
            waiting = threading.Thread(target=world.ask)
            waiting.start()
            time.sleep(0.3)
            meanwhile = len(ticks)
            session.rollback()
        waiting.join(10)
    assert meanwhile > 3
    assert world.question(1).state == "received"
    assert problems(world) == []


def test_a_database_locked_by_another_process_does_not_freeze_the_server(sqlite_world):
    """PostgreSQL locks rows, SQLite the whole database."""
    world = sqlite_world
    path = world.db.url.removeprefix("sqlite:///")
    with (
        subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE) as holder,
        ticking() as ticks,
    ):
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        started = time.monotonic()
        world.ask()
        waited = time.monotonic() - started
    during = [tick for tick in ticks if started < tick < started + waited]
    # Had the wait frozen the process, there would be no tick while it lasted.
    assert len(during) > 3
    assert max(b - a for a, b in pairwise(during)) < waited
    assert problems(world) == []


def test_a_database_that_stays_locked_is_given_up_and_nothing_is_half_done(sqlite_world, monkeypatch):
    world = sqlite_world
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with world.db.transaction() as session:
        event_log.take(session, world.briefing_id)
        with pytest.raises(OperationalError, match="locked"):
            world.ask()
        session.rollback()
    assert problems(world) == []
    assert world.ask() == 1
