"""The few calls of confhub's API that the bench makes itself (docs/api.md)."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from bench.errors import BenchError


class Api:
    """Calls as one seat, in one briefing."""

    def __init__(self, port: int, briefing: str, token: str) -> None:
        self._port, self._path = port, f"/api/v1/briefings/{briefing}"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def questions(self, **query: str) -> Iterator[dict[str, Any]]:
        """All questions that the seat may see, page by page."""
        cursor: str | None = "0"
        while cursor is not None:
            page = self._call("GET", "/questions?" + urlencode({**query, "cursor": cursor, "limit": "100"}))
            yield from page["items"]
            cursor = page["next"]

    def seq(self) -> int:
        """The number of the newest event that the seat may read."""
        return max((event["seq"] for event in self.events()), default=0)

    def events(self) -> Iterator[dict[str, Any]]:
        """The log as far as the seat may read it."""
        after: str | None = "0"
        while after is not None:
            page = self._call("GET", f"/events?after={after}&limit=100")
            yield from page["items"]
            after = page["next"]

    def ask(self, text: str, key: str) -> int:
        """Put a question; its number. A second one with the same key is the same question."""
        return int(self._call("POST", "/questions", {"text": text}, {"Idempotency-Key": key})["number"])

    def change_the_stage(self) -> tuple[int, int]:
        """Put a question on air, or take the one that is there off: every watcher sees it.

        Answers the number of the change, and the monotonic clock in ns just before it was asked for.
        """
        on_air = next(self.questions(state="on_air"), None)
        question = on_air or next(self.questions(state="queued"), None)
        if question is None:
            raise BenchError("there is no question to put on air")
        verb = "park" if on_air else "air"
        path = f"/questions/{question['number']}/{verb}"
        start = time.monotonic_ns()
        done = self._call("POST", path, {"version": question["version"]})
        return int(done["seq"]), start

    def _call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            sent = body and json.dumps(body)
            connection.request(method, self._path + path, sent, {**self._headers, **(headers or {})})
            answer = connection.getresponse()
            said = answer.read()
        except OSError as error:
            raise BenchError(f"{method} {path}: {error}") from error
        finally:
            connection.close()
        if answer.status >= 300:
            raise BenchError(f"{method} {path}: {answer.status} {said[:200]!r}")
        found: dict[str, Any] = json.loads(said)
        return found
