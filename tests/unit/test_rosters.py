"""The built-in rosters carry the city's units as they were before and after July 2025."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest

from confhub import places


def test_there_are_two_rosters_with_titles():
    assert list(places.rosters()) == ["hanoi-2024", "hanoi-2025"]
    assert all(places.rosters().values())


def test_roster_of_2024_has_thirty_districts_and_their_communes():
    kinds = Counter(unit.kind for unit in places.load("hanoi-2024"))
    assert kinds == {"district": 30, "ward": 175, "commune": 383, "town": 21}


def test_roster_of_2025_has_one_level():
    units = places.load("hanoi-2025")
    assert Counter(unit.kind for unit in units) == {"ward": 51, "commune": 75}
    assert places.points("hanoi-2025") == units


def test_points_of_2024_are_its_districts_in_order():
    points = places.points("hanoi-2024")
    assert {unit.kind for unit in points} == {"district"}
    assert [unit.name for unit in points[:3]] == ["Quận Ba Đình", "Quận Hoàn Kiếm", "Quận Tây Hồ"]
    assert [unit.code for unit in points] == sorted(unit.code for unit in points)


def test_wards_know_their_district_and_come_after_it():
    seen: set[str] = set()
    for unit in places.load("hanoi-2024"):
        assert unit.parent_code is None or unit.parent_code in seen
        seen.add(unit.code)
    by_name = {unit.name: unit for unit in places.load("hanoi-2024")}
    assert by_name["Phường Phúc Xá"].parent_code == by_name["Quận Ba Đình"].code
    assert by_name["Thị xã Sơn Tây"].kind == "district"
    assert by_name["Thị trấn Văn Điển"].kind == "town"


@pytest.mark.parametrize("name", places.NAMES)
def test_codes_are_unique_and_names_are_composed_and_tidy(name):
    units = places.load(name)
    assert len({unit.code for unit in units}) == len(units)
    for unit in units:
        assert unicodedata.is_normalized("NFC", unit.name)
        assert unit.name == " ".join(unit.name.split())
        lower = {word for word in unit.name.split() if word[0].islower()}
        assert lower <= {"xã", "trấn"}


def test_the_old_units_end_where_the_new_ones_begin():
    assert {unit.valid_to for unit in places.load("hanoi-2024")} == {date(2025, 6, 30)}
    assert {unit.valid_from for unit in places.load("hanoi-2025")} == {date(2025, 7, 1)}
    assert {unit.valid_to for unit in places.load("hanoi-2025")} == {None}


def test_an_unknown_roster_is_named():
    with pytest.raises(KeyError, match="hanoi-1999"):
        places.load("hanoi-1999")


def test_what_a_caller_does_to_a_list_stays_with_the_caller():
    places.load("hanoi-2025").clear()
    assert len(places.load("hanoi-2025")) == 126
