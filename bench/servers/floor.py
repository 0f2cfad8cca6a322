"""The raw floor: picows on asyncio sends the same bytes as plain frames; no rooms, no Socket.IO."""

from __future__ import annotations

import asyncio  # noqa: TID251  (a process of its own)
import struct
import sys
from typing import Any, ClassVar

from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

HEAD = '42/live,["update",{"region":"stage","seq":%d,"html":"'
TAIL = '"}]'
FIRST = 1_000_000


class Watcher(WSListener):
    """One connection."""

    everybody: ClassVar[set[WSTransport]] = set()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.everybody.add(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Watchers say nothing."""

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.everybody.discard(transport)


class Control(asyncio.Protocol):
    """Four bytes, a size: send a message of that size to everybody."""

    seq = FIRST

    def data_received(self, data: bytes) -> None:
        for (size,) in struct.iter_unpack("!I", data):
            head = HEAD % Control.seq
            message = (head + "x" * (size - len(head) - len(TAIL)) + TAIL).encode()
            Control.seq += 1
            for transport in Watcher.everybody:
                transport.send(WSMsgType.TEXT, message)


async def main(port: int, control_port: int) -> None:
    """Serve until the process is ended."""

    def listener(_request: WSUpgradeRequest) -> Any:
        return Watcher()

    await ws_create_server(listener, "127.0.0.1", port, backlog=4096)
    server = await asyncio.get_running_loop().create_server(Control, "127.0.0.1", control_port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
