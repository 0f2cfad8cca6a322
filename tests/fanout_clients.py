"""A server with nothing but the fan-out, and clients that read it as they are told to."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import engineio
import socketio
import websocket
from engineio import payload

from tests.servers import Server

PATIENCE = 20.0
# Its bound on packets in one poll is one of the Python client alone.
payload.Payload.max_decode_packets = 10_000
SMALL = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 * 1024)]


class FanOutServer(Server):
    """tests/fanout_app.py in a process of its own."""

    module = ("tests.fanout_app",)
    ready = "/state"

    def __init__(self, folder: Path, mode: str) -> None:
        super().__init__("", folder, **{"async": mode})
        self.start()

    def emit(self, count: int, first: int = 0, size: int = 300, **more: Any) -> dict[str, int]:
        """Have numbered messages sent to everybody."""
        asked = {"count": count, "first": first, "size": size, **more}
        return self._call("/emit?" + "&".join(f"{k}={v}" for k, v in asked.items()), b"")

    def disconnect_all(self) -> None:
        """Have every connection ended by the server."""
        self._call("/disconnect", b"")

    def state(self) -> dict[str, int]:
        """Who is connected, and how far readers are behind."""
        return self._call("/state")

    def wait_for(self, wanted: Callable[[dict[str, int]], bool]) -> None:
        """Wait until the state is as wanted."""
        deadline = time.monotonic() + PATIENCE
        while not wanted(state := self.state()):
            assert time.monotonic() < deadline, state
            time.sleep(0.02)

    def _call(self, path: str, body: bytes | None = None) -> dict[str, int]:
        with urllib.request.urlopen(self.url + path, body, timeout=PATIENCE) as answer:
            return dict(json.load(answer))


class Reader:
    """A WebSocket client that reads only when it is asked to."""

    def __init__(self, server: FanOutServer) -> None:
        url = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(url, sockopt=SMALL, timeout=PATIENCE)
        self.socket.recv()
        self.socket.send("40")
        assert self.message().startswith("40")

    def news(self, count: int) -> list[int]:
        """The numbers of the next ``count`` messages."""
        return [self._number() for _ in range(count)]

    def rest(self) -> list[int]:
        """The numbers of all messages until the server closes the connection."""
        numbers = []
        while True:
            try:
                message = self.message()
            except websocket.WebSocketException:
                return numbers
            if message.startswith("42"):
                numbers.append(int(json.loads(message[2:])[1]))
            elif message == "":
                return numbers

    def _number(self) -> int:
        message = self.message()
        assert message.startswith("42"), message[:40]
        return int(json.loads(message[2:])[1])

    def message(self) -> str:
        """The next message; pings are answered."""
        while (message := self.socket.recv()) == "2":
            self.socket.send("3")
        return str(message)


class _InOrder(engineio.Client):
    # The client gives each message a thread of its own, which may overtake another one's.
    def _trigger_event(self, event: str, *args: Any, **how: Any) -> Any:
        return super()._trigger_event(event, *args, **{**how, "run_async": False})


class _Client(socketio.Client):
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class Polite:
    """Socket.IO's own client, which keeps the numbers it gets."""

    def __init__(self, server: FanOutServer, transports: list[str] | None = None) -> None:
        self.numbers: list[int] = []
        self.fillings: list[Any] = []
        self._news = threading.Condition()
        self.client = _Client(reconnection=False)
        self.client.on("news", self._keep)
        self.client.connect(server.url, transports=transports, wait_timeout=PATIENCE)

    def _keep(self, number: int, filling: Any) -> None:
        with self._news:
            self.numbers.append(number)
            self.fillings.append(filling)
            self._news.notify_all()

    def has(self, count: int) -> bool:
        """Wait until ``count`` messages have come."""
        with self._news:
            return self._news.wait_for(lambda: len(self.numbers) >= count, PATIENCE)
