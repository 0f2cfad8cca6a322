"""What a process makes of what another one says of itself, of whatever version that is."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

BAO = {"number": 12, "name": "Trần Quốc Bảo", "seat": 8, "editing": True}


def known(app: Flask) -> tuple[list[str], list[dict[str, Any]]]:
    """The points and the lookers that a process knows of briefing 7."""
    live = app.extensions["live"]
    return live.presence.online(7), live.lookers.everywhere(7)


def test_points_and_lookers_of_another_process_are_known_until_it_is_gone(app: Flask) -> None:
    live = app.extensions["live"]
    live._hear_process("other", {"points": {"7": ["point:5"]}, "lookers": {"7": [BAO]}})
    assert known(app) == (["point:5"], [BAO])
    live._hear_process("other", None)
    assert known(app) == ([], [])


def test_a_process_of_an_earlier_version_tells_its_points_alone(app: Flask) -> None:
    live = app.extensions["live"]
    live._hear_process("earlier", {})
    live._hear_process("earlier", {"7": ["point:5"]})
    assert known(app) == (["point:5"], [])


def test_what_a_process_says_is_what_another_one_hears(app: Flask) -> None:
    live = app.extensions["live"]
    live.presence.come(7, "point:5")
    live._hear_process("other", json.loads(json.dumps(live._state())))
    live.presence.go(7, "point:5")
    assert known(app) == (["point:5"], [])
