"""A possible repeat is compared and merged by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser

FERRY = "Bao giờ phà Cổ Đô chạy lại sau khi nước sông rút?"


def test_a_repeat_is_compared_with_one_press_and_merged_with_the_next(
    live_world: World, window: OpenWindow
) -> None:
    first, second = live_world.ask(FERRY), live_world.ask(f"Bạn đọc hỏi: {FERRY}", by="reporter2")
    page = connected(window("moderator"))
    page.locator(f"#q{second} [data-key-act=compare]").focus()
    page.keyboard.press("Enter")
    merge = page.locator(f"#q{second}-merge-into-{first}-go")
    expect(merge).to_be_focused()
    expect(merge).to_be_in_viewport()
    expect(page.locator("#detail .mod-sides mark").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f"#q{second}.mod-done")).to_contain_text(f"→ #{first}")


def test_the_points_that_a_question_names_are_asked_with_one_press(
    live_world: World, window: OpenWindow
) -> None:
    number = live_world.ask("Vì sao quận Ba Đình và phường Láng Thượng thu phí khác nhau?")
    page = connected(window("moderator"))
    page.locator(f"#q{number} [data-key-act=route-suggested]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#pane-queue #q{number} .mod-routes > li")).to_have_count(2)
