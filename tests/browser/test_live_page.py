"""What a live page does by itself: it never takes what a person is doing, and loses nothing they typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from confhub.commands import seats
from tests.browser.conftest import OpenWindow, connected
from tests.conftest import World

pytestmark = pytest.mark.browser

# The page's own module, so with what it has seen.
APPLY = """async (update) => {
    const app = document.querySelector('script[type="module"]').src;
    const { apply } = await import(new URL("regions.js", app));
    apply(update);
}"""


def test_a_message_that_comes_late_is_dropped(window: OpenWindow, live_world: World) -> None:
    live_world.ask("Câu mới nhất")
    moderator = connected(window("moderator"))
    inbox = moderator.locator("#moderator-inbox")
    seq = int(inbox.get_attribute("data-seq") or 0)
    html = '<turbo-stream action="update" method="morph"><template><p>%s</p></template></turbo-stream>'
    for late in (seq, seq - 1):
        moderator.evaluate(APPLY, {"region": "moderator-inbox", "seq": late, "html": html % "cũ"})
    expect(inbox).to_contain_text("Câu mới nhất")
    moderator.evaluate(APPLY, {"region": "moderator-inbox", "seq": seq + 1, "html": html % "mới hơn"})
    expect(inbox).to_have_text("mới hơn")


def test_a_button_does_not_move_between_press_and_release(window: OpenWindow, live_world: World) -> None:
    first, second = live_world.ask("Câu một"), live_world.ask("Câu hai")
    moderator = connected(window("moderator"))
    moderator.hover(f"#q{second}-queue-go")
    moderator.mouse.down()
    live_world.act("moderator2", "queue", first)
    expect(moderator.locator(f"#moderator-queue #q{first}")).to_be_attached()
    assert moderator.locator(f"#moderator-inbox #q{first}").count() == 1
    moderator.mouse.up()
    expect(moderator.locator(f"#moderator-queue #q{second}")).to_be_attached()
    expect(moderator.locator("#moderator-inbox .q")).to_have_count(0)


def test_the_focus_goes_to_the_next_card_when_a_card_leaves(window: OpenWindow, live_world: World) -> None:
    for number in (1, 2, 3):
        live_world.ask(f"Câu {number}")
    moderator = connected(window("moderator"))
    moderator.focus("#q2-queue-go")
    live_world.act("moderator2", "queue", 2)
    expect(moderator.locator("#moderator-inbox #q2")).not_to_be_attached()
    assert moderator.evaluate("document.activeElement.closest('.q').id") == "q3"


def test_a_field_that_was_only_looked_at_is_fresh_once_it_is_left(
    window: OpenWindow, live_world: World
) -> None:
    live_world.bring("on_air")
    moderator = connected(window("moderator"))
    moderator.click("#q1-gist-box summary")
    moderator.focus("#q1-gist-gist")
    live_world.act("clerk", "gist", 1, speaker="Ngô Gia Đống", gist="Quận cam kết")
    expect(moderator.locator("#q1-gist-speaker")).to_have_value("Ngô Gia Đống")
    expect(moderator.locator("#q1-gist-gist")).to_have_value("")
    moderator.focus("#q1-gist-speaker")
    expect(moderator.locator("#q1-gist-gist")).to_have_value("Quận cam kết")


def test_what_was_typed_in_a_card_that_leaves_is_shown(window: OpenWindow, live_world: World) -> None:
    live_world.bring("on_air")
    moderator = connected(window("moderator"))
    moderator.click("#q1-gist-box summary")
    moderator.fill("#q1-gist-gist", "Ý chính chưa gửi")
    live_world.act("moderator2", "queue", 1)
    expect(moderator.locator("#notice")).to_contain_text("Ý chính chưa gửi")


def test_forms_that_are_sent_in_one_breath_all_arrive(window: OpenWindow, live_world: World) -> None:
    for number in (1, 2, 3):
        live_world.ask(f"Câu {number}")
    moderator = connected(window("moderator"))
    moderator.evaluate("""for (const n of [1, 2, 3]) document.getElementById(`q${n}-queue-go`).click()""")
    expect(moderator.locator("#moderator-queue .q")).to_have_count(3)


def test_a_seat_that_is_revoked_is_told_so(window: OpenWindow, live_world: World) -> None:
    clerk = connected(window("clerk"))
    seat = live_world.clerk.seat_id
    assert seat is not None
    seats.revoke(live_world.db, live_world.organiser, seat, live_world.code)
    expect(clerk.locator("#notice")).to_contain_text("đã chấm dứt")
    expect(clerk.locator("html")).to_have_attribute("data-line", "off")


def test_the_page_of_a_hotel_is_no_receipt(window: OpenWindow, live_world: World) -> None:
    reporter = connected(window("reporter"))
    reporter.route("**/reporter/questions", _hotel, times=1)
    ask(reporter, "Câu qua mạng khách sạn")
    expect(reporter.locator('[data-draft-target="outbox"]')).to_contain_text("Câu qua mạng khách sạn")
    expect(reporter.locator("#reporter-mine")).to_contain_text("Câu qua mạng khách sạn")
    expect(reporter.locator('[data-draft-target="outbox"]')).to_be_hidden()
    assert [event.kind for event in live_world.events()].count("question.received") == 1


def test_a_refused_question_returns_into_its_form(window: OpenWindow) -> None:
    reporter = connected(window("reporter"))
    reporter.evaluate("document.getElementById('ask-text').removeAttribute('maxlength')")
    text = "dài " * 1200
    ask(reporter, text)
    expect(reporter.locator("#ask-text-error")).not_to_be_empty()
    expect(reporter.locator("#ask-text")).to_have_value(text)
    expect(reporter.locator("#ask-text")).to_have_attribute("aria-invalid", "true")
    expect(reporter.locator('[data-draft-target="outbox"]')).to_be_hidden()


def test_the_chosen_appearance_stays(window: OpenWindow) -> None:
    clerk = connected(window("clerk"))
    clerk.click(".menu > summary")
    clerk.click('[data-controller="theme"] [value="dark"]')
    clerk.reload()
    expect(clerk.locator("html")).to_have_attribute("data-bs-theme", "dark")


def ask(reporter: Page, text: str) -> None:
    reporter.fill("#ask-text", text)
    reporter.click("#ask-go")


def _hotel(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our wireless network</h1>")
