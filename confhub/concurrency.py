"""The only file that knows which kind of concurrency runs below confhub.

``CONFHUB_ASYNC`` is ``eventlet`` (default) or ``threading``. Everything else uses the standard
library's names (``time.sleep``, ``threading``), which ``patch()`` makes cooperative, and the few
functions below.
"""

from __future__ import annotations

import math
import os
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
# When the process ends, in seconds: until nothing more is taken from who was let in before; then for
# all that is under way; and of that, for sockets that do not go.
GRACE = 0.2
DRAIN = 7.0
GOODBYE = 2.0
CONNECTIONS = 20_000
MODES = ("eventlet", "threading")


def mode() -> str:
    """The mode that this process runs in, from ``CONFHUB_ASYNC``; ValueError for an unknown one."""
    chosen = os.environ.get("CONFHUB_ASYNC", "eventlet")
    if chosen not in MODES:
        raise ValueError(f"CONFHUB_ASYNC={chosen!r}: choose one of {', '.join(MODES)}")
    return chosen


def patch() -> None:
    """Make the standard library cooperative. Call it before any other import of the program."""
    if mode() == "eventlet":
        # psycopg's C wait would block every green thread for the length of each query.
        os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")
        # The resolver of greendns breaks on hosts without DNS and on newer dnspython.
        os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
        with warnings.catch_warnings():
            # That eventlet is being retired is known; docs/decisions says how we can leave it.
            warnings.simplefilter("ignore")
            import eventlet
        eventlet.monkey_patch()


def run_blocking(work: Callable[..., T], *args: Any) -> T:
    """Run CPU work that releases the GIL (argon2) beside the others; returns what ``work`` returns."""
    if mode() == "eventlet":
        from eventlet import tpool

        return tpool.execute(work, *args)
    return work(*args)


def listen(host: str, port: int, backlog: int = 4096) -> socket.socket:
    """A listening socket without Nagle's delay and with room for a storm of reconnects."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.bind((host, port))
    sock.listen(backlog)
    return sock


def serve(app: Any, host: str, port: int) -> None:
    """Serve a Flask application with its sockets and its pump until SIGTERM or Ctrl-C.

    On the signal nobody is let in any more, sockets are told to go and what is under way is finished.
    """
    live = app.extensions["live"]
    sock = listen(host, port)
    live.start()
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        # No lock may be taken here: this thread may be holding it.
        signal.signal(number, lambda received, _frame: asked.append(received))
    gate = _Gate(app)
    run = _run_eventlet if mode() == "eventlet" else _run_threading
    run(gate, sock, lambda: _wait_until(lambda: bool(asked)))
    # Who was let in last may still have to say what for.
    time.sleep(GRACE)
    gate.closed = True
    deadline = time.monotonic() + DRAIN
    live.disconnect_all()
    _wait_until(lambda: not gate.requests, deadline - time.monotonic())
    _wait_until(lambda: not gate.sockets, min(GOODBYE, deadline - time.monotonic()))
    live.close()
    # Idle keep-alive connections and the threads of closed sockets would hold the process for long.
    sys.stdout.flush()
    os._exit(0)


def _wait_until(condition: Callable[[], bool], seconds: float = math.inf) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


class _Gate:
    """WSGI around the application: knows what is under way, and refuses permessage-deflate.

    Once it is ``closed``, it refuses what comes over connections that were open already.
    """

    def __init__(self, wsgi: Any) -> None:
        # Not at the top: nothing may be imported before patch().
        from werkzeug.wsgi import ClosingIterator

        self._wsgi, self._closing = wsgi, ClosingIterator
        self.requests: set[object] = set()
        self.sockets: set[object] = set()
        self.closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self.closed:
            start_response("503 Service Unavailable", [("Connection", "close"), ("Content-Length", "0")])
            return []
        # It costs several times the CPU and memory of a connection.
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        under_way, this = self.sockets if "HTTP_UPGRADE" in environ else self.requests, object()
        under_way.add(this)
        try:
            body = self._wsgi(environ, start_response)
        except BaseException:
            under_way.discard(this)
            raise
        return self._closing(body, lambda: under_way.discard(this))


def _run_eventlet(wsgi: Any, sock: socket.socket, stay: Callable[[], None]) -> None:
    import eventlet.wsgi

    # eventlet's own bound of 1,024 leaves client 1,025 waiting for ever.
    pool = eventlet.GreenPool(CONNECTIONS)
    eventlet.spawn(eventlet.wsgi.server, sock, wsgi, custom_pool=pool, log_output=False, debug=False)
    stay()
    # Let in who is waiting at the door already.
    time.sleep(0)
    # eventlet's server cuts off every WebSocket, and whoever has just been let in, when it ends. So it
    # is left waiting, at another socket in the place of this one on which nobody ever calls.
    silent, _other_end = socket.socketpair()
    os.dup2(silent.fileno(), sock.fileno())


def _run_threading(wsgi: Any, sock: socket.socket, stay: Callable[[], None]) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def run_wsgi(self) -> None:
            super().run_wsgi()
            if "Upgrade" in self.headers:
                # After a WebSocket comes no further request, and its client waits for the connection's
                # end; but first the thread that reads from it has to say goodbye.
                _wait_until(lambda: bool(getattr(self.connection, "_closed", True)), GOODBYE)
                self.close_connection = True

        def log_request(self, *_args: Any) -> None:
            pass

    host, port = sock.getsockname()[:2]
    server = make_server(host, port, wsgi, threaded=True, request_handler=Quiet, fd=sock.fileno())
    server.daemon_threads = True  # type: ignore[attr-defined]
    server.block_on_close = False  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    stay()
    server.shutdown()
    server.server_close()
    sock.close()
