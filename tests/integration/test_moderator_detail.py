"""The pages behind the moderator's cards: one question with its forms and history, one point."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.checks import happened, numbers_of_logs
from tests.conftest import World
from tests.integration.test_moderator_desk import CONSOLE
from tests.world import STATES


def detail(browser: Any, number: int, section: str = "") -> str:
    """The page of one question."""
    answer = browser.get(f"{CONSOLE}/questions/{number}?open={section}")
    assert answer.status_code == 200
    return str(answer.text)


def test_a_question_in_any_state_has_a_page_with_its_whole_history(world: World, enter: Any) -> None:
    # One question at a time is on air, so that state comes last.
    numbers = [world.bring(state) for state in sorted(STATES, key=lambda state: state == "on_air")]
    browser, events = enter("moderator"), world.events()
    for number in numbers:
        history = detail(browser, number).split('class="mod-history"', 1)[1].split("</ol>", 1)[0]
        assert history.count("<li ") == sum(event.number == number for event in events)


def test_the_history_says_who_returned_it_and_why(world: World, enter: Any) -> None:
    page = detail(enter("moderator"), world.bring("returned"))
    assert world.leader.name in page
    assert "chuyển lại câu hỏi" in page
    assert "Chưa có thông tin" in page


def test_a_draft_of_a_point_is_not_read_here_before_it_is_published(world: World, enter: Any) -> None:
    number = world.bring("written")
    world.act("leader", "draft", number, None, text="Bản nháp còn kín")
    browser = enter("moderator")
    page = detail(browser, number)
    assert "lưu bản nháp" in page
    assert "Bản nháp còn kín" not in page
    world.act("leader", "submit", number, None, text="Bản đã trình")
    assert "Bản đã trình" not in detail(browser, number)
    world.act("organiser", "clear", number)
    world.act("organiser", "publish", number)
    assert "Bản đã trình" in detail(browser, number)


@pytest.mark.parametrize("verb", ["route", "edit", "merge", "defer", "decline"])
def test_a_link_unfolds_the_form_that_it_names(world: World, enter: Any, verb: str) -> None:
    page = detail(enter("moderator"), world.ask(), verb)
    assert f'id="detail-{verb}" name="detail-form" open' in page
    assert page.count('name="detail-form" open') == 1


def test_only_what_is_possible_now_is_offered(world: World, enter: Any) -> None:
    browser = enter("moderator")
    withdrawn = detail(browser, world.bring("withdrawn"))
    assert set(re.findall(r'id="detail-(\w+)" name="detail-form"', withdrawn)) == {"note", "label"}
    assert "detail-move" not in detail(browser, world.ask())
    ready = world.bring("ready")
    assert f'id="q{ready}-air-d"' in detail(browser, ready)
    world.bring("on_air")
    assert f'id="q{ready}-air-d"' not in detail(browser, ready)


def test_without_javascript_a_refusal_keeps_what_was_typed_in_the_open_form(world: World, enter: Any) -> None:
    number = world.ask()
    before = numbers_of_logs(world)
    answer = enter("moderator").post(
        f"{CONSOLE}/questions/{number}/decline",
        data={
            "version": "1",
            "from": "question",
            "form_id": f"q{number}-decline-d",
            "outward": "Xin lỗi bạn",
        },
    )
    assert answer.status_code == 422
    assert "Xin lỗi bạn</textarea>" in answer.text
    assert 'id="detail-decline" name="detail-form" open' in answer.text
    assert "Vui lòng chọn trong danh sách." in answer.text
    assert numbers_of_logs(world) == before


def test_several_points_are_asked_at_once_and_one_leads(world: World, enter: Any) -> None:
    number = world.ask()
    enter("moderator").post(
        f"{CONSOLE}/questions/{number}/route",
        data={"version": "1", "unit": ["001", "006"], "lead": "006", "note": "Xin nêu số liệu"},
    )
    happened(world, "question.routed", "moderator", number, units=["001", "006"], lead="006")
    roles = {route.point.code: (route.role, route.note) for route in world.question(number).routes}
    assert roles == {"001": ("support", "Xin nêu số liệu"), "006": ("lead", "Xin nêu số liệu")}


def test_one_point_is_recalled_from_the_list_of_those_asked(world: World, enter: Any) -> None:
    number = world.bring("queued")
    world.act("moderator", "route", number, None, unit=["001", "006"])
    browser = enter("moderator")
    assert f'id="q{number}-recall-001-d"' in detail(browser, number)
    version = str(world.question(number).version)
    browser.post(f"{CONSOLE}/questions/{number}/recall", data={"version": version, "unit": "001"})
    happened(world, "question.recalled", "moderator", number, units=["001"])
    assert f'id="q{number}-recall-001-d"' not in detail(browser, number)


def test_merging_offers_the_others_first_those_for_the_same_point(world: World, enter: Any) -> None:
    same, other, gone = world.ask(point="006"), world.ask(point="001"), world.bring("withdrawn")
    number = world.ask(point="006")
    page = detail(enter("moderator"), number, "merge").split('id="detail-merge"')[1]
    offered = [int(part.split('"', 1)[0]) for part in page.split('name="into" value="')[1:]]
    assert offered == [same, other]
    assert gone not in offered


def test_a_written_answer_is_promised_with_owner_and_date(world: World, enter: Any) -> None:
    number = world.ask()
    enter("moderator").post(
        f"{CONSOLE}/questions/{number}/defer",
        data={"version": "1", "unit": "268", "due_days": "30", "due": "2026-12-01", "basis": "Luật Báo chí"},
    )
    happened(world, "question.deferred", "moderator", number, unit="268", due="2026-12-01")
    answer = world.question(number).written
    assert answer is not None
    assert (answer.basis, answer.due_days) == ("Luật Báo chí", None)


@pytest.mark.parametrize("path", ["questions/99", "points/002"])
def test_what_the_briefing_does_not_have_is_not_found(world: World, enter: Any, path: str) -> None:
    assert enter("moderator").get(f"{CONSOLE}/{path}").status_code == 404


def test_a_points_page_says_who_leads_it_and_what_it_is_asked(world: World, enter: Any) -> None:
    number = world.bring("accepted", text="Câu của Đống Đa")
    page = enter("moderator").get(f"{CONSOLE}/points/006").text
    assert "Câu của Đống Đa" in page
    assert f"{CONSOLE}/questions/{number}" in page
    assert "Câu của Đống Đa" not in enter("moderator").get(f"{CONSOLE}/points/001").text
