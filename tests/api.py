"""How tests call the JSON API."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from tests.world import World


class Api:
    """Calls below ``/api/v1/briefings`` with the token of one of the world's actors, in English."""

    def __init__(self, app: Flask, world: World) -> None:
        self.client, self.tokens = app.test_client(), dict(world.tokens)

    def get(self, by: str, path: str = "", **query: Any) -> Any:
        """GET with a query string."""
        return self.client.get(self._url(path), query_string=query, headers=self.headers(by))

    def post(self, by: str, path: str, sent: Any = None, **headers: str) -> Any:
        """POST with a JSON body; headers by name with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            self._url(path),
            data=json.dumps({} if sent is None else sent),
            content_type="application/json",
            headers=self.headers(by) | named,
        )

    def headers(self, by: str) -> dict[str, str]:
        """What identifies an actor."""
        return {"Authorization": f"Bearer {self.tokens[by]}", "Accept-Language": "en"}

    def _url(self, path: str) -> str:
        return f"/api/v1/briefings/DEMO{path}" if not path.startswith("/api") else path


def problem(answer: Any, status: int, kind: str = "") -> dict[str, Any]:
    """Assert that an answer is a problem document of this status (and kind); returns it."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    document: dict[str, Any] = answer.get_json(force=True)
    assert document["status"] == status
    assert set(document) >= {"type", "title", "status", "detail"}
    if kind:
        assert document["type"] == f"urn:confhub:{kind}"
    return document
