"""Calls to the API over a line that may break at any moment."""

from __future__ import annotations

import contextlib
import json
import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

from tests.faults.lines import reset

PATIENCE = 8.0
# Where a line breaks: in the middle of the request, or before the answer has come.
BREAKS = ("asking", "waiting")


class NoAnswer(Exception):
    """Nothing, or not the whole of an answer, came back: what was asked may have been done or not."""


@dataclass(frozen=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    body: Any


def call(
    port: int,
    token: str,
    method: str,
    path: str,
    sent: Any = None,
    key: str = "",
    breaks: str = "",
) -> Answer:
    """One call below the briefing's address; raises NoAnswer, as it does when told to break."""
    request = _request(token, method, path, sent, key)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            line.sendall(request[: len(request) // 2] if breaks == "asking" else request)
            if breaks:
                reset(line)
                raise NoAnswer(breaks)
            with contextlib.closing(HTTPResponse(line, method=method)) as answer:
                answer.begin()
                return Answer(answer.status, json.loads(answer.read()))
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(repr(error)) from error


def _request(token: str, method: str, path: str, sent: Any, key: str) -> bytes:
    body = b"" if method == "GET" else json.dumps(sent or {}).encode()
    lines = [
        f"{method} /api/v1/briefings/DEMO{path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *([f"Idempotency-Key: {key}"] if key else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
