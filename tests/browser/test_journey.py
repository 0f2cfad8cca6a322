"""A question's whole way, on the screens of all who have to do with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, OpenWindow, connected
from tests.conftest import World
from tests.servers import Server

pytestmark = pytest.mark.browser

QUESTION = "Khi nào quận Đống Đa sửa xong hè phố Láng Hạ?"


class Briefing:
    """Five people at once: reporter, two moderators, the leader of Đống Đa, the display."""

    def __init__(self, window: OpenWindow, size: tuple[int, int]) -> None:
        self.reporter = connected(window("reporter", PHONE))
        self.moderator = connected(window("moderator", size))
        self.moderator2 = connected(window("moderator2", size))
        self.leader = connected(window("leader", size))
        self.display = connected(window("display", (1920, 1080)))
        self.pages = (self.reporter, self.moderator, self.moderator2, self.leader, self.display)

    def ask(self, text: str = QUESTION) -> None:
        self.reporter.fill("#ask-text", text)
        self.reporter.click("#ask-go")
        expect(self.reporter.locator("#reporter-mine")).to_contain_text(text)

    def queue(self) -> None:
        show(self.moderator, "inbox")
        self.moderator.click("#q1-queue-go")
        for page in (self.moderator, self.moderator2):
            expect(page.locator("#moderator-queue #q1")).to_be_attached()
            expect(page.locator("#moderator-inbox #q1")).not_to_be_attached()
        expect(self.reporter.locator("#reporter-mine")).to_contain_text("Trong hàng đợi")
        expect(self.leader.locator("#leader-asked")).not_to_contain_text(QUESTION)

    def route(self) -> None:
        show(self.moderator, "queue")
        self.moderator.click("#q1-pick")
        self.moderator.fill("#picker-input", "dong da")
        self.moderator.press("#picker-input", "Enter")
        expect(self.leader.locator("#leader-asked")).to_contain_text(QUESTION)
        expect(self.moderator2.locator("#moderator-queue #q1")).to_contain_text("Quận Đống Đa")
        expect(self.reporter.locator("#reporter-mine")).to_contain_text("Quận Đống Đa")

    def accept(self) -> None:
        self.leader.click("#q1-accept-go")
        for page in (self.moderator, self.moderator2):
            expect(page.locator("#moderator-queue #q1")).to_contain_text("Nhận trả lời")

    def ready(self) -> None:
        self.leader.click("#q1-ready-go")
        for page in (self.moderator, self.moderator2):
            expect(page.locator("#moderator-queue #q1")).to_contain_text("Sẵn sàng")

    def air(self) -> None:
        expect(self.display.locator("#screen")).not_to_contain_text(QUESTION)
        show(self.moderator2, "queue")
        self.moderator2.click("#q1-air-go")
        for page, region in (
            (self.display, "#screen"),
            (self.moderator, "#moderator-floor"),
            (self.moderator2, "#moderator-floor"),
            (self.leader, "#speaking"),
            (self.reporter, "#stage"),
        ):
            expect(page.locator(region)).to_contain_text(QUESTION)
        expect(self.display.locator("#screen")).to_contain_text("Quận Đống Đa")
        expect(self.display.locator("#screen")).to_contain_text("Báo Sông Hồng")

    def answer(self) -> None:
        show(self.moderator, "floor")
        self.moderator.click("#q1-answer-go")
        expect(self.display.locator("#screen")).not_to_contain_text(QUESTION)
        expect(self.leader.locator("#speaking")).not_to_be_attached()
        expect(self.moderator2.locator("#moderator-done")).to_contain_text(QUESTION)
        expect(self.reporter.locator("#reporter-mine")).to_contain_text("Đã trả lời trực tiếp")

    def close_and_publish(self, organiser: Page, record: str) -> None:
        organiser.click("#life-close-go")
        organiser.click("dialog[open] [data-yes]")
        expect(organiser.locator("#life-publish-go")).to_be_visible()
        expect(self.display.locator("#screen")).to_contain_text("kết thúc")
        assert organiser.request.get(record).status == 404
        organiser.click("#life-publish-go")
        organiser.click("dialog[open] [data-yes]")
        expect(organiser.locator("#organiser-life")).to_contain_text("Đã công bố")
        organiser.goto(record)
        expect(organiser.locator("#q1")).to_contain_text(QUESTION)
        expect(organiser.locator("#q1")).to_contain_text("Quận Đống Đa")


def show(page: Page, pane: str) -> None:
    """On a phone the console's panes stand behind tabs."""
    tab = page.locator(f'.mod-figures a[data-pane="{pane}"]')
    if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        tab.click()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_briefing_runs_end_to_end_on_five_screens(
    window: OpenWindow, live_world: World, size: tuple[int, int]
) -> None:
    briefing = Briefing(window, size)
    briefing.ask()
    briefing.queue()
    briefing.route()
    briefing.accept()
    briefing.ready()
    briefing.air()
    briefing.answer()
    briefing.close_and_publish(connected(window("organiser", size)), f"/record/{live_world.code}")


