"""A Socket.IO server with nothing but the fan-out, told over HTTP what to send.

``python -m tests.fanout_app`` on CONFHUB_PORT; the kernel's buffers are small, so that writes stay
partial.
"""

from __future__ import annotations

from confhub import concurrency

concurrency.patch()

import os
import socket
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from confhub.live.fanout import FanOut, PlainJson

ROOM = "hall"
SEND_BUFFER = 8 * 1024


class _Live:
    """What concurrency.serve expects of the socket layer."""

    def start(self) -> None:
        pass

    disconnect_all = close = start


def make_app() -> Flask:
    """The application: everybody who connects joins one room."""
    app = Flask(__name__)
    fan_out = FanOut()
    io = SocketIO(
        app,
        async_mode=concurrency.mode(),
        client_manager=fan_out,
        json=PlainJson,
        ping_interval=1,
        ping_timeout=20,
        max_http_buffer_size=4 * 1024 * 1024,
    )
    app.extensions["live"] = _Live()
    connected: list[str] = []

    @io.on("connect")
    def connect() -> None:
        connected.append(request.sid)  # type: ignore[attr-defined]
        join_room(ROOM)

    @io.on("disconnect")
    def disconnect(*_reason: Any) -> None:
        connected.remove(request.sid)  # type: ignore[attr-defined]

    @io.on("echo")
    def echo(number: int) -> int:
        return number

    @app.post("/emit")
    def emit() -> dict[str, int]:
        """Send ``count`` numbered messages of ``size`` bytes to the room, ``pause`` seconds apart."""
        first, count, size = (int(request.args.get(name, 0)) for name in ("first", "count", "size"))
        most = 0
        for number in range(first, first + count):
            filling: Any = bytes(size) if "binary" in request.args else "ộ" * (size // 3)
            io.emit("news", (number, filling), to=ROOM)
            most = max(most, fan_out.backlog_bytes)
            io.sleep(float(request.args.get("pause", 0)))
        return {"most_behind": most}

    @app.post("/disconnect")
    def disconnect_all() -> dict[str, int]:
        """End every connection from this side."""
        for sid in list(connected):
            eio_sid = io.server.manager.eio_sid_from_sid(sid, "/")
            io.server.eio.sockets[eio_sid].close(wait=False)
        return {}

    @app.get("/state")
    def state() -> dict[str, int]:
        return {
            "connected": len(connected),
            "cut_off": fan_out.cut_off,
            "behind": fan_out.backlog_bytes,
            "wires": len(fan_out._wires),
        }

    return app


def main(port: int) -> None:
    """Serve until SIGTERM."""
    listen = concurrency.listen

    def small(*args: Any) -> socket.socket:
        sock = listen(*args)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        return sock

    concurrency.listen = small
    concurrency.serve(make_app(), "127.0.0.1", port)


if __name__ == "__main__":
    main(int(os.environ["CONFHUB_PORT"]))
