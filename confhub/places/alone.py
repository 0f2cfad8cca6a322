"""Places that are named without a title: ở Hà Đông, hồ Tây, làng Kiêu Kỵ, phố Kim Mã."""

from __future__ import annotations

from confhub.places import bearers
from confhub.places.address import elsewhere_at, tail
from confhub.places.facts import table
from confhub.places.gazetteer import Gazetteer
from confhub.places.mentions import ALONE, LANDMARK, SITE, STREET, WEAK, Found, Mention, is_common
from confhub.places.reading import Reading

# A name of one word (Bưởi, Láng) is too common to stand for its place.
_SHORTEST = 2


def landmark(reading: Reading, gazetteer: Gazetteer, at: int) -> Found | None:
    """The landmark, or the name that is no place's, that begins at a word."""
    found = gazetteer.landmarks.at(reading, at)
    if found is None or not (reading.is_capital(found[0] - 1) or reading.lowered):
        return None
    end, (known, *_) = found
    is_longer = bearers.goes_on_left(reading, at) or bearers.goes_on_right(reading, end)
    if is_longer or tail(reading, gazetteer, end).elsewhere:
        return [], end
    score = LANDMARK if known.is_sure and (reading.marked or not reading.lowered) else WEAK
    wholes = [{point} for point in known.points] if known.in_all else [set(known.points)]
    return [Mention(frozenset(whole), score, reading.between(at, end)) for whole in wholes if whole], end


def alone(reading: Reading, gazetteer: Gazetteer, at: int) -> Found | None:
    """The place, or the street in one, whose name alone begins at a word."""
    found = gazetteer.places.at(reading, at)
    if found is None or found[0] - at < _SHORTEST:
        return _street(reading, gazetteer, at)
    end, places = found
    points = frozenset(place.point for place in places if place.is_point)
    if not points:
        return _commune(reading, gazetteer, at, end, frozenset(place.point for place in places))
    is_body = all(place.level is None for place in places)
    score = _of_body(reading, at, end) if is_body else bearers.certainty(reading, at, end)
    if not score or tail(reading, gazetteer, end, in_rows=True).elsewhere:
        return None
    if not gazetteer.has_districts and not is_body:
        score = min(score, WEAK)
    return [Mention(points, score, reading.between(at, end), 1)], end


def _of_body(reading: Reading, at: int, end: int) -> float:
    """The certainty of a department: Sở Y tế, but not Sở Y tế Hải Phòng."""
    is_name = reading.is_capital(at) or reading.lowered
    return ALONE if is_name and not elsewhere_at(reading, end) else bearers.BORNE


def _commune(
    reading: Reading, gazetteer: Gazetteer, at: int, end: int, points: frozenset[str]
) -> Found | None:
    """A ward's, commune's or town's name: at a site or in a street's name it tells where, else it may."""
    is_known_as_other = table("not_communes").at(reading, at) or elsewhere_at(reading, at)
    if len(points) > 1 or is_known_as_other or bearers.certainty(reading, at, end, streets=True) < ALONE:
        return None
    after = tail(reading, gazetteer, end)
    if after.elsewhere or (after.points and not points & after.points):
        return None
    start, score = at, WEAK
    if street := table("streets").before(reading, at):
        start = street[0]
        score = WEAK if table("crossing_streets").at(reading, at) else STREET
    elif after.placed or _is_at(reading, at):
        score = SITE
    common = not after.placed and is_common(reading, gazetteer, at, end)
    return [Mention(points, score, reading.between(start, end), 2, common)], end


def _street(reading: Reading, gazetteer: Gazetteer, at: int) -> Found | None:
    """A street that lies in one district, where it is called a street: phố Tạ Hiện, số 75 Tam Trinh."""
    found = gazetteer.streets.at(reading, at)
    if found is None or not reading.is_named(at, found[0]):
        return None
    end, points = found
    before = table("streets").before(reading, at)
    is_other = bearers.goes_on_right(reading, end) or tail(reading, gazetteer, end).elsewhere
    if is_other or not (before or _is_at(reading, at)):
        return None
    because = reading.between(before[0] if before else at, end)
    return [Mention(frozenset(points), STREET, because, 2, common=True)], end


def _is_at(reading: Reading, at: int) -> bool:
    """Làng Kiêu Kỵ, ở Mễ Trì, số 4 Thụy Khuê."""
    while at and (reading.form(at - 1).isdigit() or reading.form(at - 1) == "/"):
        at -= 1
    return table("sites").before(reading, at) is not None