def test_the_briefing_goes_on_when_the_server_is_killed_in_the_middle(
    window: OpenWindow, server: Server
) -> None:
    briefing = Briefing(window, LAPTOP)
    briefing.ask()
    briefing.queue()
    briefing.route()
    server.kill()
    expect(briefing.moderator.locator("html")).not_to_have_attribute("data-line", "on")
    server.start()
    for page in (
        briefing.reporter,
        briefing.moderator,
        briefing.moderator2,
        briefing.leader,
        briefing.display,
    ):
        connected(page)
    briefing.accept()
    briefing.ready()
    briefing.air()
    briefing.answer()


def test_a_question_typed_without_a_line_is_sent_once_when_it_is_back(
    window: OpenWindow, server: Server, live_world: World
) -> None:
    reporter = connected(window("reporter", PHONE))
    server.kill()
    reporter.fill("#ask-text", QUESTION)
    reporter.click("#ask-go")
    expect(reporter.locator(".unsent")).to_contain_text(QUESTION)
    server.start()
    expect(reporter.locator("#reporter-mine")).to_contain_text(QUESTION)
    expect(reporter.locator(".unsent")).not_to_be_visible()
    received = [event for event in live_world.events() if event.kind == "question.received"]
    assert [live_world.question(event.number).text for event in received] == [QUESTION]


def test_a_draft_survives_a_reload(window: OpenWindow) -> None:
    reporter = connected(window("reporter", PHONE))
    reporter.fill("#ask-text", "Còn dở dang")
    reporter.reload()
    expect(reporter.locator("#ask-text")).to_have_value("Còn dở dang")


def test_two_moderators_who_press_at_once_see_who_was_faster(window: OpenWindow, live_world: World) -> None:
    live_world.ask(QUESTION)
    fast = connected(window("moderator2"))
    # The slower one still sees how it was before: that window's socket never opens.
    slow = window("moderator", live=False)
    fast.click("#q1-queue-go")
    expect(fast.locator("#moderator-queue #q1")).to_be_attached()
    slow.click("#q1-queue-go")
    expect(slow.locator("#notice")).to_contain_text(live_world.moderator2.name)
    kinds = [event.kind for event in live_world.events() if event.number == 1]
    assert kinds == ["question.received", "question.queued"]


def test_a_double_click_queues_once(window: OpenWindow, live_world: World) -> None:
    live_world.ask(QUESTION)
    moderator = connected(window("moderator"))
    moderator.dblclick("#q1-queue-go")
    expect(moderator.locator("#moderator-queue #q1")).to_be_attached()
    expect(moderator.locator("#notice [role=alert]")).not_to_be_attached()
    kinds = [event.kind for event in live_world.events() if event.number == 1]
    assert kinds == ["question.received", "question.queued"]


def test_what_a_moderator_types_survives_what_others_do(window: OpenWindow, live_world: World) -> None:
    live_world.bring("on_air")
    moderator = connected(window("moderator"))
    moderator.click("#q1-gist-box summary")
    moderator.fill("#q1-gist-gist", "Quận cam kết xong trong")
    for _ in range(3):
        live_world.ask("Câu mới")
    live_world.act("clerk", "gist", 1, speaker="Ngô Gia Đống")
    expect(moderator.locator("#q1-gist-speaker")).to_have_value("Ngô Gia Đống")
    expect(moderator.locator("#q1-gist-gist")).to_have_value("Quận cam kết xong trong")
    expect(moderator.locator("#q1-gist-gist")).to_be_focused()
