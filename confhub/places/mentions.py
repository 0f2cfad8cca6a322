"""What a text says of places: a mention, and what the text as a whole is set in."""

from __future__ import annotations

from dataclasses import dataclass

from confhub.places.address import names_elsewhere
from confhub.places.facts import table
from confhub.places.gazetteer import Gazetteer
from confhub.places.reading import Reading

# How sure a mention is; from SURE on it is reason enough to tick its unit.
SURE = 0.7
EXACT, RENAMED, ALONE, LANDMARK, STREET, SITE, WEAK = 0.98, 0.9, 0.9, 0.85, 0.75, 0.75, 0.4


@dataclass(frozen=True)
class Mention:
    """A place in a text: the points it may belong to, how sure, and the words that say so.

    ``level`` is 1 for a district, 2 for a ward, commune or town, None for a landmark; ``common`` when
    communes elsewhere have that name too and nothing says that it is the one of this city.
    """

    points: frozenset[str]
    score: float
    because: str
    level: int | None = None
    common: bool = False


# The mentions that begin at a word, and where to read on.
Found = tuple[list[Mention], int]


@dataclass(frozen=True)
class Scene:
    """Whether a text names the home city, and whether it names other provinces or their districts."""

    home: bool
    elsewhere: bool


def scene(reading: Reading, gazetteer: Gazetteer) -> Scene:
    """The scene of a text."""
    starts = range(len(reading))
    home = any(table("home").at(reading, at) for at in starts)
    return Scene(home, any(names_elsewhere(reading, gazetteer, at) for at in starts))


def is_common(reading: Reading, gazetteer: Gazetteer, start: int, end: int) -> bool:
    """True for a commune's name like Tân Lập, Hòa Bình or Lê Lợi, as there are all over the country."""
    lists = ("not_communes", "borrowed_names")
    return gazetteer.is_common(reading, start, end) or any(table(x).at(reading, start) for x in lists)
