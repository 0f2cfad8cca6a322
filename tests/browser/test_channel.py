"""The back channel: a moderator writes to a point, which sees it at once; who acknowledged is seen back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from confhub.commands import channel
from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser

TABLET = (820, 1180)


def test_a_point_sees_at_once_what_a_moderator_writes_and_the_moderator_who_acknowledged(
    window: OpenWindow, live_world: World
) -> None:
    leader = connected(window("leader", size=TABLET))
    moderator = connected(window("moderator"))
    moderator.get_by_role("button", name="Trao đổi").click()
    pane = moderator.locator("#pane-messages")
    pane.locator("#write-to-combo").fill("dong da")
    moderator.keyboard.press("Enter")
    pane.locator("#write-text").fill("Đồng chí trả lời ngay sau câu này.")
    pane.get_by_role("button", name="Gửi").click()
    sent = pane.locator(".letter-past").first
    expect(sent).to_contain_text("Quận Đống Đa")
    expect(sent).to_contain_text("Chưa xác nhận")

    letter = leader.locator(".letter")
    expect(letter).to_be_in_viewport()
    expect(letter).to_contain_text("Lê Minh Hà")
    expect(letter).to_contain_text("Đồng chí trả lời ngay sau câu này.")
    press = letter.get_by_role("button", name="Đã rõ")
    box = press.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    press.click()
    expect(letter).to_have_count(0)
    expect(sent).to_contain_text("Ngô Gia Đống")
    expect(sent).to_contain_text("Đã rõ")
    expect(pane.locator("#write-text")).to_have_value("")


def test_a_moderator_on_the_phone_is_told_how_many_wait_and_finds_them(
    window: OpenWindow, live_world: World
) -> None:
    moderator = connected(window("moderator", size=PHONE))
    figure = moderator.locator('.mod-figures a[data-pane="messages"]')
    expect(figure).to_contain_text("0")
    channel.send(live_world.db, live_world.technician, {"to": "moderators", "text": "Hà Đông mất tiếng."})
    expect(figure).to_contain_text("1")
    expect(moderator.get_by_role("status").filter(has_text="1 tin nhắn")).to_be_attached()
    figure.click()
    letter = moderator.locator("#pane-messages .letter")
    expect(letter).to_be_in_viewport()
    expect(letter).to_contain_text("Cán bộ kỹ thuật")
    letter.get_by_role("button", name="Đã rõ").click()
    expect(letter).to_have_count(0)
    expect(figure).to_contain_text("0")


def test_what_is_being_written_stays_when_something_comes(window: OpenWindow, live_world: World) -> None:
    technician = connected(window("technician"))
    technician.locator("#channel-fold > summary").click()
    technician.locator("#write-text").fill("Điểm cầu Ba Đình đang")
    channel.send(
        live_world.db, live_world.moderator, {"to": "technicians", "text": "Kiểm tra micro hội trường."}
    )
    expect(technician.locator(".letter")).to_be_in_viewport()
    expect(technician.locator("#write-text")).to_have_value("Điểm cầu Ba Đình đang")
    expect(technician.locator("#write-text")).to_be_focused()
