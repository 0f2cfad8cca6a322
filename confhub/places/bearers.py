"""Names that a place only lends: to streets, people, railway lines, longer names, everyday words."""

from __future__ import annotations

from confhub.places.address import title_at
from confhub.places.facts import table
from confhub.places.reading import Reading
from confhub.text import forms

# How sure a name alone is to mean its place.
SURE, DOUBTFUL, BORNE = 0.9, 0.4, 0.0
_AT = forms("ở", "tại")
_AGE = forms("tuổi")
# How many words may stand between "đường sắt" and the name of the line.
_LINE_GAP = 4


def certainty(reading: Reading, start: int, end: int, streets: bool = False) -> float:
    """How sure a name, written without its title, means its place: SURE to BORNE.

    With ``streets``, the name of a street, market or the like is taken for the place it lies in.
    """
    if not reading.is_named(start, end) and not reading.lowered:
        return BORNE
    if _has_bearer(reading, start, streets) or _is_line(reading, start, end):
        return BORNE
    if goes_on_left(reading, start) or goes_on_right(reading, end):
        return BORNE
    if table("schools").before(reading, start) and table("borrowed_names").at(reading, start):
        return DOUBTFUL
    if table("everyday_words").at(reading, start):
        return _of_everyday_word(reading, start, end)
    return SURE if reading.marked or reading.is_named(start, end) else DOUBTFUL


def _has_bearer(reading: Reading, start: int, streets: bool) -> bool:
    """Đường Hà Đông, cầu Long Biên, chị Đông Anh."""
    if table("people").before(reading, start):
        return True
    lies_there = streets and any(table(name).before(reading, start) for name in ("streets", "sites"))
    return not lies_there and table("bearers").before(reading, start) is not None


def _of_everyday_word(reading: Reading, start: int, end: int) -> float:
    """The certainty of a name that people bear too, or that is a word: Đông Anh, thanh xuân."""
    is_subject = reading.opens(start) or reading.form(start - 1) == ","
    has_age = reading.form(end) == "(" and reading.form(end + 2) in _AGE
    if has_age or (is_subject and table("says").at(reading, end)):
        return BORNE
    if reading.is_named(start, end):
        return DOUBTFUL if table("people", loosely=True).before(reading, start) else SURE
    return SURE if reading.marked and reading.form(start - 1) in _AT else DOUBTFUL


def goes_on_left(reading: Reading, start: int) -> bool:
    """Nguyễn Đông Anh, Tây Hồ Tây: the name is the end of a longer one."""
    if start == 0 or not _is_part_of_name(reading, start - 1):
        return False
    if table("surnames").before(reading, start) is not None:
        return True
    return not (reading.titled or reading.opens(start - 1))


def goes_on_right(reading: Reading, end: int) -> bool:
    """Thanh Xuân Bắc, Mê Linh Plaza: the name is the beginning of a longer one."""
    if reading.titled or end >= len(reading) or not reading.words[end].is_capital:
        return False
    is_other = table("home").at(reading, end) or title_at(reading, end)
    return not (is_other or reading.words[end].is_acronym)


def _is_part_of_name(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    if not word.is_capital or (word.is_acronym and not reading.titled):
        return False
    return word.is_syllable


def _is_line(reading: Reading, start: int, end: int) -> bool:
    """Đường sắt Cát Linh - Hà Đông, tuyến Sơn Tây - Chương Mỹ: one end of a line."""
    first = start
    if reading.form(start - 1) == "-" and reading.is_capital(start - 2):
        first = start - 2
        while reading.is_capital(first - 1):
            first -= 1
    elif not (reading.form(end) == "-" and reading.is_capital(end + 1)):
        return False
    return any(table("routes").before(reading, at) for at in range(first, max(0, first - _LINE_GAP), -1))
