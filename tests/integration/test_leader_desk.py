"""The point's desk: check-in, what is asked, accept, ready, next, on air."""

from __future__ import annotations

import re

import pytest

from confhub.commands import points
from tests.point_page import OTHER, PAGE, act, card
from tests.reporter_page import STREAM, seen, words


def part(client, id_):
    """The text of one element of the page, by its id; "" when it is not there."""
    page = client.get(PAGE).text
    found = re.search(rf'<(\w+)[^>]* id="{id_}".*?</\1>', page, re.S)
    return words(found[0]) if found else ""


def test_a_point_checks_in_under_the_name_of_who_is_there(world, enter, clock):
    client = enter("leader")
    assert "Điểm cầu chưa điểm danh." in seen(client, PAGE)
    answer = client.post(f"{PAGE}/check-in", data={"name": "Phó Chủ tịch Lê An"}, headers=STREAM)
    assert answer.status_code == 200
    event = world.events()[-1]
    assert (event.kind, event.actor["name"]) == ("point.checked_in", "Ngô Gia Đống")
    assert "Có mặt: Phó Chủ tịch Lê An điểm danh lúc 09:00" in seen(client, PAGE)
    clock.forward(minutes=20)
    client.post(f"{PAGE}/check-in", data={"name": "Chủ tịch Ngô Gia Đống"})
    assert "Có mặt: Chủ tịch Ngô Gia Đống điểm danh lúc 09:00" in seen(client, PAGE)


def test_a_check_in_without_a_name_is_refused_at_its_field(world, enter):
    before = len(world.events())
    answer = enter("leader").post(
        f"{PAGE}/check-in", data={"form_id": "check-in", "name": " "}, headers=STREAM
    )
    assert answer.status_code == 422
    assert 'target="check-in-name-error"' in answer.text
    assert len(world.events()) == before


def test_a_leader_checks_in_no_other_point(world, enter):
    before = len(world.events())
    answer = enter("leader").post(f"{OTHER}/check-in", data={"name": "Ai đó"}, headers=STREAM)
    assert answer.status_code == 404
    assert len(world.events()) == before


def test_the_measured_line_is_kept_and_shown(world, enter):
    client = enter("leader")
    answer = client.post(f"{PAGE}/line-check", data={"ms": "84"}, headers=STREAM)
    assert answer.status_code == 200
    assert "Đã kiểm tra đường truyền." in answer.text
    assert world.events()[-1].kind == "point.line_checked"
    assert "độ trễ khứ hồi 84 ms, đo lúc 09:00" in seen(client, PAGE)


def test_a_line_check_without_a_number_is_refused(world, enter):
    before = len(world.events())
    assert enter("leader").post(f"{PAGE}/line-check", data={"ms": ""}, headers=STREAM).status_code == 422
    assert len(world.events()) == before


def test_what_is_asked_says_by_whom_since_when_and_until_when(world, enter):
    number = world.ask("Khi nào thông xe đường Láng?")
    world.act("moderator", "route", number, unit=["006", "001"], lead="006", note="Xin trả lời ngắn")
    shown = card(enter("leader"), number)
    text = words(shown)
    assert "Khi nào thông xe đường Láng?" in text
    assert "Vũ Hải Yến · Báo Sông Hồng" in text
    assert "Chuyển tới lúc 09:00" in text
    assert "Điều phối viên nhắn: Xin trả lời ngắn" in text
    assert "Cùng được hỏi: Quận Ba Đình. Điểm cầu của bạn chủ trì trả lời." in text
    assert '<time datetime="2026-11-24T02:05:00+00:00" data-clock="countdown"' in shown


def test_a_deputy_is_asked_by_name_and_has_the_time_anew(world, enter, clock):
    points.describe(world.db, world.organiser, "006", {"deputy": "Bà Phó", "deputy_phone": "0000 000 106"})
    number = world.bring("routed")
    client = enter("leader")
    assert "người được ủy quyền" not in words(card(client, number))
    clock.forward(minutes=7)
    world.act("moderator", "deputise", number)
    shown = card(client, number)
    assert "Đề nghị người được ủy quyền, Bà Phó, trả lời." in words(shown)
    assert 'data-clock="countdown" data-red="2026-11-24T02:17:00+00:00"' in shown
    assert '<time datetime="2026-11-24T02:12:00+00:00"' in shown


def test_a_deputy_who_is_not_named_is_asked_all_the_same(world, enter):
    number = world.bring("routed")
    world.act("moderator", "deputise", number)
    assert "Đề nghị người được ủy quyền trả lời." in words(card(enter("leader"), number))


