"""Fan-out: a message to a room is encoded and framed once and written straight to its sockets.

It stands behind Socket.IO's ``client_manager`` and changes nothing else. The ordinary path hands each
message to a queue and a thread per connection, which costs about five times the CPU (docs/performance.md).
Connections that cannot be written to directly (long-polling, an upgrade under way, packets still
queued, another kind of concurrency) take that path, so that each client gets everything in order.
"""

from __future__ import annotations

import json
import logging
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

from engineio import packet as engine
from socketio import packet as socketio_packet

from confhub.live.rooms import Rooms
from confhub.live.wire import Wire, open_wire

# Packets that wait for a client on long-polling; one that never polls is cut off at this.
WAITING_MAX = 512
_log = logging.getLogger("confhub.fanout")


class PlainJson:
    """The JSON of messages: letters as they are, for ``\\u1ed9`` takes twice the bytes of ``ộ``."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: Any, **how: Any) -> str:
        """``value`` as JSON."""
        return json.dumps(value, ensure_ascii=False, **how)


class FanOut(Rooms):
    """Socket.IO's manager of rooms, with a short way to the sockets.

    ``cut_off`` counts the readers that were too far behind and were disconnected.
    """

    def __init__(self) -> None:
        super().__init__()
        self.cut_off = 0
        self._wires: dict[str, Wire] = {}

    @property
    def backlog_bytes(self) -> int:
        """What the kernel would not take yet, of all connections together."""
        return sum(wire.behind for wire in self._wires.values())

    def set_server(self, server: Any) -> None:
        """Take the server, and a hold of each WebSocket that it opens from now on."""
        super().set_server(server)
        drivers = getattr(server.eio, "_async", None)
        if isinstance(drivers, dict) and callable(drivers.get("websocket")):
            # A copy: what other servers of the process open is none of our business.
            server.eio._async = {**drivers, "websocket": partial(self._websocket, drivers["websocket"])}
        else:
            _log.warning("no fast fan-out: Engine.IO has changed inside; the ordinary path works")

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Send an event to a socket, a room or everybody in the namespace; never waits for a reader."""
        if callback or skip_sid:
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        if namespace not in self.rooms:
            return
        parts = self._encode(event, data, namespace)
        frames = b"".join(frame(engine.Packet(engine.MESSAGE, part).encode()) for part in parts)
        wires = self._wires
        for _sid, eio_sid in self.get_participants(namespace, to or room):
            wire = wires.get(eio_sid)
            if wire is not None and wire.is_straight():
                wire.write(frames)
            else:
                self._queue(eio_sid, parts)

    def _encode(self, event: str, data: Any, namespace: str) -> list[str | bytes]:
        given = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packet = self.server.packet_class(
            socketio_packet.EVENT, namespace=namespace, data=[event, *given]
        ).encode()
        return packet if isinstance(packet, list) else [packet]

    def _queue(self, eio_sid: str, parts: list[str | bytes]) -> None:
        connection = self.server.eio.sockets.get(eio_sid)
        if connection is None or connection.closed:
            return
        if connection.queue.qsize() > WAITING_MAX:
            self._count_cut(eio_sid)
            self.server.start_background_task(connection.close, wait=False, abort=True)
            return
        for part in parts:
            # Of its own for each client: a packet remembers how it was encoded first.
            self.server.eio.send_packet(eio_sid, engine.Packet(engine.MESSAGE, part))

    def _websocket(self, stock: Callable[..., Any], handler: Callable[[Any], Any], server: Any) -> Any:
        """A WebSocket of the stock kind, whose way out is a Wire where that can be."""
        connection = getattr(handler, "__self__", None)
        if connection is None:
            return stock(handler, server)

        def handle(socket: Any) -> Any:
            wire = open_wire(socket, connection, server.start_background_task, self._count_cut)
            if wire is None:
                return handler(socket)
            self._wires[connection.sid] = wire
            try:
                return handler(socket)
            finally:
                del self._wires[connection.sid]

        return stock(handle, server)

    def _count_cut(self, eio_sid: str) -> None:
        self.cut_off += 1
        _log.info("connection %s was too far behind and is cut off", eio_sid)


def frame(message: str | bytes) -> bytes:
    """One unmasked, final WebSocket frame with a message in it (RFC 6455, section 5.2)."""
    text = isinstance(message, str)
    payload = message.encode() if isinstance(message, str) else message
    first, length = 0x81 if text else 0x82, len(payload)
    if length < 126:
        head = struct.pack("!BB", first, length)
    elif length < 65536:
        head = struct.pack("!BBH", first, 126, length)
    else:
        head = struct.pack("!BBQ", first, 127, length)
    return head + payload
