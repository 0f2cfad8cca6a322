"""A socket client for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import requests
import socketio

NAMESPACE = "/live"
PATIENCE = 10.0


class Listener:
    """A socket client that keeps what it is sent, and can wait for it; ``cookies`` as a browser has them."""

    def __init__(self, url: str, transport: str = "websocket", cookies: Any = None, **auth: Any) -> None:
        self.messages: list[tuple[str, Any]] = []
        self._news = threading.Condition()
        self._session = requests.Session()
        self._session.cookies.update(cookies or {})
        self.client = socketio.Client(reconnection=False, http_session=self._session)
        self.client.on("*", self._keep, namespace=NAMESPACE)
        self.client.on("disconnect", lambda *_: self._keep("disconnect", None), namespace=NAMESPACE)
        self.client.connect(
            url,
            namespaces=[NAMESPACE],
            auth=auth,
            transports=[transport],
            wait_timeout=PATIENCE,
        )

    def close(self) -> None:
        """Disconnect, if it was not disconnected."""
        self.client.disconnect()
        self._session.close()

    def _keep(self, event: str, message: Any = None) -> None:
        with self._news:
            self.messages.append((event, message))
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[str, Any], bool]) -> Any:
        """The first message for which ``wanted(event, message)`` is true."""
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while True:
                for event, message in self.messages:
                    if wanted(event, message):
                        return message
                if not self._news.wait(deadline - time.monotonic()):
                    raise AssertionError(f"not received; got {[m[0] for m in self.messages]}")

    def update(self, region: str, seq: int) -> dict[str, Any]:
        """Wait for a region as it stands at ``seq`` or later."""
        return self.wait_for(lambda e, m: e == "update" and m["region"] == region and m["seq"] >= seq)

    def regions(self) -> set[str]:
        """Names of the regions received so far."""
        return {message["region"] for event, message in self.messages if event == "update"}

    def sync(self, **known: int) -> list[dict[str, Any]]:
        """Ask what is newer than the numbers given."""
        return self.client.call(
            "sync", {k.replace("_", "-"): v for k, v in known.items()}, namespace=NAMESPACE
        )
