"""A moderator asks back, the reporter sees it at once on the phone and replies."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser


def test_a_question_back_comes_at_once_and_the_reply_goes_with_it(
    window: OpenWindow, live_world: World
) -> None:
    number = live_world.ask("Bao giờ sửa xong đường?")
    reporter = connected(window("reporter", size=PHONE))
    reporter.fill("#ask-text", "Câu đang gõ dở")
    live_world.act("moderator", "clarify", number, text="Đoạn đường nào?")
    call = reporter.locator(f"#q{number}-call")
    expect(call).to_be_in_viewport()
    call.click()
    asked = reporter.locator(f"#q{number}-asked-back")
    expect(asked).to_be_in_viewport()
    expect(asked).to_contain_text("Điều phối viên hỏi lại: Đoạn đường nào?")
    reporter.fill(f"#q{number}-reply-text", "Đoạn qua Láng Thượng.")
    expect(call).to_be_hidden()
    # A message about something else takes nothing away of what is being typed.
    other = live_world.ask("Câu khác")
    expect(reporter.locator(f"#q{other}")).to_be_visible()
    expect(reporter.locator(f"#q{number}-reply-text")).to_have_value("Đoạn qua Láng Thượng.")
    send = reporter.locator(f"#q{number}-reply-go")
    box = send.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    version = live_world.question(number).version
    send.click()
    expect(asked).to_have_count(0)
    expect(reporter.locator(f"#q{number}-story")).to_contain_text("Bạn đã trả lời")
    expect(reporter.locator("#ask-text")).to_have_value("Câu đang gõ dở")
    assert live_world.question(number).version > version
    assert [event.kind for event in live_world.events()][-1] == "question.replied"


def test_a_countdown_is_marked_when_it_is_late_and_again_when_it_is_very_late(
    window: OpenWindow, live_world: World
) -> None:
    number = live_world.bring("routed")
    leader = connected(window("leader"))
    left = leader.locator(f"#q{number} .ask-respond time")
    expect(left).to_be_visible()

    def shift(minutes: int) -> None:
        """Both of the route's moments, as if so much time had passed."""
        left.evaluate(
            """(element, minutes) => {
              const earlier = (iso) => new Date(Date.parse(iso) - minutes * 60000).toISOString();
              element.dateTime = earlier(element.dateTime);
              element.dataset.red = earlier(element.dataset.red);
            }""",
            minutes,
        )

    expect(left).not_to_have_attribute("data-overdue", "")
    shift(6)
    expect(left).to_have_attribute("data-overdue", "")
    expect(left).not_to_have_attribute("data-very-late", "")
    shift(5)
    expect(left).to_have_attribute("data-very-late", "")
    # The next message brings the moments as the server has them; what scripts marked is marked anew.
    live_world.act("moderator", "route", number, unit=["001"])
    expect(leader.locator(f"#q{number} .ask-others")).to_be_visible()
    expect(left).not_to_have_attribute("data-very-late", "")
