"""The servers whose fan-out is compared, and how each is started."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.errors import BenchError
from bench.installed import BENCH, Installed
from bench.processes import Process
from tools.services import free_port

SERVERS = BENCH / "servers"
Command = list[str | Path]


@dataclass(frozen=True)
class Peer:
    """One of them: its name in tables, how its clients speak, its command but for the two ports."""

    name: str
    title: str
    speaks: str
    command: Callable[[Installed, str, str], Command]

    def start(self, found: Installed, log: Path) -> tuple[Process, int]:
        """Its process, serving, and its control port; BenchError when it cannot."""
        if self.name in found.missing:
            raise BenchError("not installed")
        port, control = free_port(), free_port()
        command = self.command(found, str(port), str(control))
        return Process(command, port, log, {"PYTHONPATH": found.python_path}), control


def _flask(kind: str) -> Callable[[Installed, str, str], Command]:
    return lambda _found, port, control: [sys.executable, SERVERS / "flask_server.py", kind, port, control]


FLOOR = Peer(
    "floor",
    "raw floor: picows, plain frames",
    "raw",
    lambda _found, port, control: [sys.executable, SERVERS / "floor.py", port, control],
)
CONFHUB = Peer("confhub", "Flask-SocketIO, confhub's fan-out", "socketio", _flask("fanout"))
NODE = Peer(
    "socket.io",
    "Node's socket.io",
    "socketio",
    lambda found, port, control: [
        found.node or "node",
        SERVERS / "socketio.mjs",
        port,
        control,
        found.modules,
    ],
)
STOCK = Peer("stock", "Flask-SocketIO, stock", "socketio", _flask("stock"))
ALL = (FLOOR, CONFHUB, NODE, STOCK)
