"""Flask-SocketIO on eventlet, stock or with confhub's fan-out: everything else is the same.

Both are served as confhub serves (a long backlog, TCP_NODELAY, no bound of 1,024 connections): stock as
it comes would not take the clients at all. confhub's also has its settings for the garbage collector.
"""

# ruff: noqa: E402  (patches before any other import)

from __future__ import annotations

from confhub import concurrency

concurrency.patch()

import gc
import struct
import sys
from typing import Any

import eventlet.wsgi  # noqa: TID251  (a process of its own)
from flask import Flask
from flask_socketio import SocketIO, join_room

OVERHEAD = len('42/live,["update",{"region":"stage","seq":1000000,"html":""}]')
FIRST = 1_000_000


def make(kind: str) -> tuple[Flask, SocketIO]:
    """The application, with the manager that ``kind`` (stock, fanout) names."""
    app = Flask(__name__)
    how: dict[str, Any] = {}
    if kind == "fanout":
        from confhub.live.fanout import FanOut

        how["client_manager"] = FanOut()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
    socketio = SocketIO(app, async_mode="eventlet", ping_interval=20, **how)

    @socketio.on("connect", namespace="/live")
    def connect(_auth: Any = None) -> None:
        join_room("watchers")

    return app, socketio


def obey(socketio: SocketIO, port: int) -> None:
    """The control port: four bytes, a size, make an update of that size go to everybody."""
    seq = FIRST
    listening = concurrency.listen("127.0.0.1", port)
    control, _address = listening.accept()
    rest = b""
    while arrived := control.recv(4096):
        rest += arrived
        whole = len(rest) // 4 * 4
        for (size,) in struct.iter_unpack("!I", rest[:whole]):
            update = {"region": "stage", "seq": seq, "html": "x" * (size - OVERHEAD)}
            socketio.emit("update", update, to="watchers", namespace="/live")
            seq += 1
        rest = rest[whole:]


if __name__ == "__main__":
    app, socketio = make(sys.argv[1])
    sock = concurrency.listen("127.0.0.1", int(sys.argv[2]))
    eventlet.spawn(obey, socketio, int(sys.argv[3]))
    pool = eventlet.GreenPool(concurrency.CONNECTIONS)
    eventlet.wsgi.server(sock, app, custom_pool=pool, log_output=False, debug=False)
