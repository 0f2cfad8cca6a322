"""The questions of a briefing: each is asked at its minute, and has its steps at theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from confhub.commands import questions
from confhub.db import Database
from confhub.demo.cast import Cast
from confhub.demo.content import Telling
from confhub.demo.timeline import Timeline
from confhub.places import RosterUnit

# What of a step is for the script itself; all else goes to the command.
_STAGE_DIRECTIONS = frozenset({"at", "who", "verb"})
_UNIT_FIELDS = frozenset({"unit", "lead", "suggested"})
_NUMBER_FIELDS = frozenset({"into", "before", "after", "with"})
_TEXT_FIELDS = frozenset({"text", "wording", "gist", "note", "outward", "reply", "basis"})


class Script:
    """Puts one briefing's questions on its timeline; ``numbers`` are theirs by key once asked."""

    def __init__(
        self, db: Database, timeline: Timeline, cast: Cast, telling: Telling, agenda: Sequence[int]
    ) -> None:
        self._db, self._timeline, self._cast = db, timeline, cast
        self._telling, self._agenda = telling, agenda
        self.numbers: dict[str, int] = {}

    def add(self, entry: dict[str, Any]) -> None:
        """Add a question as ``texts/*.json`` describes it, with all its steps."""
        self._timeline.add(entry["at"], self._ask, entry)
        for step in entry["steps"]:
            self._timeline.add(step["at"], self._act, entry["key"], step)

    def _ask(self, entry: dict[str, Any]) -> None:
        data: dict[str, Any] = {"text": self._telling.fill(entry["text"])}
        if "wanted" in entry:
            data["point"] = self._unit(entry["wanted"]).code
        if "parent" in entry:
            data["parent"] = self.numbers[entry["parent"]]
        if "agenda" in entry:
            data["agenda_item"] = self._agenda[entry["agenda"] - 1]
        if "who" in entry:
            data |= self._typed(entry)
        actor = self._cast.actors[entry.get("who") or entry["asker"]]
        done = questions.ask(self._db, actor, data)
        assert done.number is not None
        self.numbers[entry["key"]] = done.number

    def _typed(self, entry: dict[str, Any]) -> dict[str, Any]:
        """What the clerk adds when typing for somebody."""
        data: dict[str, Any] = {
            name: entry[name] for name in ("channel", "asker_name", "outlet") if name in entry
        }
        if "asker" in entry:
            data["asker"] = self._cast.actors[entry["asker"]].seat_id
        if "asked_at" in entry:
            data["asked_at"] = self._timeline.moment(entry["asked_at"]).isoformat()
        return data

    def _act(self, key: str, step: dict[str, Any]) -> None:
        actor = self._cast.actors[step.get("who", "moderator")]
        data = {
            name: self._read(name, value) for name, value in step.items() if name not in _STAGE_DIRECTIONS
        }
        questions.act_on(self._db, actor, self.numbers[key], step["verb"], data=data)

    def _read(self, name: str, value: Any) -> Any:
        if name in _UNIT_FIELDS:
            return (
                [self._unit(each).code for each in value]
                if isinstance(value, list)
                else self._unit(value).code
            )
        if name in _NUMBER_FIELDS:
            return self.numbers[value]
        if name in _TEXT_FIELDS:
            return self._telling.fill(value)
        if name == "speaker":
            return self._cast.speakers[value]
        return value

    def _unit(self, name: str) -> RosterUnit:
        return self._telling.units[name]
