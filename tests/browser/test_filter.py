"""The line of filters over the panes: what fits is shown and counted, through every message."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def shows(page: Page, *numbers: int) -> None:
    """The inbox shows these cards, and counts them."""
    cards = page.locator("#moderator-inbox article.q:visible")
    expect(cards).to_have_count(len(numbers))
    assert {card.get_attribute("id") for card in cards.all()} == {f"q{number}" for number in numbers}


def counts(page: Page, text: str) -> None:
    """What the inbox's count says, with what is shown before it."""
    count = page.locator("#moderator-inbox .count")
    shown = "element => (element.dataset.sifted ?? '') + element.textContent"
    page.wait_for_function(
        f"text => ({shown})(document.querySelector('#moderator-inbox .count')) === text", arg=text
    )
    assert count.is_visible()


def test_words_numbers_points_and_labels_narrow_the_panes(live_world: World, window: OpenWindow) -> None:
    flood = live_world.ask("Bao giờ hết ngập đường Láng?", point="006")
    market = live_world.ask("Chợ dân sinh chuyển đi đâu?", by="reporter2")
    live_world.act("moderator", "label", market, None, add="Đô thị")
    page = connected(window("moderator"))
    for typed, number in (
        ("ngap lang", flood),
        ("dd", flood),
        (f"#{market}", market),
        ("dai bac thanh", market),
        ("do thi", market),
    ):
        page.locator("#sieve-words").fill(typed)
        shows(page, number)
        counts(page, "1/2")
    page.keyboard.press("Escape")
    shows(page, flood, market)
    counts(page, "2")


def test_picks_and_toggles_are_joined_and_lead_to_the_page_of_all(
    live_world: World, window: OpenWindow
) -> None:
    online = live_world.ask("Thu phí rác?")
    hall = live_world.ask("Hỏi tại chỗ", by="clerk", channel="hall", asker_name="An", outlet="Báo An")
    live_world.act("moderator", "claim", online, None)
    page = connected(window("moderator"))
    page.locator("button[name=mine]").click()
    shows(page, online)
    page.locator("#sieve-channel").select_option("hall")
    counts(page, "0/2")
    page.locator("button[name=mine]").click()
    shows(page, hall)
    assert (page.locator("#sieve-all").get_attribute("href") or "").endswith("?channel=hall")
    page.locator("#sieve-all").click()
    expect(page.locator("article.q")).to_have_count(1)
    expect(page.locator("#list-channel")).to_have_value("hall")


def test_the_filter_holds_for_what_comes_after_it(live_world: World, window: OpenWindow) -> None:
    first = live_world.ask("Bao giờ hết ngập?")
    page = connected(window("moderator"))
    page.locator("#sieve-words").fill("ngap")
    live_world.ask("Chợ chuyển đi đâu?")
    second = live_world.ask("Ngập ở đâu nữa?")
    counts(page, "2/3")
    shows(page, first, second)
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    expect(page.locator(f"article#q{first}:focus-within")).to_have_count(1)
    page.keyboard.press("q")
    counts(page, "1/2")
    expect(page.locator(f"article#q{second}:focus-within")).to_have_count(1)
