"""The projector: what the hall reads, and nothing else."""

from __future__ import annotations

import pytest

from confhub.commands import life, seats
from confhub.commands.directory import SYSTEM
from tests.pages import region
from tests.reporter_page import seen, words
from tests.world import STATES

PAGE = "/b/DEMO/display"


def screen(client):
    """What the hall sees, as text."""
    return words(region(client, PAGE, "screen"))


def test_on_air_the_hall_reads_question_asker_point_and_clock(world, enter):
    number = world.bring("on_air")
    client = enter("display")
    shown = screen(client)
    assert f"Đang trả lời Câu hỏi số {number}" in shown
    assert "Khi nào sửa xong đường? Vũ Hải Yến · Báo Sông Hồng Quận Đống Đa" in shown
    assert '<time datetime="2026-11-24T02:00:00+00:00" data-clock="elapsed"' in client.get(PAGE).text


def test_the_answering_point_stands_before_those_that_help(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["001", "006"], lead="006")
    world.act("moderator", "air", number)
    assert "Quận Đống Đa · Quận Ba Đình" in screen(enter("display"))


def test_the_main_venue_answers_what_no_point_was_asked(world, enter):
    world.act("moderator", "air", world.bring("queued"))
    assert "Điểm cầu trung tâm" in screen(enter("display"))


def test_the_moderators_wording_is_what_the_hall_reads(world, enter):
    number = world.bring("on_air", text="Nguyên văn dài dòng")
    world.act("moderator", "edit", number, wording="Câu đã sửa")
    shown = screen(enter("display"))
    assert "Câu đã sửa" in shown
    assert "Nguyên văn" not in shown


@pytest.mark.parametrize(
    ("letters", "length"), [(20, "short"), (200, "medium"), (500, "long"), (4000, "huge")]
)
def test_a_longer_question_is_set_smaller(world, enter, letters, length):
    world.bring("on_air", text="a" * letters)
    assert f'data-length="{length}"' in enter("display").get(PAGE).text


def test_next_says_who_asks_and_which_point_but_never_the_text(world, enter):
    world.bring("on_air")
    waiting = world.ask("Chưa lên sóng", by="reporter2")
    world.act("moderator", "route", waiting, unit=["001"])
    shown = screen(enter("display"))
    assert "Tiếp theo Hoàng Đức Anh · Đài Bắc Thành Quận Ba Đình" in shown
    assert "Chưa lên sóng" not in enter("display").get(PAGE).text


def test_between_two_questions_the_next_one_is_announced(world, enter):
    waiting = world.ask("Chưa lên sóng", by="reporter2")
    client = enter("display")
    assert "Hoàng Đức Anh" not in screen(client)
    world.act("moderator", "route", waiting, unit=["001"])
    shown = screen(client)
    assert "Câu hỏi tiếp theo Hoàng Đức Anh · Đài Bắc Thành Quận Ba Đình" in shown
    assert "Chưa lên sóng" not in shown


def test_a_held_question_is_not_announced(world, enter):
    number = world.bring("on_air")
    world.act("moderator", "park", number)
    assert "Vũ Hải Yến" not in screen(enter("display"))


def test_before_the_start_the_hall_reads_title_time_venue_and_how_to_join(world, enter):
    data = {"code": "SAU", "title": "Phiên sau", "starts_at": "2026-12-01T14:30", "roster": "hanoi-2024"}
    life.create(world.db, SYSTEM, {**data, "unit": ["001"]})
    life.change(world.db, SYSTEM, "open", code="SAU")
    token = seats.grant(world.db, SYSTEM, {"role": "display", "name": "Màn hình"}, "SAU").token
    client = enter()
    client.get(f"/enter/{token}")
    shown = seen(client, "/b/SAU/display")
    assert "Phiên sau 14:30 01/12/2026 Điểm cầu trung tâm" in shown
    assert "Quét mã để gửi câu hỏi" in shown


def test_the_code_to_join_is_there_as_long_as_questions_are_taken(world, enter):
    client = enter("display")
    assert 'src="/qr/DEMO.svg"' in client.get(PAGE).text
    assert client.get("/qr/DEMO.svg").status_code == 200
    life.change(world.db, world.moderator, "close_intake")
    assert "/qr/DEMO.svg" not in client.get(PAGE).text


def test_a_suspended_and_a_closed_briefing_say_so(world, enter):
    client = enter("display")
    life.change(world.db, world.moderator, "pause")
    assert "Phiên họp báo tạm dừng và sẽ sớm tiếp tục." in screen(client)
    life.change(world.db, world.moderator, "close")
    assert "Phiên họp báo đã kết thúc. Trân trọng cảm ơn." in screen(client)


def test_the_screen_has_no_chrome_and_no_line_state(world, enter):
    client = enter("display")
    page = client.get(PAGE).text
    assert 'class="top"' not in page
    assert 'id="line"' not in page
    assert "<form" not in region(client, PAGE, "screen")


def test_notes_and_reasons_never_reach_the_screen(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006", "001"], note="Ghi chú cho điểm cầu")
    world.act("leader2", "return", number, reason="no_information", reply="Lời riêng")
    world.act("moderator", "air", number)
    page = enter("display").get(PAGE).text
    assert "Khi nào sửa xong đường?" in page
    assert "Ghi chú cho điểm cầu" not in page
    assert "Lời riêng" not in page


@pytest.mark.parametrize("state", sorted({*STATES} - {"on_air"}))
def test_the_hall_never_reads_a_question_that_is_not_on_air(world, enter, state):
    world.bring(state, text="Câu không dành cho hội trường")
    shown = enter("display").get(PAGE).text
    assert "Câu không dành cho hội trường" not in shown
    assert "Đã sửa xong." not in shown


def test_the_screen_takes_no_press(world, enter):
    number = world.bring("queued")
    before = len(world.events())
    answer = enter("display").post(f"{PAGE}/questions/{number}/air", data={"version": "2"})
    assert answer.status_code == 404
    assert len(world.events()) == before
