"""The built-in rosters: which administrative units there are, and which of them get a point."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

NAMES = ("hanoi-2024", "hanoi-2025")


@dataclass(frozen=True)
class RosterUnit:
    """A unit of a roster, with the first and the last day on which it was valid.

    ``kind`` is the unit's level: district (quận, huyện, thị xã), ward (phường), commune (xã) or
    town (thị trấn). ``parent_code`` names the district of a ward, commune or town that has one.
    """

    code: str
    name: str
    kind: str
    parent_code: str | None
    valid_from: date | None
    valid_to: date | None


def rosters() -> dict[str, str]:
    """The built-in rosters: name → title, the oldest first."""
    return {name: _file(name)["title"] for name in NAMES}


def load(name: str) -> list[RosterUnit]:
    """All units of a roster, each district before its own; KeyError for a name that is no roster."""
    if name not in NAMES:
        raise KeyError(f"there is no roster {name!r}; there are {', '.join(NAMES)}")
    return list(_units(name))


def points(name: str) -> list[RosterUnit]:
    """The units of a roster that get a point of their own, in its order: those of its first level."""
    return [unit for unit in load(name) if unit.parent_code is None]


@cache
def _units(name: str) -> tuple[RosterUnit, ...]:
    kept = _file(name)
    return tuple(_flat(kept["units"], None, _day(kept["valid_from"]), _day(kept["valid_to"])))


def _flat(
    nested: list[dict[str, Any]], parent: str | None, first: date | None, last: date | None
) -> Iterator[RosterUnit]:
    for unit in nested:
        name = unicodedata.normalize("NFC", unit["name"])
        yield RosterUnit(unit["code"], name, unit["kind"], parent, first, last)
        yield from _flat(unit.get("units", []), unit["code"], first, last)


@cache
def _file(name: str) -> dict[str, Any]:
    text = resources.files(__name__).joinpath("rosters", f"{name}.json").read_text(encoding="utf-8")
    kept: dict[str, Any] = json.loads(text)
    return kept


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
