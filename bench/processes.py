"""Servers under test: started, watched from outside through /proc, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.errors import BenchError
from tools.services import answers

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 20.0


class Process:
    """One server process of our own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        port: int,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port
        self._log = log
        with log.open("ab") as out:
            self._popen = subprocess.Popen(
                [str(part) for part in command],
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        if not answers(self._popen, port):
            self.stop()
            raise BenchError(f"{Path(command[0]).name} did not start: {self._tail()}")

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def cpu(self) -> float:
        """Seconds of CPU that it has used so far, its own and the kernel's for it."""
        stat = Path(f"/proc/{self._popen.pid}/stat").read_text(encoding="ascii", errors="replace")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> int:
        """Its resident memory in bytes."""
        fields = Path(f"/proc/{self._popen.pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        """Ask it to end; make it end."""
        if self._popen.poll() is None:
            self._popen.send_signal(signal.SIGTERM)
        try:
            self._popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def _tail(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-500:].strip()


def settled_memory(process: Process) -> int:
    """Resident memory once it has stopped to change for a moment (at most two seconds)."""
    before, deadline = process.memory(), time.monotonic() + 2
    while time.monotonic() < deadline:
        time.sleep(0.2)
        now = process.memory()
        if now == before:
            break
        before = now
    return before
