"""A confhub server in a process of its own, to be connected to, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.services import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0


class Server:
    """``python -m confhub serve`` on a free port, over a database that is migrated already."""

    # Seconds to start in.
    patience = PATIENCE

    module: tuple[str, ...] = ("confhub", "serve")
    ready = "/readyz"

    def __init__(self, database_url: str, data_dir: Path, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / "server.log"
        mode = os.environ.get("CONFHUB_TEST_SERVER_ASYNC") or os.environ.get("CONFHUB_ASYNC", "eventlet")
        self._environment = {
            **os.environ,
            "CONFHUB_ASYNC": mode,
            "CONFHUB_DATABASE_URL": database_url,
            "CONFHUB_DATA_DIR": str(data_dir),
            "CONFHUB_PORT": str(self.port),
            "CONFHUB_SECRET_KEY": "for tests only",
            "CONFHUB_ASK_LIMIT": "10000 per minute",
            **{f"CONFHUB_{name.upper()}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """True from its start to its end."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", *self.module]
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + self.patience
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end and wait; its exit code."""
        assert self._process is not None
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}{self.ready}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
