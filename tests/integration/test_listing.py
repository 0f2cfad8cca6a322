"""The page of all questions, narrowed by what its address says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import World

PAGE = "/b/DEMO/moderator/questions"


def numbers(browser: Any, query: str) -> list[int]:
    """The questions that the page lists."""
    page = browser.get(f"{PAGE}?{query}").text
    return [int(number) for number in re.findall(r'<article class="q[^"]*" id="q(\d+)"', page)]


@pytest.fixture
def four(world: World) -> list[int]:
    """Flood at Đống Đa, market of another outlet, a label, and one from the hall."""
    found = [
        world.ask("Bao giờ hết ngập đường Láng?", point="006"),
        world.ask("Chợ dân sinh chuyển đi đâu?", by="reporter2"),
        world.ask("Thu phí rác năm 2026?"),
        world.ask("Hỏi tại chỗ", by="clerk", channel="hall", asker_name="An", outlet="Báo An"),
    ]
    world.act("moderator", "label", found[2], None, add="Môi trường")
    world.act("moderator", "claim", found[1], None)
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ngap+duong+lang", [0]),
        ("q=%232", [1]),
        ("q=2", [1, 2]),
        ("q=moi+truong", [2]),
        ("outlet=dai+bac+thanh", [1]),
        ("unit=006", [0]),
        ("channel=hall", [3]),
        ("label=moi+truong", [2]),
        ("mine=1", [1]),
        ("mine=1&outlet=bao+song+hong", []),
        ("channel=online&label=M%C3%B4i+tr%C6%B0%E1%BB%9Dng&q=rac", [2]),
        ("channel=nonsense", [0, 1, 2, 3]),
    ],
)
def test_filters_are_joined(query: str, expected: list[int], four: list[int], enter: Any) -> None:
    assert numbers(enter("moderator"), query) == [four[place] for place in expected]


def test_mine_is_what_this_moderator_has_in_hand(four: list[int], enter: Any) -> None:
    assert numbers(enter("moderator2"), "mine=1") == []


def test_a_routed_question_is_found_by_its_point(world: World, four: list[int], enter: Any) -> None:
    world.act("moderator", "route", four[3], None, unit=["006"])
    assert numbers(enter("moderator"), "unit=006") == [four[0], four[3]]


def test_the_form_and_the_next_page_keep_the_filters(world: World, enter: Any) -> None:
    for n in range(51):
        world.ask(f"Câu {n}")
    page = enter("moderator").get(f"{PAGE}?channel=online&unit=&outlet=song+hong").text
    assert '<option value="online" selected>' in page
    onward = re.search(r'href="([^"]*after=\d+[^"]*)"', page)
    assert onward
    assert "channel=online" in onward[1]
    assert "outlet=song" in onward[1]
    assert "label=" not in onward[1]
