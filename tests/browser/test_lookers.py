"""Two moderators at their consoles: each sees on the cards where the other one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def at(page: Page, number: int) -> Locator:
    """Who else is at a question, as its card says it."""
    return page.locator(f"#q{number}-lookers")


def test_who_edits_a_question_is_named_on_its_card_until_the_form_is_closed(
    live_world: World, window: OpenWindow
) -> None:
    number = live_world.ask()
    one, two = connected(window("moderator")), connected(window("moderator2"))
    hers = live_world.moderator.name
    one.locator(f"#q{number}-more-link").click()
    expect(at(two, number)).to_have_text(f"{hers} đang xem")
    one.locator("#detail-edit summary").click()
    one.locator("#detail-edit textarea").fill("Cách hỏi khác")
    expect(at(two, number)).to_have_text(f"{hers} đang sửa")
    assert at(one, number).is_hidden()

    # Another question makes the region come anew, another place in the queue makes the card come anew.
    live_world.ask("Câu khác")
    expect(two.locator("#moderator-inbox .count")).to_have_text("2")
    expect(at(two, number)).to_have_text(f"{hers} đang sửa")
    live_world.act("moderator2", "queue", number)
    expect(two.locator(f"#pane-queue #q{number}-lookers")).to_have_text(f"{hers} đang sửa")

    one.keyboard.press("Escape")
    expect(one.locator("#detail-box")).to_be_hidden()
    expect(at(two, number)).to_be_hidden()


def test_whoever_opens_a_question_reads_there_who_is_at_it(live_world: World, window: OpenWindow) -> None:
    on_air, other = live_world.bring("on_air"), live_world.ask()
    one, two = connected(window("moderator")), connected(window("moderator2"))
    one.locator(f"#q{on_air}-gist-box summary").click()
    expect(at(two, on_air)).to_have_text(f"{live_world.moderator.name} đang xem")
    one.locator(f"#q{on_air}-gist-gist").focus()
    expect(at(two, on_air)).to_have_text(f"{live_world.moderator.name} đang sửa")
    two.locator(f"#pane-floor #q{on_air}-more-link").click()
    expect(two.locator("#detail-lookers")).to_have_text(f"{live_world.moderator.name} đang sửa")
    expect(at(one, on_air)).to_have_text(f"{live_world.moderator2.name} đang xem")
    two.keyboard.press("Escape")
    two.locator(f"#q{other}-queue-go").focus()
    expect(at(one, other)).to_have_text(f"{live_world.moderator2.name} đang xem")
    expect(at(one, on_air)).to_be_hidden()


def test_who_leaves_the_console_is_at_no_question(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    one, two = connected(window("moderator")), connected(window("moderator2"))
    one.locator(f"#q{number}-pick").click()
    expect(one.locator("#picker-input")).to_be_focused()
    expect(at(two, number)).to_have_text(f"{live_world.moderator.name} đang xem")
    one.goto("/")
    expect(at(two, number)).to_be_hidden()


def test_after_a_break_of_the_line_both_are_seen_again(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    one, two = connected(window("moderator")), connected(window("moderator2"))
    one.locator(f"#q{number}-queue-go").focus()
    expect(at(two, number)).to_be_visible()
    for page in (one, two):
        page.context.set_offline(True)
    expect(at(two, number)).to_be_hidden()
    for page in (one, two):
        page.context.set_offline(False)
        connected(page)
    expect(at(two, number)).to_have_text(f"{live_world.moderator.name} đang xem")
