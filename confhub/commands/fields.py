"""Reading what a form or a JSON body carries; every refusal names its field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from confhub.commands.base import Data
from confhub.errors import Invalid, say

QUESTION_MAX = 4000
NOTE_MAX = 2000
NAME_MAX = 160
ANSWER_MAX = 20000
_DIGITS = 12


def clean(value: object) -> str:
    """Text as it is kept: NFC, line ends as \\n, no white space at either end."""
    text = "" if value is None else str(value)
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def text(data: Data, field: str, *, most: int, required: bool = True) -> str:
    """A text of at most ``most`` characters without control or direction-override characters."""
    _refuse_structure(data, field)
    given = clean(data.get(field))
    if required and not any(map(_shows, given)):
        raise Invalid(**{field: say("Please write something here.")})
    if len(given) > most:
        raise Invalid(
            **{field: say("At most %(most)d characters; this has %(length)d.", most=most, length=len(given))}
        )
    if any(_forbidden(letter) for letter in given):
        raise Invalid(**{field: say("This contains characters that cannot be shown. Please type it again.")})
    return given


def line(data: Data, field: str, *, most: int = NAME_MAX, required: bool = True) -> str:
    """A text of one line; line breaks and tabs become spaces."""
    _refuse_structure(data, field)
    return text({field: " ".join(clean(data.get(field)).split())}, field, most=most, required=required)


def choice(data: Data, field: str, allowed: Iterable[str], default: str | None = None) -> str:
    """One of ``allowed``; the default when the field is empty."""
    given = clean(data.get(field)) or default or ""
    if given not in set(allowed):
        raise Invalid(**{field: say("Please choose one of the list.")})
    return given


def number(data: Data, field: str, *, least: int = 1, most: int = 10**9, default: int | None = None) -> int:
    """A whole number between two bounds."""
    given = clean(data.get(field))
    if not given and default is not None:
        return default
    digits = given.isascii() and given.isdigit() and len(given) <= _DIGITS
    if not digits or not least <= int(given) <= most:
        raise Invalid(
            **{field: say("A whole number from %(least)d to %(most)d, please.", least=least, most=most)}
        )
    return int(given)


def day(data: Data, field: str) -> date | None:
    """A date as browsers send it (2026-01-31), or None when empty."""
    given = clean(data.get(field))
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(**{field: say("Please give a date.")}) from None


def moment(data: Data, field: str, zone: ZoneInfo) -> datetime | None:
    """A moment: ISO 8601 with its offset, or a local time of ``zone``; None when empty."""
    given = clean(data.get(field))
    if not given:
        return None
    try:
        parsed = datetime.fromisoformat(given)
        # At the ends of the calendar there is no such moment in UTC.
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid(**{field: say("Please give a date and a time.")}) from None


def several(data: Data, field: str) -> list[str]:
    """A field that may come several times, as a list without repeats."""
    getlist = getattr(data, "getlist", None)
    given = getlist(field) if getlist else data.get(field)
    values = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(value for value in map(clean, values) if value))


def _refuse_structure(data: Data, field: str) -> None:
    # JSON may bring a list or an object where a text belongs.
    if isinstance(data.get(field), dict | list | bool):
        raise Invalid(**{field: say("A text, please.")})


def _shows(letter: str) -> bool:
    # White space, marks of direction and joiners of no width are nothing to read.
    return unicodedata.category(letter) not in ("Cf", "Zl", "Zp", "Zs")


def _forbidden(letter: str) -> bool:
    # Cc: control characters but line break and tab; the overrides of U+202A-E and U+2066-9 can
    # make a text read as what it is not; Cs: halves of surrogate pairs cannot be stored.
    return (
        (unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t")
        or "\u202a" <= letter <= "\u202e"
        or "\u2066" <= letter <= "\u2069"
    )
