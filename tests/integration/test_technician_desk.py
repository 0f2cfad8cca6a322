"""The technician's desk: who speaks now and next, every point's line, and whom to call."""

from __future__ import annotations

from confhub.commands import points, seats
from tests.pages import listed, region

PAGE = "/b/DEMO/technician"


def test_it_shows_the_question_on_air_with_its_point_and_the_next_one(world, enter):
    world.bring("on_air")
    following = world.ask("Khi nào thông đường?")
    world.act("moderator", "queue", following)
    world.act("moderator", "route", following, unit=["001"])
    floor = region(enter("technician"), PAGE, "technician-floor")
    air, _, following_up = floor.partition('class="tech-next"')
    assert "Quận Đống Đa" in air and 'data-clock="elapsed"' in air and 'role="timer"' in air
    assert "Quận Ba Đình" in following_up and f"#{following}" in following_up


def test_it_shows_nothing_that_waits_for_screening(world, enter):
    world.ask("Câu chưa duyệt")
    assert "Câu chưa duyệt" not in enter("technician").get(PAGE).text


def test_every_point_has_its_line_its_roll_call_and_two_telephones(world, enter):
    described = {"leader": "Bà Hoa", "phone": "024 1", "deputy": "Ông Lâm", "deputy_phone": "024 2"}
    points.describe(world.db, world.organiser, "006", described)
    points.check_in(world.db, world.leader, "006", {"name": "Bà Hoa"})
    points.line_check(world.db, world.leader, "006", {"ms": "450"})
    points.line_check(world.db, world.leader2, "001", {"ms": "40"})
    desk = enter("technician")
    own = listed(desk, PAGE, f"tp{world.leader.point_id}")
    for wanted in ("Bà Hoa", 'href="tel:0241"', "Ông Lâm", 'href="tel:0242"', "450 ms", "Đường truyền chậm"):
        assert wanted in own
    assert f'data-presence="point:{world.leader.point_id}"' in own
    assert "Chưa điểm danh" not in own
    other = listed(desk, PAGE, f"tp{world.leader2.point_id}")
    assert "40 ms" in other and "Đường truyền chậm" not in other and "Chưa điểm danh" in other
    assert "Chưa kiểm tra" in listed(desk, PAGE, f"tp{world.leader3.point_id}")


def test_points_are_found_by_name_code_and_people(enter, world):
    points.describe(world.db, world.organiser, "006", {"leader": "Bà Hoa", "deputy": "Ông Lâm"})
    page = enter("technician").get(PAGE).text
    assert 'data-controller="filter"' in page
    assert 'data-filter-text="Quận Đống Đa 006 Bà Hoa Ông Lâm"' in page


def test_the_organiser_gives_a_technician_a_desk_by_link_or_account(world, enter):
    form = enter("organiser").get("/b/DEMO/organiser").text
    assert '<option value="technician">Cán bộ kỹ thuật</option>' in form
    data = {"role": "technician", "name": "Cao Văn Kỹ"}
    granted = seats.grant(world.db, world.organiser, data)
    browser = enter()
    assert browser.get(f"/enter/{granted.token}").location == PAGE
    assert browser.get(PAGE).status_code == 200
    assert f'href="{PAGE}"' in browser.get("/").text
