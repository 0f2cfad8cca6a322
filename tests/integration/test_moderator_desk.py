"""The moderator's console through its forms, with Turbo and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks import happened, numbers_of_logs
from tests.conftest import World
from tests.pages import region

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
CONSOLE = "/b/DEMO/moderator"


def act(
    browser: Any, number: int, verb: str, version: int | None = 1, stream: bool = True, **data: Any
) -> Any:
    """Press a button of a card."""
    given = {} if version is None else {"version": str(version)}
    return browser.post(
        f"{CONSOLE}/questions/{number}/{verb}", data={**given, **data}, headers=STREAM if stream else {}
    )


def press(world: World, browser: Any, number: int, verb: str, **data: Any) -> None:
    """Press a button of the card as it now stands, and succeed."""
    answer = act(browser, number, verb, world.question(number).version, **data)
    assert (answer.status_code, answer.mimetype) == (200, "text/vnd.turbo-stream.html")


def shown(browser: Any, name: str) -> str:
    """The inside of one of the console's regions."""
    return region(browser, CONSOLE, f"moderator-{name}")


def queue(browser: Any) -> list[int]:
    """Numbers of the queue from top to bottom."""
    return [int(part.split('"', 1)[0]) for part in shown(browser, "queue").split('data-sort-number="')[1:]]


def test_the_console_shows_what_waits_what_is_queued_and_what_is_on_air(world: World, enter: Any) -> None:
    for state, text in (("received", "Câu chờ"), ("queued", "Câu xếp hàng"), ("on_air", "Câu đang trả lời")):
        world.bring(state, text=text)
    browser = enter("moderator")
    assert "Câu chờ" in shown(browser, "inbox")
    assert "Câu xếp hàng" in shown(browser, "queue")
    assert "Câu đang trả lời" in shown(browser, "floor")


def test_a_button_queues_and_answers_with_a_stream(world: World, enter: Any) -> None:
    number = world.ask()
    press(world, enter("moderator"), number, "queue")
    happened(world, "question.queued", "moderator", number)
    assert world.question(number).state == "queued"


def test_who_comes_too_late_is_told_who_was_faster(world: World, enter: Any) -> None:
    number = world.ask()
    act(enter("moderator"), number, "queue")
    before = numbers_of_logs(world)
    answer = act(enter("moderator2"), number, "decline", ground="secret")
    assert answer.status_code == 409
    assert world.moderator.name in answer.text
    assert numbers_of_logs(world) == before


def test_a_refused_field_is_named_in_its_slot(world: World, enter: Any) -> None:
    number = world.ask()
    form = f"q{number}-decline"
    answer = act(enter("moderator"), number, "decline", form_id=form, ground="weather", outward="Xin lỗi")
    assert answer.status_code == 422
    assert f'target="{form}-ground-error"' in answer.text
    assert world.question(number).state == "received"


def test_without_javascript_a_press_leads_back_to_the_console(world: World, enter: Any) -> None:
    number = world.ask()
    answer = act(enter("moderator"), number, "queue", stream=False)
    assert (answer.status_code, answer.location) == (303, f"{CONSOLE}#q{number}")


def test_a_form_without_a_version_changes_nothing(world: World, enter: Any) -> None:
    number = world.ask()
    assert act(enter("moderator"), number, "queue", version=None).status_code == 422
    assert world.question(number).state == "received"


def test_a_point_of_no_briefing_is_refused(world: World, enter: Any) -> None:
    number = world.ask()
    answer = act(enter("moderator"), number, "route", unit="002", form_id="r")
    assert answer.status_code == 422
    assert 'target="r-unit-error"' in answer.text
    assert world.question(number).routes == []


def test_the_point_that_the_asker_named_is_one_press_away(world: World, enter: Any) -> None:
    number = world.ask(point="006")
    browser = enter("moderator")
    assert f'id="q{number}-route-to-006"' in shown(browser, "inbox")
    press(world, browser, number, "route", unit="006")
    happened(world, "question.routed", "moderator", number, units=["006"], lead="006")
    assert f'id="q{number}-route-to-006"' not in shown(browser, "queue")


def test_a_returned_question_warns_and_offers_the_unit_that_was_suggested(world: World, enter: Any) -> None:
    number = world.bring("routed")
    world.act("leader", "return", number, None, reason="other_unit", suggested="268", reply="Thuộc Hà Đông")
    card = shown(enter("moderator"), "queue")
    assert "Thuộc Hà Đông" in card
    assert "hiện chưa giao cho đơn vị nào" in card
    assert f'id="q{number}-route-to-268"' in card


