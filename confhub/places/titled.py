"""Places that are named with their title: quận Ba Đình; P. Láng Hạ; các xã Đa Tốn, Kiêu Kỵ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from confhub.places import bearers
from confhub.places.address import ANDS, COMMAS, Tail, name_end, skip_joints, tail, title_at
from confhub.places.facts import LEVELS, table
from confhub.places.gazetteer import Gazetteer, Place
from confhub.places.mentions import EXACT, RENAMED, WEAK, Found, Mention, is_common
from confhub.places.reading import Reading

# A unit grows: what is called xã may have become a phường since, seldom the other way round.
_GROWTH = ("xã", "thị trấn", "phường")


@dataclass(frozen=True)
class _Name:
    """A name under a title: its words from ``start`` to before ``end``; ``title_start`` if it has its own."""

    title: str
    start: int
    end: int
    title_start: int | None


def titled(reading: Reading, gazetteer: Gazetteer, at: int) -> Found | None:
    """The places that one title names, if one stands at this word."""
    found = title_at(reading, at)
    if found is None:
        return None
    title, start = found
    if gazetteer.landmarks.at(reading, start) and not gazetteer.places.at(reading, start):
        return [], start
    mentions: list[Mention] = []
    own_title: int | None = at
    is_list = _is_plural(reading, at)
    while True:
        known = gazetteer.places.at(reading, start)
        end = known[0] if known else name_end(reading, start)
        if known is None and end == start:
            break
        mention = (
            _mention(reading, gazetteer, _Name(title, start, end, own_title), known[1]) if known else None
        )
        if known and mention is None and own_title is None:
            break
        mentions += [mention] if mention else []
        start, joints = skip_joints(reading, end)
        if not joints or not (ANDS | COMMAS).issuperset(joints) or title_at(reading, start):
            start = end
            break
        own_title = None
        is_list = is_list or not ANDS.isdisjoint(joints)
    return _listed(gazetteer, mentions, is_list), start


def _is_plural(reading: Reading, at: int) -> bool:
    return table("plurals").before(reading, at) is not None or reading.form(at - 1).isdigit()


def _listed(gazetteer: Gazetteer, mentions: list[Mention], is_list: bool) -> list[Mention]:
    """Phường Yên Hòa, Cầu Giấy: the second is the former district, unless it is clearly a list."""
    if is_list or gazetteer.has_districts:
        return mentions
    return mentions[:1] + [replace(mention, score=WEAK) for mention in mentions[1:]]


def _mention(reading: Reading, gazetteer: Gazetteer, name: _Name, places: list[Place]) -> Mention | None:
    score, meant = _meant(gazetteer, name.title, places)
    if not meant or not _is_name(reading, name) or (score != EXACT and name.title_start is None):
        return None
    points = frozenset(place.point for place in meant)
    level = LEVELS[name.title]
    after = tail(reading, gazetteer, name.end) if level == 2 or score != EXACT else Tail()
    if after.elsewhere or (after.points and not points & after.points):
        return None
    written = reading.between(name.start if name.title_start is None else name.title_start, name.end)
    because = written if name.title_start is not None else f"{name.title} {written}"
    common = level == 2 and not after.placed and is_common(reading, gazetteer, name.start, name.end)
    return Mention(points & after.points or points, score, because, level, common)


def _is_name(reading: Reading, name: _Name) -> bool:
    """True when it is written as a name, and not as the beginning of a longer one: xã An Phú Tây."""
    is_district = LEVELS[name.title] == 1
    if reading.is_named(name.start, name.end):
        is_longer = bearers.goes_on_right(reading, name.end) and not reading.is_capital(name.end + 1)
        return is_district or not is_longer
    if reading.lowered:
        return is_district or table("not_communes").at(reading, name.start) is None
    return reading.marked and is_district and name.title_start is not None


def _meant(gazetteer: Gazetteer, title: str, places: list[Place]) -> tuple[float, list[Place]]:
    """Which of the places of one name a title can mean, and how sure."""
    exact = [place for place in places if title in place.titles]
    level = LEVELS[title]
    if exact or level == 0:
        return EXACT, exact
    if not gazetteer.has_districts:
        return WEAK, [place for place in places if place.level]
    alike = [place for place in places if place.level == level]
    if level == 1:
        return RENAMED, [] if title == "thị xã" else [p for p in alike if "thị xã" not in p.titles]
    rank = _GROWTH.index(title)
    grown = [place for place in alike if rank < max(map(_GROWTH.index, place.titles))]
    return (RENAMED, grown) if grown else (WEAK, alike)
