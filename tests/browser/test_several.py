"""Several questions at once, by keys and by pointer; nothing is done that the notice does not tell."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def chosen(page: Page, count: int) -> None:
    """The bar counts what is chosen."""
    expect(page.locator(".several-count")).to_contain_text(f"{count} câu đã chọn")


def test_those_chosen_by_key_are_queued_together(live_world: World, window: OpenWindow) -> None:
    numbers = [live_world.ask() for _ in range(4)]
    page = connected(window("moderator"))
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    chosen(page, 3)
    page.keyboard.press("q")
    for number in numbers[:3]:
        expect(page.locator(f"#pane-queue #q{number}")).to_be_visible()
    expect(page.locator("#several")).to_be_hidden()
    expect(page.locator("#notice")).to_contain_text("3 câu hỏi")
    assert live_world.question(numbers[3]).state == "received"


def test_one_that_a_colleague_changed_meanwhile_is_told_by_name_and_stays_chosen(
    live_world: World, window: OpenWindow
) -> None:
    first, second = live_world.ask(), live_world.ask()
    page = connected(window("moderator"))
    page.locator(f"#q{first}-tick").check()
    page.locator(f"#q{second}-tick").check()
    live_world.act("moderator2", "queue", second)
    expect(page.locator(f"#pane-queue #q{second}-tick")).to_be_checked()
    chosen(page, 2)
    page.locator("#several-label-go").evaluate("button => { button.closest('details').open = true; }")
    page.locator("#several-add").fill("Giao thông")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text(live_world.moderator2.name)
    chosen(page, 1)
    expect(page.locator(f"#q{first}-tick")).not_to_be_checked()
    expect(page.locator(f"#q{second}-tick")).to_be_checked()
    assert live_world.question(first).labels == ["Giao thông"]
    assert live_world.question(second).labels == []


def test_several_are_routed_to_one_point(live_world: World, window: OpenWindow) -> None:
    numbers = [live_world.ask() for _ in range(2)]
    page = connected(window("moderator"))
    for number in numbers:
        page.locator(f"#q{number}-tick").check()
    page.keyboard.press("r")
    page.keyboard.type("dd")
    page.keyboard.press("Enter")
    for number in numbers:
        expect(page.locator(f"#pane-queue #q{number} .mod-routes")).to_contain_text("Đống Đa")
    expect(page.locator("#several")).to_be_hidden()


def test_what_is_chosen_outlives_messages_and_escape_clears_it(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = connected(window("moderator"))
    page.locator(f"#q{number}-tick").check()
    live_world.ask("Câu khác")
    expect(page.locator("#moderator-inbox .count")).to_have_text("2")
    expect(page.locator(f"#q{number}-tick")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator(f"#q{number}-tick")).not_to_be_checked()
    expect(page.locator("#several")).to_be_hidden()


def test_on_a_phone_several_are_declined_by_touch(live_world: World, window: OpenWindow) -> None:
    numbers = [live_world.ask() for _ in range(2)]
    page = connected(window("moderator", size=PHONE))
    for number in numbers:
        tick = page.locator(f"#q{number} .mod-tick")
        box = tick.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44
        tick.tap()
    page.locator("#several summary").first.tap()
    page.locator("#several-ground").select_option("secret")
    page.locator("#several .several-body button").first.tap()
    expect(page.locator("#moderator-inbox .count")).to_have_text("0")
    assert {live_world.question(number).state for number in numbers} == {"declined"}
