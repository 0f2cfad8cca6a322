"""The moderator's console through its forms, with Turbo and without JavaScript."""

from __future__ import annotations

from typing import Any

from tests.conftest import World

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}


def act(browser: Any, number: int, verb: str, version: int = 1, stream: bool = True, **data: Any) -> Any:
    """Press a button of a card."""
    return browser.post(
        f"/b/DEMO/moderator/questions/{number}/{verb}",
        data={"version": str(version), **data},
        headers=STREAM if stream else {},
    )


def test_the_console_shows_what_waits_what_is_queued_and_what_is_on_air(world: World, enter: Any) -> None:
    for state, text in (("received", "Câu chờ"), ("queued", "Câu xếp hàng"), ("on_air", "Câu đang trả lời")):
        world.bring(state, text=text)
    page = enter("moderator").get("/b/DEMO/moderator").text
    assert all(text in page for text in ("Câu chờ", "Câu xếp hàng", "Câu đang trả lời"))


def test_a_button_queues_and_answers_with_a_stream(world: World, enter: Any) -> None:
    number = world.ask()
    answer = act(enter("moderator"), number, "queue")
    assert (answer.status_code, answer.mimetype) == (200, "text/vnd.turbo-stream.html")
    event = world.events()[-1]
    assert world.question(number).state == "queued"
    assert (event.kind, event.actor["name"]) == ("question.queued", world.moderator.name)


def test_who_comes_too_late_is_told_who_was_faster(world: World, enter: Any) -> None:
    number = world.ask()
    act(enter("moderator"), number, "queue")
    before = len(world.events())
    answer = act(enter("moderator2"), number, "decline", ground="secret")
    assert answer.status_code == 409
    assert world.moderator.name in answer.text
    assert len(world.events()) == before


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
    assert answer.status_code == 303
    assert answer.location.startswith("/b/DEMO/moderator")


def test_a_form_without_a_version_changes_nothing(world: World, enter: Any) -> None:
    number = world.ask()
    answer = enter("moderator").post(f"/b/DEMO/moderator/questions/{number}/queue", headers=STREAM)
    assert answer.status_code == 422
    assert world.question(number).state == "received"


def test_a_point_of_no_briefing_is_refused(world: World, enter: Any) -> None:
    number = world.ask()
    answer = act(enter("moderator"), number, "route", unit="002", form_id="r")
    assert answer.status_code == 422
    assert 'target="r-unit-error"' in answer.text
    assert world.question(number).routes == []


def test_the_page_of_a_question_tells_its_history(world: World, enter: Any) -> None:
    number = world.bring("returned")
    page = enter("moderator").get(f"/b/DEMO/moderator/questions/{number}").text
    assert world.leader.name in page
    assert "Điểm cầu chuyển lại" in page


def test_the_briefing_cannot_be_closed_with_questions_undecided(world: World, enter: Any) -> None:
    number = world.ask()
    answer = enter("moderator").post("/b/DEMO/moderator/briefing/close", headers=STREAM)
    assert answer.status_code == 409
    assert str(number) in answer.text
