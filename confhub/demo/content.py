"""What the demonstration tells: people, agenda and questions, worded for one of the rosters."""

from __future__ import annotations

import json
import re
from functools import cached_property
from importlib import resources
from typing import Any

from confhub import places
from confhub.places import RosterUnit

BY_POINTS = {30: "hanoi-2024", 126: "hanoi-2025"}
_KIND = re.compile(r"(Quận|Huyện|Thị xã|Phường|Xã) ")
# "{Tây Hồ}" is that unit with its kind; "{one|other}" is worded apart for each roster.
_PLACE = re.compile(r"(^|[.?!]\s+)?\{([^}]*)\}")


def read(name: str) -> Any:
    """One of the JSON files beside this module: people, briefings, live, earlier."""
    return json.loads(resources.files(__package__).joinpath("texts", f"{name}.json").read_text("utf-8"))


class Telling:
    """The content as it reads with one roster, in which it names units without their kind."""

    def __init__(self, roster: str) -> None:
        self.roster = roster
        self.people = read("people")
        self._edition = list(BY_POINTS.values()).index(roster)

    @cached_property
    def units(self) -> dict[str, RosterUnit]:
        """The units that have a point, by their name without its kind, in the roster's order."""
        return {_KIND.sub("", unit.name, count=1): unit for unit in places.points(self.roster)}

    def fill(self, text: str) -> str:
        """The text with its placeholders filled, with a capital where one begins a sentence."""
        return _PLACE.sub(self._named, text)

    def _named(self, found: re.Match[str]) -> str:
        start, inside = found.groups()
        editions = inside.split("|")
        name = editions[self._edition] if len(editions) > 1 else self.units[inside].name
        first = name[0].lower() if start is None else name[0].upper()
        return f"{start or ''}{first}{name[1:]}"

    def leader(self, place: int) -> str:
        """The invented name of the leader of the unit at this place in the roster."""
        return self._invented(place)

    def deputy(self, place: int) -> str:
        """The invented name of that leader's deputy."""
        return self._invented(place + 2000)

    def _invented(self, key: int) -> str:
        parts = (self.people[part] for part in ("families", "middles", "givens"))
        # The steps share no factor with the lists' lengths, so no two keys make the same name.
        return " ".join(names[key * pace % len(names)] for names, pace in zip(parts, (1, 5, 7), strict=True))
