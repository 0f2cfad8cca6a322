"""What runs: a database, one or more server processes over it, Redis where there is one; and its people."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from confhub import schema
from confhub.commands import directory, seats
from confhub.db import Database
from tests.servers import Server
from tests.world import make_world
from tools import services

REPORTERS = 2
START_UP = 120.0
LAST_WORDS = 3000


class Process(Server):
    """A server process that can also be stopped for a while."""

    patience = START_UP

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    def pause(self) -> None:
        """SIGSTOP: it is there, but does nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


class House:
    """A briefing on real servers: SQLite and one process, or PostgreSQL, Redis and two of them.

    As a context it is up and running; ``tokens`` are by name, as in ``World``, with more reporters.
    """

    code = "DEMO"

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self._folder = kind, folder
        self.postgres: services.Service | None = None
        self.redis: services.Service | None = None
        self.processes: list[Process] = []
        self.tokens: dict[str, str] = {}
        self._stack = ExitStack()

    def __enter__(self) -> House:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stack.close()

    def _start(self) -> None:
        url, settings = f"sqlite:///{self._folder / 'faults.db'}", {}
        if self.kind == "postgres":
            # Nothing for speed: what is acknowledged has to outlive a crash of the cluster.
            self.postgres = self._stack.enter_context(services.postgres(settings=()))
            self.redis = self._stack.enter_context(services.redis())
            assert self.postgres is not None and self.redis is not None
            url, settings = self.postgres.url, {"redis_url": self.redis.url}
        self.db = Database(url)
        self._stack.callback(self.db.close)
        schema.upgrade(self.db)
        directory.install_rosters(self.db)
        self.world = make_world(self.db)
        self.tokens = dict(self.world.tokens)
        self._seat_reporters()
        for number in range(1 if self.kind == "sqlite" else 2):
            folder = self._folder / str(number)
            folder.mkdir()
            process = Process(url, folder, **settings)
            self.processes.append(process)
            self._stack.callback(process.stop)
            process.start()

    def _seat_reporters(self) -> None:
        names = [f"reporter{number}" for number in range(3, 3 + REPORTERS)]
        held = [
            {"role": "reporter", "name": name, "outlet": f"Báo {name}", "hours": "1440"} for name in names
        ]
        granted = seats.grant_many(self.db, directory.SYSTEM, held, self.code)
        self.tokens |= {name: str(seat.token) for name, seat in zip(names, granted, strict=True)}

    def any_port(self, lot: Random) -> int:
        """The port of one of the processes, as a balancer in front of them would choose."""
        return lot.choice(self.processes).port

    def any_url(self, lot: Random) -> str:
        """The same as an address."""
        return lot.choice(self.processes).url

    def wait_for_database(self) -> None:
        """Until the database takes queries again."""
        deadline = time.monotonic() + START_UP
        while True:
            try:
                with self.db.engine.connect() as connection:
                    connection.execute(text("SELECT 1"))
                return
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def last_words(self) -> str:
        """The end of what each process has written."""
        return "\n".join(process.log.read_text(errors="replace")[-LAST_WORDS:] for process in self.processes)
