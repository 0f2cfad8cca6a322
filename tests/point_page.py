"""A point's desk as its tests read and use it."""

from __future__ import annotations

from typing import Any

from tests.pages import listed
from tests.reporter_page import STREAM

PAGE = "/b/DEMO/point/006"
OTHER = "/b/DEMO/point/001"


def act(client: Any, number: int, verb: str, version: int, **data: str) -> Any:
    """Press a button as a browser with scripts does; the answer."""
    form = {"version": str(version), **data}
    return client.post(f"{PAGE}/questions/{number}/{verb}", data=form, headers=STREAM)


def card(client: Any, number: int) -> str:
    """One question's card, as HTML; "" when it is not there."""
    return listed(client, PAGE, f"q{number}")
