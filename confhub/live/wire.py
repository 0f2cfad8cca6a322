"""A wire: one WebSocket's way out, in order, never waiting, bounded."""

from __future__ import annotations

import contextlib
import socket as sockets
import time
from collections import deque
from collections.abc import Callable
from typing import Any

# A reader with more than this unread is cut off at the next message; it comes back and asks for what
# it missed. One message alone may be larger.
BEHIND_MAX = 1024 * 1024
# How long a connection that is closed may take to read what was written before.
FLUSH_SECONDS = 5.0


class Wire:
    """Takes whole frames and writes them at once as far as the kernel lets it.

    The rest waits here, about ``BEHIND_MAX`` bytes at most, and is written by a thread of its own that
    ends when nothing is left. Threads are cooperative where this is used: what does not wait is not
    interrupted, so that no lock is needed.
    """

    __slots__ = ("_background", "_backlog", "_connection", "_on_cut", "_raw", "_waiting", "behind", "closed")

    def __init__(
        self,
        raw: Any,
        waiting: Any,
        connection: Any,
        background: Callable[..., Any],
        on_cut: Callable[[str], None],
    ) -> None:
        self._raw, self._waiting, self._connection = raw, waiting, connection
        self._background, self._on_cut = background, on_cut
        # Most connections never need one.
        self._backlog: deque[bytes | memoryview] | None = None
        self.behind = 0
        self.closed = False

    def is_straight(self) -> bool:
        """True when nothing that was sent before is still on the ordinary path."""
        return self._connection.upgraded and not self._connection.queue.qsize()

    def write(self, frames: bytes) -> None:
        """Send whole frames after all that was written before."""
        if self.closed:
            return
        sent = 0
        if not self._backlog:
            try:
                sent = self._raw.send(frames)
            except (BlockingIOError, InterruptedError):
                pass
            except OSError:
                self._end()
                return
            if sent == len(frames):
                return
            self._backlog = deque()
            self._background(self._drain)
        elif self.behind > BEHIND_MAX:
            self._end()
            self._on_cut(self._connection.sid)
            return
        self._backlog.append(memoryview(frames)[sent:] if sent else frames)
        self.behind += len(frames) - sent

    def finish(self) -> None:
        """Wait, for a bounded time, until all is written; then nothing is written any more."""
        deadline = time.monotonic() + FLUSH_SECONDS
        while self._backlog and time.monotonic() < deadline:
            time.sleep(0.01)
        self.closed = True

    def _drain(self) -> None:
        try:
            while self._backlog:
                sent = self._waiting.send(self._backlog[0])
                self._forget(sent)
            self._backlog = None
        except OSError:
            self._end()

    def _forget(self, sent: int) -> None:
        # It may have been given up while this thread was waiting.
        if not self._backlog:
            return
        self.behind -= sent
        first = self._backlog.popleft()
        if sent < len(first):
            self._backlog.appendleft(memoryview(first)[sent:])

    def _end(self) -> None:
        """Give the connection up; its reader wakes up and ends it in the ordinary way."""
        self.closed = True
        self._backlog, self.behind = None, 0
        with contextlib.suppress(OSError):
            self._raw.shutdown(sockets.SHUT_RDWR)


def open_wire(
    socket: Any, connection: Any, background: Callable[..., Any], on_cut: Callable[[str], None]
) -> Wire | None:
    """Put a Wire under a WebSocket of cooperative concurrency; None for any other kind.

    Every frame goes through it then: messages, pings, answers to pings, the closing frame.
    ``background`` starts a thread, ``on_cut(connection id)`` hears of a reader that was cut off.
    """
    waiting = getattr(socket, "socket", None)
    raw: Any = getattr(waiting, "fd", None)
    if not hasattr(socket, "_send") or not hasattr(raw, "send") or raw.gettimeout() != 0:
        return None
    wire = Wire(raw, waiting, connection, background, on_cut)
    close = socket.close

    def finish_and_close(*args: Any, **kwargs: Any) -> None:
        socket._send = late
        close(*args, **kwargs)

    def late(closing_frame: bytes) -> None:
        wire.write(closing_frame)
        wire.finish()

    socket._send = wire.write
    socket.close = finish_and_close
    return wire