def test_a_supporting_point_reads_who_leads(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006", "001"], lead="001")
    text = words(card(enter("leader"), number))
    assert "Quận Ba Đình (chủ trì trả lời)" in text
    assert "Điểm cầu của bạn chủ trì" not in text


def test_the_moderators_wording_is_shown_and_not_the_askers(world, enter):
    number = world.bring("routed", text="Nguyên văn dài dòng")
    world.act("moderator", "edit", number, wording="Câu đã sửa")
    page = seen(enter("leader"), PAGE)
    assert "Câu đã sửa" in page
    assert "Nguyên văn dài dòng" not in page


def test_accept_then_ready(world, enter):
    number = world.bring("routed")
    client = enter("leader")
    assert act(client, number, "accept", world.question(number).version).status_code == 200
    assert world.question(number).routes[0].state == "accepted"
    assert act(client, number, "ready", world.question(number).version).status_code == 200
    assert world.question(number).routes[0].state == "ready"
    assert [(e.kind, e.actor["name"]) for e in world.events()[-2:]] == [
        ("question.accepted", "Ngô Gia Đống"),
        ("question.made_ready", "Ngô Gia Đống"),
    ]
    assert "Điều phối viên đã biết điểm cầu sẵn sàng." in seen(client, PAGE)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("routed", {"accept", "return"}),
        ("accepted", {"ready", "return"}),
        ("ready", {"return"}),
        ("returned", set()),
        ("written", {"draft", "submit", "return"}),
        ("submitted", set()),
        ("published", set()),
    ],
)
def test_only_what_can_be_done_now_is_offered(world, enter, state, verbs):
    number = world.bring(state)
    if state == "written":
        world.act("leader", "accept", number)
    offered = re.findall(rf'"/b/DEMO/point/006/questions/{number}/([\w-]+)"', card(enter("leader"), number))
    assert set(offered) == verbs


def test_a_press_on_what_has_changed_is_refused_and_says_who_was_faster(world, enter):
    number = world.bring("routed")
    seen_version = world.question(number).version
    world.act("moderator", "edit", number, wording="Khác")
    before = len(world.events())
    answer = act(enter("leader"), number, "accept", seen_version)
    assert answer.status_code == 409
    assert "Lê Minh Hà đã thao tác trước" in answer.text
    assert len(world.events()) == before


def test_a_recalled_question_leaves_the_desk(world, enter):
    number = world.bring("routed")
    client = enter("leader")
    assert card(client, number)
    world.act("moderator", "recall", number)
    assert not card(client, number)


def test_on_air_the_point_reads_that_it_is_answering_and_for_how_long(world, enter):
    number = world.bring("on_air")
    client = enter("leader")
    banner = client.get(PAGE).text.split('id="speaking"')[1].split("</section>")[0]
    assert "BẠN ĐANG TRẢ LỜI" in words(banner)
    assert "Khi nào sửa xong đường?" in banner
    assert '<time datetime="2026-11-24T02:00:00+00:00" data-clock="elapsed"' in banner
    world.act("moderator", "answer", number)
    assert "BẠN ĐANG TRẢ LỜI" not in seen(client, PAGE)
    assert "Đã trả lời" in part(client, "past-section")


def test_a_supporting_point_is_not_told_that_it_answers(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006", "001"], lead="001")
    world.act("moderator", "air", number)
    client = enter("leader")
    assert "BẠN ĐANG TRẢ LỜI" not in seen(client, PAGE)
    assert "Đang trả lời" in words(card(client, number))
    assert "BẠN ĐANG TRẢ LỜI" in seen(enter("leader2"), OTHER)


def test_the_next_point_is_told_so_and_only_that_one(world, enter):
    first, second = world.bring("ready"), world.bring("queued")
    client = enter("leader")
    assert f"Câu hỏi số {first} sẽ được mời trả lời" in part(client, "next-notice")
    world.act("moderator", "move", second, before=str(first))
    assert part(client, "next-notice") == ""


def test_becoming_next_reaches_the_point(world):
    first = world.bring("queued")
    world.bring("routed")
    world.act("moderator", "air", first)
    assert f"point:{world.leader.point_id}" in world.events()[-1].reach
    assert f"point:{world.leader2.point_id}" not in world.events()[-1].reach


def test_the_desk_shows_what_is_on_air_for_all(world, enter):
    number = world.ask("Câu của nơi khác")
    world.act("moderator", "route", number, unit=["001"])
    client = enter("leader")
    assert "Câu của nơi khác" not in client.get(PAGE).text
    world.act("moderator", "air", number)
    assert "Câu của nơi khác" in seen(client, PAGE)
