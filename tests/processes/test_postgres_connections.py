"""PostgreSQL's connections: side by side, bounded, and found again after a restart."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from signal import SIGINT

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from confhub.db import Database
from tests.servers import ROOT
from tools import services

pytestmark = pytest.mark.postgres

SIDE_BY_SIDE = """
import sys, threading, time
from confhub import concurrency
concurrency.patch()
from sqlalchemy import text
from confhub.db import Database

db, told = Database(sys.argv[1]), []

def ask():
    with db.reading() as session:
        told.append("begin")
        session.execute(text("SELECT pg_sleep(0.3)"))
        told.append("end")

def tick():
    while told.count("end") < len(threads):
        told.append("tick")
        time.sleep(0.005)

threads = [threading.Thread(target=ask) for _ in range(8)]
ticker = threading.Thread(target=tick)
for thread in (ticker, *threads):
    thread.start()
for thread in (ticker, *threads):
    thread.join()
print(*told)
"""


def test_queries_run_side_by_side_in_an_eventlet_process_and_hold_up_nobody(postgres_url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", SIDE_BY_SIDE, postgres_url]
    environment = {**os.environ, "CONFHUB_ASYNC": "eventlet"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    told = ran.stdout.split()
    meanwhile = told[: told.index("end")]
    assert meanwhile.count("begin") == 8
    # From when the last one has begun, until the first one ends.
    assert meanwhile[::-1].index("begin") > 3, told


def test_nothing_waits_for_ever(postgres_url: str) -> None:
    db = Database(postgres_url)
    with db.reading() as session:
        for bound in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert session.scalar(text(f"SHOW {bound}")) != "0", bound
    db.close()


def test_after_a_restart_of_the_server_connections_are_made_anew() -> None:
    with services.postgres() as server:
        if server is None:
            pytest.skip("there is no PostgreSQL")
        db = Database(server.url)
        with db.transaction() as session:
            session.execute(text("CREATE TABLE kept (n integer)"))
        server.stop(SIGINT)
        with pytest.raises(OperationalError), db.transaction() as session:
            session.execute(text("INSERT INTO kept VALUES (1)"))
        server.start()
        wait_for(server.url)
        with db.transaction() as session:
            session.execute(text("INSERT INTO kept VALUES (2)"))
        with db.reading() as session:
            assert session.scalars(text("SELECT n FROM kept")).all() == [2]
        db.close()


def wait_for(url: str) -> None:
    """Until the server takes connections: its port is open before that."""
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url.replace("+psycopg", "")).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
