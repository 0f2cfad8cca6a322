"""The chair's page: what is on air, what comes next, who is there; nothing to press."""

from __future__ import annotations

import re

import pytest

from confhub.commands import life, points
from tests.pages import region
from tests.reporter_page import seen, words

PAGE = "/b/DEMO/chair"


def part(client, name):
    """One region of the page, as text."""
    return words(region(client, PAGE, name))


def test_on_air_says_what_who_and_which_point(world, enter):
    number = world.bring("on_air")
    points.check_in(world.db, world.leader, "006", {"name": "Phó Chủ tịch Lê An"})
    client = enter("chair")
    floor = part(client, "chair-floor")
    assert f"#{number}" in floor
    assert "Khi nào sửa xong đường? Vũ Hải Yến · Báo Sông Hồng" in floor
    assert re.search(r"Quận Đống Đa\s+Phó Chủ tịch Lê An\s+Đang trả lời", floor)
    assert '<time datetime="2026-11-24T02:00:00+00:00" data-clock="elapsed"' in client.get(PAGE).text


def test_a_question_without_a_point_is_answered_by_the_main_venue(world, enter):
    number = world.bring("queued")
    world.act("moderator", "air", number)
    assert "điểm cầu trung tâm trả lời" in part(enter("chair"), "chair-floor")


def test_the_briefings_clock_runs_from_the_opening_to_the_close(world, enter, clock):
    client = enter("chair")
    assert "Từ khi khai mạc lúc 09:00" in seen(client, PAGE)
    clock.forward(minutes=95)
    life.change(world.db, world.moderator, "close")
    assert "Từ 09:00 đến 10:35" in seen(client, PAGE)
    assert "Phiên họp báo đã kết thúc." in seen(client, PAGE)


def test_next_are_at_most_eight_in_the_order_of_the_queue(world, enter):
    numbers = [world.bring("queued") for _ in range(10)]
    world.act("moderator", "move", numbers[9], priority="urgent")
    client = enter("chair")
    shown = [int(n) for n in re.findall(r'id="next-(\d+)"', client.get(PAGE).text)]
    assert shown == [numbers[9], *numbers[:7]]
    assert "và 2 câu nữa" in part(client, "chair-next")


def test_next_says_the_wording_the_asker_and_how_the_points_stand(world, enter):
    number = world.ask("Nguyên văn", by="reporter2")
    world.act("moderator", "edit", number, wording="Câu đã sửa")
    world.act("moderator", "route", number, unit=["006", "001"], lead="006")
    world.act("leader", "accept", number)
    shown = part(enter("chair"), "chair-next")
    assert "Câu đã sửa Hoàng Đức Anh Đài Bắc Thành" in shown
    assert re.search(r"Quận Đống Đa\s+Nhận trả lời\s+Quận Ba Đình\s+Đã chuyển", shown)
    assert "Nguyên văn" not in shown


def test_the_board_says_who_checked_in_and_who_is_ready(world, enter):
    points.check_in(world.db, world.leader, "006", {"name": "Lê An"})
    world.bring("ready")
    client = enter("chair")
    assert "Đã điểm danh: 1/3" in part(client, "chair-points")
    page = client.get(PAGE).text
    cells = {code: page.split(f'id="point-{code}"')[1].split("</li>")[0] for code in ("001", "006")}
    assert 'data-checked="true"' in cells["006"] and 'aria-label="Sẵn sàng"' in cells["006"]
    assert 'data-checked="false"' in cells["001"] and "Sẵn sàng" not in cells["001"]
    assert f'data-presence="point:{world.leader.point_id}"' in cells["006"]


def test_what_was_not_screened_stays_away_even_as_a_number(world, enter):
    client = enter("chair")
    before = client.get(PAGE).text
    world.ask("Chưa duyệt")
    after = client.get(PAGE).text
    assert "Chưa duyệt" not in after
    tokens = r'data-seq="\d+"|content="[^"]*"|value="[^"]*"'
    assert re.sub(tokens, "", after) == re.sub(tokens, "", before)


@pytest.mark.parametrize("state", ["queued", "ready", "on_air", "answered", "written", "declined"])
def test_on_the_floor_there_is_nothing_to_press(world, enter, state):
    world.bring(state)
    main = enter("chair").get(PAGE).text.split('class="console chair"')[1].split("</main>")[0]
    assert "<form" not in main
    assert "<button" not in main


def test_a_chair_cannot_act_on_a_question(world, enter):
    number = world.bring("queued")
    before = len(world.events())
    assert enter("chair").post(f"{PAGE}/questions/{number}/air", data={"version": "2"}).status_code == 404
    assert len(world.events()) == before
