"""What confhub/places suggests for a text, as names."""

from __future__ import annotations

import unicodedata

from confhub.places.gazetteer import gazetteer_of
from confhub.places.suggest import suggest


def ticked(text: str, roster: str = "hanoi-2024") -> set[str]:
    """The names of the units that are ticked for a text."""
    return {hit.name for hit in suggest(text, gazetteer_of(roster)).units}


def shown(text: str, roster: str = "hanoi-2024") -> set[str]:
    """The names of the units that are only shown for a text."""
    return {hit.name for hit in suggest(text, gazetteer_of(roster)).maybe}


def without_marks(text: str) -> str:
    """A text as it is typed without diacritics."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
