"""What is known of names and places: facts.json, as tables to look up in a text."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from confhub.places.phrases import Phrases

# A title's level: those of a lower number contain those of a higher one.
LEVELS = {"tỉnh": 0, "thành phố": 0, "quận": 1, "huyện": 1, "thị xã": 1, "phường": 2, "xã": 2, "thị trấn": 2}


@cache
def table(name: str, loosely: bool = False) -> Phrases[str]:
    """A table of facts.json: the value of a phrase is its heading there, or else itself.

    Without diacritics it knows only what is not too common then, unless ``loosely``.
    """
    kept = facts()[name]
    grouped = kept if isinstance(kept, dict) else {phrase: [phrase] for phrase in kept}
    entries = [(phrase, heading) for heading, listed in grouped.items() for phrase in listed]
    return Phrases(entries, marked_only=() if loosely else facts()["too_common_without_marks"])


@cache
def facts() -> dict[str, Any]:
    """All of facts.json."""
    kept: dict[str, Any] = json.loads(resources.files(__package__).joinpath("facts.json").read_text("utf-8"))
    return kept
