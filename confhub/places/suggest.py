"""Which units a question is about: those to tick, and those that it may mean."""

from __future__ import annotations

from dataclasses import dataclass

from confhub.places.alone import alone, landmark
from confhub.places.gazetteer import Gazetteer
from confhub.places.mentions import SURE, WEAK, Mention, scene
from confhub.places.reading import Reading, read
from confhub.places.titled import titled


@dataclass(frozen=True)
class Hit:
    """A unit that may be meant, how sure (0 to 1), and the words of the text that say so."""

    code: str
    name: str
    score: float
    because: str


@dataclass(frozen=True)
class Suggestion:
    """``units`` are sure enough to be ticked, ``maybe`` are only worth showing; in order of mention."""

    units: list[Hit]
    maybe: list[Hit]


def suggest(text: str, gazetteer: Gazetteer) -> Suggestion:
    """The units of a roster that a text is about; none when it names no place of it."""
    reading = read(text)
    found = _mentions(reading, gazetteer)
    if not found:
        return Suggestion([], [])
    setting = scene(reading, gazetteer)
    is_away = setting.elsewhere and not setting.home and not any(_is_district(mention) for mention in found)
    sure: dict[str, Mention] = {}
    maybe: dict[str, Mention] = {}
    for mention in found:
        if mention.score >= SURE and len(mention.points) == 1 and not (is_away and mention.common):
            _keep_best(sure, mention)
    for mention in found:
        if not mention.points & sure.keys():
            _keep_best(maybe, mention)
    return Suggestion(_hits(gazetteer, sure, 1.0), _hits(gazetteer, maybe, WEAK))


def _mentions(reading: Reading, gazetteer: Gazetteer) -> list[Mention]:
    """All places in a text, in order."""
    found: list[Mention] = []
    at = 0
    while at < len(reading):
        begun, at = (
            landmark(reading, gazetteer, at)
            or titled(reading, gazetteer, at)
            or alone(reading, gazetteer, at)
            or ([], at + 1)
        )
        found += begun
    return found


def _is_district(mention: Mention) -> bool:
    return mention.level == 1 and mention.score >= SURE


def _keep_best(kept: dict[str, Mention], mention: Mention) -> None:
    for point in sorted(mention.points):
        if point not in kept or kept[point].score < mention.score:
            kept[point] = mention


def _hits(gazetteer: Gazetteer, kept: dict[str, Mention], highest: float) -> list[Hit]:
    return [
        Hit(code, gazetteer.points[code], min(mention.score, highest), mention.because)
        for code, mention in kept.items()
    ]
