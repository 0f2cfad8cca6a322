"""Several questions at once: each is done or refused by itself, and the one notice tells of each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks import happened, numbers_of_logs
from tests.conftest import World

SEVERAL = "/b/DEMO/moderator/several"


def send(browser: Any, verb: str, *chosen: str, **data: Any) -> Any:
    """Send the bar's form for questions given as ``number:version``."""
    return browser.post(f"{SEVERAL}/{verb}", data={"chosen": list(chosen), **data})


def at_first(*numbers: int) -> list[str]:
    """Questions as they were asked: at version 1."""
    return [f"{number}:1" for number in numbers]


def test_all_that_are_chosen_are_queued(world: World, enter: Any) -> None:
    numbers = [world.ask() for _ in range(3)]
    answer = send(enter("moderator"), "queue", *at_first(*numbers))
    assert (answer.status_code, answer.mimetype) == (200, "text/vnd.turbo-stream.html")
    assert [world.question(number).state for number in numbers] == ["queued"] * 3
    assert "3 câu hỏi: Đưa vào hàng đợi" in answer.text
    happened(world, "question.queued", "moderator", numbers[-1])


def test_one_that_a_colleague_changed_is_told_with_the_name_and_the_others_are_done(
    world: World, enter: Any
) -> None:
    first, second, third = (world.ask() for _ in range(3))
    world.act("moderator2", "decline", second, None, ground="secret")
    answer = send(enter("moderator"), "queue", *at_first(first, second, third))
    assert answer.status_code == 200
    assert world.moderator2.name in answer.text
    assert "2 câu hỏi" in answer.text
    assert f'data-number="{second}" data-version="2"' in answer.text
    states = [world.question(number).state for number in (first, second, third)]
    assert states == ["queued", "declined", "queued"]


def test_when_none_could_be_done_nothing_has_changed(world: World, enter: Any) -> None:
    number = world.ask()
    world.act("moderator2", "queue", number)
    before = numbers_of_logs(world)
    answer = send(enter("moderator"), "decline", f"{number}:1", ground="secret")
    assert answer.status_code == 409
    assert "Không câu hỏi nào thay đổi" in answer.text
    assert numbers_of_logs(world) == before


def test_a_refusal_that_several_share_is_told_once(world: World, enter: Any) -> None:
    numbers = [world.ask(), world.ask()]
    answer = send(enter("moderator"), "decline", *at_first(*numbers), ground="weather")
    assert answer.status_code == 409
    assert answer.text.count("<li>") == 1
    assert all(f'href="#q{number}"' in answer.text for number in numbers)


def test_several_are_routed_declined_and_labelled_with_what_the_form_carries(
    world: World, enter: Any
) -> None:
    browser, numbers = enter("moderator"), [world.ask(), world.ask()]
    send(browser, "label", *at_first(*numbers), add="Giao thông")
    send(browser, "route", *at_first(*numbers), unit=["006", "001"])
    for number in numbers:
        question = world.question(number)
        assert question.labels == ["Giao thông"]
        assert [route.point.code for route in question.open_routes] == ["006", "001"]
    send(browser, "decline", *(f"{number}:2" for number in numbers), ground="secret")
    assert {world.question(number).ground for number in numbers} == {"secret"}


def test_a_group_is_made_with_the_one_chosen_first(world: World, enter: Any) -> None:
    head, second, third = (world.ask() for _ in range(3))
    answer = send(enter("moderator"), "group", *at_first(head, second, third))
    assert answer.status_code == 200
    groups = {world.question(number).group_no for number in (head, second, third)}
    assert len(groups) == 1
    assert groups != {None}
    assert f'data-number="{head}" data-version="{world.question(head).version}"' in answer.text


@pytest.mark.parametrize(
    "chosen", [[], ["x:1"], ["1"], ["1:-1"], ["99999999999:1"], [f"{n}:1" for n in range(1, 90)]]
)
def test_what_cannot_be_read_changes_nothing(chosen: list[str], world: World, enter: Any) -> None:
    number = world.ask()
    assert send(enter("moderator"), "queue", *chosen).status_code == 422
    assert world.question(number).state == "received"


@pytest.mark.parametrize("verb", ["air", "nonsense", "undo"])
def test_only_some_verbs_take_several(verb: str, world: World, enter: Any) -> None:
    number = world.ask()
    assert send(enter("moderator"), verb, f"{number}:1").status_code == 404


def test_a_number_that_is_not_there_is_told_like_any_other(world: World, enter: Any) -> None:
    number = world.ask()
    answer = send(enter("moderator"), "queue", f"{number}:1", "4711:1")
    assert answer.status_code == 200
    assert "#4711" in answer.text
