"""The moderator's console under fingers: pick a point, keep the focus, lose nothing that is typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def console(window: OpenWindow, **how: object) -> Page:
    """The first moderator's console, connected."""
    return connected(window("moderator", **how))


def test_a_point_is_picked_by_some_letters_without_diacritics(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    page.locator(f"#q{number}-pick").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#picker-input")).to_be_focused()
    page.keyboard.type("dong da")
    expect(page.locator("#picker-list [role=option]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(f"#pane-queue #q{number} .mod-routes")).to_contain_text("Đống Đa")


def test_the_arrow_keeps_the_focus_on_the_card_that_moves(live_world: World, window: OpenWindow) -> None:
    first, second = live_world.bring("queued"), live_world.bring("queued")
    page = console(window)
    page.locator(f"#q{second}-move-up-go").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#line-ordinary > li").first).to_have_id(f"q{second}-item")
    expect(page.locator(f"#q{second}-move-up-go")).to_be_focused()
    expect(page.locator("#line-ordinary > li").last).to_have_id(f"q{first}-item")


def test_the_open_dialog_says_that_its_question_has_changed(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    page.locator(f"#q{number}-decline-link").click()
    expect(page.locator("#detail-decline textarea").first).to_be_visible()
    page.locator("#detail-decline textarea").first.fill("Xin lỗi bạn")
    live_world.act("moderator2", "queue", number)
    expect(page.locator("#detail .mod-stale")).to_be_visible()
    page.locator("#detail-decline input[type=radio]").first.check()
    page.locator("#detail-decline .act-form-foot button").click()
    expect(page.locator("#detail-box #notice")).to_contain_text(live_world.moderator2.name)
    expect(page.locator("#detail-decline textarea").first).to_have_value("Xin lỗi bạn")


def test_a_link_within_the_page_takes_nothing_that_is_typed(live_world: World, window: OpenWindow) -> None:
    waiting, on_air = live_world.ask(), live_world.bring("on_air")
    page = console(window)
    page.locator(f"#q{on_air}-gist-box summary").click()
    page.locator(f"#q{on_air}-gist-gist").fill("Đang gõ dở")
    visits: list[str] = []
    page.on(
        "request",
        lambda request: request.resource_type in ("document", "fetch") and visits.append(request.url),
    )
    for link in (".mod-oldest", f"#q{waiting} .q-number", ".mod-figures a[data-pane=points]", ".skip-link"):
        page.locator(link).focus()
        page.keyboard.press("Enter")
    expect(page.locator("#pane-points")).to_be_visible()
    expect(page.locator(f"#q{on_air}-gist-gist")).to_have_value("Đang gõ dở")
    assert visits == []


def test_on_a_phone_one_pane_is_shown_under_the_bar_of_what_is_on_air(
    live_world: World, window: OpenWindow
) -> None:
    live_world.ask()
    on_air = live_world.bring("on_air")
    page = console(window, size=PHONE)
    expect(page.locator("#pane-inbox")).to_be_visible()
    expect(page.locator("#pane-floor")).to_be_hidden()
    page.locator(".mod-air-bar").tap()
    expect(page.locator(f"#pane-floor #q{on_air}")).to_be_visible()
    expect(page.locator("#pane-inbox")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_on_a_laptop_the_panes_scroll_and_the_page_does_not(live_world: World, window: OpenWindow) -> None:
    for _ in range(12):
        live_world.ask("Câu hỏi dài " * 30)
        live_world.bring("queued", text="Câu hỏi dài " * 30)
    page = console(window)
    sizes = "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    assert page.evaluate(sizes) == [768, 1366]
    assert page.evaluate("(p => p.scrollHeight > p.clientHeight)(document.querySelector('#moderator-inbox'))")
