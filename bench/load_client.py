"""The load client (bench/load, in C) as a child that is told what to do, a line at a time."""

from __future__ import annotations

import json
import selectors
import subprocess
from pathlib import Path
from typing import Any

from bench.errors import BenchError


class Load:
    """Clients of one server on this machine; see bench/load/load.h for the commands."""

    def __init__(self, program: Path, port: int, kind: str = "socketio", control_port: int = 0) -> None:
        command = [str(program), str(port), kind, str(control_port)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
        )
        assert self._process.stdout is not None
        self._answers = selectors.DefaultSelector()
        self._answers.register(self._process.stdout, selectors.EVENT_READ)

    def __enter__(self) -> Load:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._answers.close()

    def do(self, *words: object, patience: float = 120) -> dict[str, Any]:
        """Have one command carried out and answer what it measured; BenchError when it fails."""
        assert self._process.stdin is not None and self._process.stdout is not None
        said = b""
        try:
            self._process.stdin.write((" ".join(map(str, words)) + "\n").encode())
            while not said.endswith(b"\n"):
                if not self._answers.select(patience):
                    raise BenchError(f"the load client took more than {patience:.0f} s for: {words[0]}")
                part = self._process.stdout.read(65536)
                if not part:
                    raise BenchError(f"the load client ended at {words[0]}: {self._complaint()}")
                said += part
        except BrokenPipeError:
            raise BenchError(f"the load client had ended before {words[0]}: {self._complaint()}") from None
        answer: dict[str, Any] = json.loads(said)
        return answer

    def connect(self, label: str, count: int, tokens: str | Path = "-") -> dict[str, Any]:
        """Connect so many clients of a group; BenchError unless all are let in."""
        answer = self.do("connect", label, count, tokens, patience=150)
        if answer["connected"] != count:
            raise BenchError(f"{answer['connected']} of {count} clients could connect")
        return answer

    def _complaint(self) -> str:
        assert self._process.stderr is not None
        return self._process.stderr.read().decode(errors="replace")[-300:].strip()
