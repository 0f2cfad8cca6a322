"""Suggestions work for any roster: districts, wards and communes, or one that was imported."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from confhub import places
from confhub.places.facts import facts
from confhub.places.gazetteer import Gazetteer, gazetteer_of
from confhub.places.suggest import suggest
from tests.suggestions import shown, ticked

WARDS = {
    "Phường Đống Đa bao giờ hết ngập?": {"Phường Đống Đa"},
    "Xã Sóc Sơn và xã Nội Bài có nước chưa?": {"Xã Sóc Sơn", "Xã Nội Bài"},
    "P. Láng ngập mấy giờ?": {"Phường Láng"},
    "Phường Văn Miếu - Quốc Tử Giám cấm xe từ khi nào?": {"Phường Văn Miếu - Quốc Tử Giám"},
    "Phường Văn Miếu cấm xe từ khi nào?": {"Phường Văn Miếu - Quốc Tử Giám"},
    "Các phường Yên Hòa, Cầu Giấy ngập mấy giờ?": {"Phường Yên Hòa", "Phường Cầu Giấy"},
    "Phường Yên Hòa và Cầu Giấy ngập mấy giờ?": {"Phường Yên Hòa", "Phường Cầu Giấy"},
    "Phường Xuân Phương, quận Nam Từ Liêm cũ ngập mấy giờ?": {"Phường Xuân Phương"},
    "Nước Hồ Tây ô nhiễm đến mức nào?": {"Phường Tây Hồ"},
}

MAYBE_WARDS = {
    "Quận Đống Đa cũ bao giờ hết ngập?": {"Phường Đống Đa"},
    "Đống Đa bao giờ hết ngập?": {"Phường Đống Đa"},
    "Thị xã Sơn Tây cũ còn mấy chợ?": {"Phường Sơn Tây"},
    "Tháp cổ (phường Đống Đa) ở thành phố biển Quy Nhơn": {"Phường Đống Đa"},
}


@dataclass(frozen=True)
class Imported:
    """A unit as an imported roster tells of it."""

    code: str
    name: str
    kind: str
    parent_code: str | None = None


@pytest.mark.parametrize("text", WARDS)
def test_wards_of_2025_are_ticked_by_their_title(text: str):
    assert ticked(text, "hanoi-2025") == WARDS[text]


@pytest.mark.parametrize("text", MAYBE_WARDS)
def test_former_district_is_only_shown_in_2025(text: str):
    assert (ticked(text, "hanoi-2025"), shown(text, "hanoi-2025")) == (set(), MAYBE_WARDS[text])


def test_ward_and_former_district_in_an_address_are_no_list():
    text = "Phường Yên Hòa, Cầu Giấy, Hà Nội ngập mấy giờ?"
    assert (ticked(text, "hanoi-2025"), shown(text, "hanoi-2025")) == (
        {"Phường Yên Hòa"},
        {"Phường Cầu Giấy"},
    )


@pytest.mark.parametrize("roster", places.NAMES)
def test_every_unit_is_found_by_its_full_name(roster: str):
    gazetteer = gazetteer_of(roster)
    units = places.load(roster)
    assert len(units) >= 126
    for unit in units:
        found = suggest(f"Vì sao {unit.name} chưa trả lời?", gazetteer)
        point = unit.parent_code or unit.code
        assert point in {hit.code for hit in found.units + found.maybe}, unit.name
        if unit.parent_code is None:
            assert [hit.code for hit in found.units] == [point]


def test_imported_roster_may_hold_departments_and_names_without_title():
    gazetteer = Gazetteer(
        [
            Imported("A", "Gò Mây", "district"),
            Imported("B", "Phường Bến Lau", "ward", "A"),
            Imported("C", "Sở Y tế", "department"),
        ]
    )
    found = suggest("Sở Y tế và phường Bến Lau trả lời ra sao, Sở Y tế Hải Phòng thì sao?", gazetteer)
    assert [(hit.code, hit.because) for hit in found.units] == [("C", "Sở Y tế"), ("A", "phường Bến Lau")]
    assert [hit.code for hit in suggest("Quận Gò Mây ngập", gazetteer).units] == ["A"]
    assert suggest("Sở Y tế Hải Phòng trả lời ra sao?", gazetteer).units == []


def test_imported_units_that_are_parts_of_each_other_stand_alone():
    gazetteer = Gazetteer(
        [Imported("A", "Xã Bến Lau", "commune", "B"), Imported("B", "Xã Gò Mây", "commune", "A")]
    )
    assert set(gazetteer.points) == {"A", "B"}


def test_facts_name_only_units_that_there_are_and_say_what_each_table_is():
    known = {unit.name for roster in places.NAMES for unit in places.points(roster)}
    kept = facts()
    named = {
        name
        for table in ("landmarks", "institutions", "areas")
        for names in kept[table].values()
        for name in names
    }
    named |= {name for table in ("city_streets", "also_called", "former_communes") for name in kept[table]}
    assert named <= known
    assert {*kept["tables"], "tables", "source"} == set(kept)


def test_names_that_are_no_communes_alone_are_names_of_communes():
    units = {unit.name for roster in places.NAMES for unit in places.load(roster)}
    units |= {name for names in facts()["former_communes"].values() for name in names}
    assert [
        name for name in facts()["not_communes"] if not any(unit.endswith(f" {name}") for unit in units)
    ] == []


def test_unknown_roster_is_refused():
    with pytest.raises(KeyError, match="there is no roster"):
        gazetteer_of("atlantis")