def test_the_longest_waiting_question_is_marked(world: World, enter: Any) -> None:
    world.ask()
    paper = world.ask(
        by="clerk", channel="paper", asker_name="An", outlet="Báo An", asked_at="2026-11-24T08:10"
    )
    inbox = shown(enter("moderator"), "inbox")
    assert f'class="q mod-received mod-waits" id="q{paper}"' in inbox
    assert inbox.count("mod-waits") == 1


def test_a_card_says_how_often_its_outlet_was_heard(world: World, enter: Any) -> None:
    browser = enter("moderator")
    world.ask()
    heard = "Số câu hỏi của cơ quan báo chí này đã được trả lời"
    assert heard not in shown(browser, "inbox")
    world.bring("answered")
    assert heard in shown(browser, "inbox")


def test_the_arrows_and_a_drop_change_the_order(world: World, enter: Any) -> None:
    first, second, third = (world.bring("queued") for _ in range(3))
    browser = enter("moderator")
    press(world, browser, third, "move", by="up")
    assert queue(browser) == [first, third, second]
    press(world, browser, first, "move", before="", after=str(second))
    assert queue(browser) == [third, second, first]
    press(world, browser, third, "move", by="down", before="", after="")
    assert queue(browser) == [second, third, first]


def test_a_parked_question_waits_at_the_end_until_it_is_brought_back(world: World, enter: Any) -> None:
    first, second = world.bring("queued"), world.bring("queued")
    browser = enter("moderator")
    press(world, browser, first, "park")
    assert queue(browser) == [second, first]
    assert f'id="q{first}-move-back"' in shown(browser, "queue")
    press(world, browser, first, "move", priority="ordinary")
    assert 'id="class-held"' not in shown(browser, "queue")


def test_one_question_at_a_time_can_be_put_on_air(world: World, enter: Any) -> None:
    ready, after = world.bring("ready"), world.bring("ready")
    browser = enter("moderator")
    assert f'id="q{ready}-air-next"' in shown(browser, "floor")
    press(world, browser, ready, "air")
    assert f'id="q{after}-air' not in shown(browser, "queue") + shown(browser, "floor")
    answer = act(browser, after, "air", world.question(after).version)
    assert (answer.status_code, f"Câu hỏi số {ready} đang trả lời" in answer.text) == (409, True)


def test_the_form_of_the_gist_can_end_the_answer_too(world: World, enter: Any) -> None:
    number = world.bring("on_air")
    browser = enter("moderator")
    press(world, browser, number, "gist", speaker="Ông Đống", gist="Đang sửa")
    assert "Đang sửa" in shown(browser, "floor")
    press(world, browser, number, "answer", speaker="Ông Đống", gist="Sửa xong tháng 12")
    happened(world, "question.answered", "moderator", number, gist="Sửa xong tháng 12")
    assert "Sửa xong tháng 12" in shown(browser, "done")


def test_what_was_decided_is_listed_with_its_reason_and_can_be_reopened(world: World, enter: Any) -> None:
    declined, written, merged = (world.bring(state) for state in ("declined", "written", "merged"))
    browser = enter("moderator")
    done = shown(browser, "done")
    assert "bí mật nhà nước" in done
    assert "24/12/2026" in done
    assert f"→ #{world.question(merged).merged_into.number}" in done  # type: ignore[union-attr]
    for number in (declined, written, merged):
        press(world, browser, number, "reopen")
        assert world.question(number).state == "queued"


def test_the_head_runs_the_briefing(world: World, enter: Any) -> None:
    browser = enter("moderator")
    steps = {
        "pause": "paused",
        "resume": "resumed",
        "close-intake": "intake_closed",
        "open-intake": "intake_opened",
    }
    for verb, past in steps.items():
        assert f'action="{CONSOLE}/briefing/{verb}"' in shown(browser, "head")
        assert browser.post(f"{CONSOLE}/briefing/{verb}", headers=STREAM).status_code == 200
        happened(world, f"briefing.{past}", "moderator")


def test_the_briefing_cannot_be_closed_with_questions_undecided(world: World, enter: Any) -> None:
    number = world.ask()
    answer = enter("moderator").post(f"{CONSOLE}/briefing/close", headers=STREAM)
    assert answer.status_code == 409
    assert str(number) in answer.text


@pytest.mark.parametrize("stream", [True, False])
def test_the_moderator_takes_the_roll_for_a_point(world: World, enter: Any, stream: bool) -> None:
    browser = enter("moderator")
    assert ">0/3<" in shown(browser, "points")
    form = {"name": "Bà Phó", "form_id": "f"}
    headers = STREAM if stream else {}
    answer = browser.post(f"{CONSOLE}/points/268/check-in", data=form, headers=headers)
    assert answer.status_code == (200 if stream else 303)
    happened(world, "point.checked_in", "moderator", unit="268", name="Bà Phó")
    assert ">1/3<" in shown(browser, "points")
    assert "Bà Phó" in browser.get(f"{CONSOLE}/points/268").text
