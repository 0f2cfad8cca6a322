"""confhub under test: a prepared database, servers over it, and the tokens that open them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.api import Api
from bench.errors import BenchError
from bench.installed import ROOT
from bench.load_client import Load
from bench.processes import Process
from tools.services import free_port

SEATS = 2000


@dataclass(frozen=True)
class Tokens:
    """Files of tokens for the load client, and the moderator's own for the API."""

    briefing: str
    moderator: str
    moderators: Path
    reporters: Path
    count: int


@dataclass(frozen=True)
class Served:
    """A confhub that serves: the port that clients use, its processes (none when it is not ours)."""

    port: int
    tokens: Tokens
    processes: tuple[Process, ...] = ()

    @property
    def api(self) -> Api:
        """The API with the moderator's token."""
        return Api(self.port, self.tokens.briefing, self.tokens.moderator)

    def cpu(self) -> float | None:
        """Seconds of CPU that its processes have used; None when they are not ours."""
        return sum(process.cpu() for process in self.processes) if self.processes else None

    def cpu_each(self, before: float | None, count: int) -> float | None:
        """Seconds of CPU since ``before``, for each of ``count``."""
        now = self.cpu()
        return None if now is None or before is None else (now - before) / max(1, count)

    def memory(self) -> int | None:
        """Bytes of resident memory of its processes; None when they are not ours."""
        return sum(process.memory() for process in self.processes) if self.processes else None


@dataclass(frozen=True)
class Crowd:
    """A confhub that serves a busy briefing: its database, and the links that ``bench.crowd`` wrote."""

    port: int
    database_url: str
    links: Mapping[str, Any]

    @property
    def url(self) -> str:
        """Where browsers go."""
        return f"http://127.0.0.1:{self.port}"


class House:
    """Prepares databases in a folder of its own and serves copies of them."""

    def __init__(self, folder: Path, load: Path) -> None:
        self.folder, self.load = folder, load
        self._kept = folder / "prepared.db"
        self._runs = 0

    def environment(self, **settings: str) -> dict[str, str]:
        """What a confhub process is started with."""
        return {
            "PYTHONPATH": str(ROOT),
            "CONFHUB_DATA_DIR": str(self.folder),
            "CONFHUB_SECRET_KEY": "for the bench only",
            "CONFHUB_ASK_LIMIT": "1000000 per minute",
            "CONFHUB_ASYNC": "eventlet",
            **{f"CONFHUB_{name.upper()}": value for name, value in settings.items()},
        }

    def prepare(self, database_url: str) -> Tokens:
        """Fill an empty database; the tokens that open it."""
        links = self.folder / f"links-{self.next_run()}.json"
        self.run("bench.prepare", str(SEATS), str(links), database_url=database_url)
        return self.tokens(json.loads(links.read_text(encoding="utf-8")))

    def tokens(self, links: Mapping[str, Any]) -> Tokens:
        """Token files from what ``run.py demo --links`` or ``prepare`` wrote.

        Without seats of their own, watchers share those of the demo's two reporters.
        """
        roles = links["roles"]
        reporters = links.get("reporters") or [roles["reporter"]["token"], roles["reporter2"]["token"]]
        files = {"moderators": [roles["moderator"]["token"]], "reporters": reporters}
        for name, tokens in files.items():
            (self.folder / name).write_text("".join(f"{token}\n" for token in tokens), encoding="utf-8")
        return Tokens(
            links["briefing"],
            roles["moderator"]["token"],
            self.folder / "moderators",
            self.folder / "reporters",
            len(reporters),
        )

    def copy(self) -> tuple[str, Tokens]:
        """The URL of a fresh copy of the prepared SQLite database, and its tokens."""
        if not self._kept.exists():
            self._tokens = self.prepare(f"sqlite:///{self._kept}")
            for left in self.folder.glob("prepared.db-*"):
                raise BenchError(f"{left.name} was left behind: the copy would not be whole")
        path = self.folder / f"run-{self.next_run()}.db"
        shutil.copy(self._kept, path)
        return f"sqlite:///{path}", self._tokens

    @contextmanager
    def served(self, **settings: str) -> Iterator[Served]:
        """A confhub on a fresh copy of the prepared SQLite database."""
        url, tokens = self.copy()
        with self.process(url, **settings) as process:
            yield Served(process.port, tokens, (process,))
        for left in self.folder.glob(f"{Path(url).name}*"):
            left.unlink()

    def process(self, database_url: str, **settings: str) -> Process:
        """One server process over a database."""
        port = free_port()
        environment = self.environment(database_url=database_url, port=str(port), **settings)
        command = [sys.executable, "-m", "confhub", "serve"]
        return Process(command, port, self.folder / "confhub.log", environment)

    def crowd(self, received: int, queued: int) -> tuple[Path, Path]:
        """A new database with a busy briefing, and its links as JSON; see ``bench.crowd``."""
        database, links = (self.folder / f"crowd-{self.next_run()}.{kind}" for kind in ("db", "json"))
        self.run("bench.crowd", str(received), str(queued), str(links), database_url=f"sqlite:///{database}")
        return database, links

    @contextmanager
    def crowded(self, database: Path, links: Path) -> Iterator[Crowd]:
        """A confhub over such a database."""
        url = f"sqlite:///{database}"
        with self.process(url) as process:
            yield Crowd(process.port, url, json.loads(links.read_text(encoding="utf-8")))

    @contextmanager
    def connected(self, served: Served, watchers: int) -> Iterator[Load]:
        """The moderator's socket and so many reporters'."""
        with Load(self.load, served.port) as load:
            load.connect("m", 1, served.tokens.moderators)
            if watchers:
                load.connect("w", watchers, served.tokens.reporters)
            # What connecting sets in motion is over.
            load.do("idle", 1)
            yield load

    def run(self, module: str, *arguments: str, database_url: str) -> None:
        """Run a module of the bench as a process of its own over a database."""
        command = [sys.executable, "-m", module, *arguments]
        environment = {**os.environ, **self.environment(database_url=database_url)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise BenchError(f"{module} failed: {done.stderr[-500:]}")

    def next_run(self) -> int:
        """A number that no run before had."""
        self._runs += 1
        return self._runs
