"""A browser's line to ``/socket.io``, by WebSocket or by long-polling, which can be cut in ugly ways."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import struct
from http.client import HTTPConnection, HTTPException
from typing import Any

import websocket

PATH = "/socket.io/?EIO=4&transport="
# As long as socket.io's client waits for a line to open.
OPENING = 20.0
SMALL_BUFFER = 8 * 1024
# No packet and no ping for as long as this, and the client knows that the line is dead.
SILENCE = 40.0
_BROKEN = (OSError, HTTPException, websocket.WebSocketException, ValueError)


class LineLost(Exception):
    """The line is gone, or never opened."""


class WebSocketLine:
    """Engine.IO packets by WebSocket."""

    def __init__(self, port: int, cookie: str) -> None:
        # So that a reader that stops is behind soon.
        self._socket = websocket.WebSocket(sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)])
        self._socket.settimeout(OPENING)
        try:
            self._socket.connect(f"ws://127.0.0.1:{port}{PATH}websocket", cookie=cookie)
            self._socket.recv()
        except _BROKEN as error:
            self.cut()
            raise LineLost(str(error)) from error

    def send(self, packet: str) -> None:
        """Send one packet."""
        try:
            self._socket.send(packet)
        except _BROKEN as error:
            raise LineLost(str(error)) from error

    def receive(self, patience: float) -> list[str]:
        """The packets that have come, none when none came in time."""
        try:
            self._socket.settimeout(patience)
            return [str(self._socket.recv())]
        except websocket.WebSocketTimeoutException:
            # What came of a frame so far is kept.
            return []
        except _BROKEN as error:
            raise LineLost(str(error)) from error

    def cut(self) -> None:
        """End it without a word."""
        reset(self._socket.sock)


class PollingLine:
    """Engine.IO packets by long-polling."""

    def __init__(self, port: int, cookie: str) -> None:
        self._headers, self._path = {"Cookie": cookie}, PATH + "polling"
        self._get, self._post = HTTPConnection("127.0.0.1", port), HTTPConnection("127.0.0.1", port)
        self._asked = False
        try:
            opening = next(iter(self._answer(OPENING)), None)
            if opening is None:
                raise LineLost("no answer")
        except LineLost:
            self.cut()
            raise
        self._path += f"&sid={json.loads(opening[1:])['sid']}"

    def send(self, packet: str) -> None:
        """Send one packet."""
        try:
            self._post.timeout = OPENING
            self._post.request("POST", self._path, packet.encode(), self._headers)
            self._read(self._post)
        except _BROKEN as error:
            raise LineLost(str(error)) from error

    def receive(self, patience: float) -> list[str]:
        """The packets that have come, none when none came in time."""
        return self._answer(patience)

    def cut(self) -> None:
        """End it without a word."""
        for connection in (self._get, self._post):
            reset(connection.sock)

    def _answer(self, patience: float) -> list[str]:
        try:
            if not self._asked:
                self._get.timeout = OPENING
                self._get.request("GET", self._path, headers=self._headers)
                self._asked = True
            if not select.select([self._get.sock], [], [], patience)[0]:
                return []
            self._asked = False
            return self._read(self._get).split("\x1e")
        except _BROKEN as error:
            raise LineLost(str(error)) from error

    def _read(self, connection: HTTPConnection) -> str:
        answer = connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise LineLost(f"{answer.status} {body[:200]}")
        return body


class Live:
    """The ``/live`` namespace over a line: what has come is given as ``(event, data)``.

    Events are those of the server, and ``connect``, ``connect_error``, ``disconnect``, and ``ack``
    with ``(number, data)``.
    """

    def __init__(self, line: WebSocketLine | PollingLine, auth: dict[str, Any]) -> None:
        self.line = line
        self._asked = 0
        line.send(f"40/live,{json.dumps(auth)}")

    def ask(self, event: str, data: Any) -> int:
        """Send an event; the number that its acknowledgement will carry."""
        self._asked += 1
        self.line.send(f"42/live,{self._asked}{json.dumps([event, data])}")
        return self._asked

    def receive(self, patience: float) -> tuple[bool, list[tuple[str, Any]]]:
        """Whether anything came at all within ``patience`` seconds, and the events in it."""
        packets = self.line.receive(patience)
        return bool(packets), [event for packet in packets for event in self._event(packet)]

    def _event(self, packet: str) -> list[tuple[str, Any]]:
        if packet == "2":
            self.line.send("3")
        elif packet in ("", "1"):
            raise LineLost("closed by the server")
        kind, _, rest = packet.partition("/live,")
        if kind == "40":
            return [("connect", None)]
        if kind == "44":
            return [("connect_error", json.loads(rest)["message"])]
        if kind == "41":
            return [("disconnect", None)]
        if kind == "42":
            event, *data = json.loads(rest)
            return [(event, data[0] if data else None)]
        if kind == "43":
            number, _, data = rest.partition("[")
            return [("ack", (int(number), json.loads(f"[{data}")[0]))]
        return []


def reset(sock: socket.socket | None) -> None:
    """Close a connection as one does who has forgotten it."""
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
