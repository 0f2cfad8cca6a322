"""Reading what a request carries: its JSON body, numbers and choices in its address."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from confhub.commands.base import LARGEST
from confhub.errors import Invalid, Message, say

LIMIT = 100


def body() -> dict[str, Any]:
    """The JSON object that was sent, {} when there is none; values are plain or lists of plain ones.

    415 for another content type, 400 for what is no JSON, Invalid for other shapes.
    """
    if not request.get_data(cache=True):
        return {}
    if not request.is_json:
        raise UnsupportedMediaType()
    try:
        sent = request.get_json()
    except RecursionError:
        raise BadRequest() from None
    if not isinstance(sent, dict):
        raise Invalid(body=say("A JSON object, please."))
    for field, value in sent.items():
        _check(field, value)
    return sent


def version(sent: dict[str, Any]) -> int | None:
    """The version that the caller saw, taken out of the body; None when it does not say."""
    found = sent.pop("version", None)
    if found is not None and (type(found) is not int or not 0 < found <= LARGEST):
        raise Invalid(version=_whole(1, LARGEST))
    return found


def number(name: str, default: int, *, least: int = 0, most: int = LARGEST) -> int:
    """A whole number of the query string."""
    text = request.args.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or not least <= int(text) <= most:
        raise Invalid(**{name: _whole(least, most)})
    return int(text)


def limit() -> int:
    """How many items a page shall have."""
    return number("limit", 50, least=1, most=LIMIT)


def choices(name: str, allowed: Collection[str]) -> list[str]:
    """Values of the query string, repeated or with commas between them, all out of ``allowed``."""
    found = [value for text in request.args.getlist(name) for value in text.split(",") if value]
    if not set(found) <= set(allowed):
        raise Invalid(**{name: say("Please choose one of the list.")})
    return found


def text(name: str) -> str:
    """A text of the query string; what cannot be stored cannot be found."""
    found = request.args.get(name, "")
    if not _storable(found):
        raise Invalid(**{name: _HIDDEN})
    return found


# NUL, and halves of a pair of UTF-16.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_HIDDEN = say("This contains characters that cannot be shown. Please type it again.")


def _check(field: str, value: object) -> None:
    if not _storable(field):
        raise Invalid(body=_HIDDEN)
    if field == "asker" and isinstance(value, dict):
        for name, part in value.items():
            _check(f"asker.{name}", part)
        return
    parts = value if isinstance(value, list) else [value]
    if not all(_plain(part) for part in parts):
        raise _at_fault(field, say("A text, please."))
    if not all(_storable(part) for part in parts if isinstance(part, str)):
        raise _at_fault(field, _HIDDEN)


def _plain(part: object) -> bool:
    # Python reads NaN and Infinity, which JSON does not have.
    return isinstance(part, str | int | None) or (isinstance(part, float) and math.isfinite(part))


def _at_fault(field: str, what: Message) -> Invalid:
    # The caller chose the name, which may be one that Python uses itself.
    refusal = Invalid()
    refusal.errors[field] = what
    return refusal


def _storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def _whole(least: int, most: int) -> Message:
    return say("A whole number from %(least)d to %(most)d, please.", least=least, most=most)
