"""The moderator's console by keyboard alone: no hand leaves the keys, and none acts while one types."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from confhub import event_log
from tests.browser.conftest import PHONE, OpenWindow, connected
from tests.browser.test_axe import AXE, barriers
from tests.conftest import World

pytestmark = pytest.mark.browser


def console(window: OpenWindow, **how: object) -> Page:
    """The first moderator's console, connected."""
    return connected(window("moderator", **how))


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def select(page: Page, number: int) -> None:
    """Go to a card, wherever it is, by the palette."""
    press(page, "Control+k")
    page.keyboard.type(f"#{number}")
    press(page, "Enter")
    selected(page, number)


def selected(page: Page, number: int) -> None:
    """The card of this question is the selected one."""
    expect(page.locator(f"article#q{number}:focus-within")).to_have_count(1)


def test_a_whole_triage_goes_by_keys_alone(live_world: World, window: OpenWindow) -> None:
    plain, worded, bad, elsewhere = (live_world.ask(f"Câu hỏi {n}?") for n in range(4))
    page = console(window)

    press(page, "j")
    selected(page, plain)
    press(page, "q")
    expect(page.locator(f"#pane-queue #q{plain}")).to_be_visible()
    selected(page, worded)

    press(page, "e")
    expect(page.locator("#detail-edit textarea")).to_be_focused()
    page.keyboard.type("Khi nào xong? ")
    press(page, "Control+Enter")
    expect(page.locator(f"#pane-queue #q{worded} .mod-text")).to_contain_text("Khi nào xong?")
    selected(page, bad)

    press(page, "d")
    expect(page.locator("#detail-decline input[type=radio]").first).to_be_focused()
    press(page, "2", "Enter")
    expect(page.locator(f"#pane-done #q{bad}")).to_be_visible()
    selected(page, elsewhere)

    press(page, "r")
    page.keyboard.type("dd")
    press(page, "Enter")
    expect(page.locator(f"#pane-queue #q{elsewhere} .mod-routes")).to_contain_text("Đống Đa")

    select(page, plain)
    press(page, "a")
    expect(page.locator(f"#pane-floor #q{plain}.air")).to_be_visible()
    press(page, "w")
    expect(page.locator(f"#pane-done #q{plain}")).to_be_visible()
    assert live_world.question(plain).state == "answered"
    assert live_world.question(worded).text == "Câu hỏi 1?"


def test_undo_takes_back_this_moderators_acts_one_after_the_other(
    live_world: World, window: OpenWindow
) -> None:
    first, second = live_world.ask(), live_world.ask()
    page = console(window)
    press(page, "j", "q")
    expect(page.locator(f"#pane-queue #q{first}")).to_be_visible()
    selected(page, second)
    press(page, "q")
    expect(page.locator(f"#pane-queue #q{second}")).to_be_visible()
    press(page, "u")
    expect(page.locator(f"#pane-inbox #q{second}")).to_be_visible()
    press(page, "u")
    expect(page.locator(f"#pane-inbox #q{first}")).to_be_visible()
    press(page, "u")
    expect(page.locator("#notice [data-said=say-nothing-done]")).to_be_visible()


def test_what_a_colleague_has_built_upon_is_not_undone(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    press(page, "j", "q")
    expect(page.locator(f"#pane-queue #q{number}")).to_be_visible()
    live_world.act("moderator2", "edit", number, None, wording="Cách hỏi khác")
    expect(page.locator(f"#pane-queue #q{number} .mod-text")).to_contain_text("Cách hỏi khác")
    press(page, "u")
    expect(page.locator("#notice")).to_contain_text(live_world.moderator2.name)
    assert live_world.question(number).wording == "Cách hỏi khác"


def test_keys_are_letters_where_one_types(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask("Qua đây xem dòng quê")
    page = console(window)
    press(page, "j", "/")
    page.keyboard.type("qdxa")
    expect(page.locator("#sieve-words")).to_have_value("qdxa")
    press(page, "Escape")
    page.locator(f"#q{number}-pick").focus()
    press(page, "Control+q", "Alt+q")
    for how in ("isComposing", "modifierAltGraph"):
        page.evaluate(
            """how => document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key: "q", bubbles: true, [how]: true }))""",
            how,
        )
    press(page, "d")
    expect(page.locator("#detail-decline input[type=radio]").first).to_be_focused()
    page.locator("#detail-decline textarea").first.fill("")
    page.keyboard.type("q2 xin lỗi")
    expect(page.locator("#detail-decline textarea").first).to_have_value("q2 xin lỗi")
    assert live_world.question(number).state == "received"


def test_single_letters_can_be_switched_off_and_stay_off(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    press(page, "?")
    page.locator("#keys-single").uncheck()
    press(page, "Escape")
    page.reload()
    connected(page)
    press(page, "ArrowDown", "q", "?")
    selected(page, number)
    expect(page.locator("#keys-help")).to_be_hidden()
    assert live_world.question(number).state == "received"


def test_the_arrows_go_through_a_pane_and_from_pane_to_pane(live_world: World, window: OpenWindow) -> None:
    queued, upper, lower = live_world.bring("queued"), live_world.ask(), live_world.ask()
    page = console(window)
    press(page, "ArrowDown")
    selected(page, upper)
    press(page, "ArrowDown", "ArrowDown")
    selected(page, lower)
    press(page, "Home")
    selected(page, upper)
    press(page, "ArrowRight")
    selected(page, queued)
    press(page, "h", "End")
    selected(page, lower)
    press(page, "Enter")
    expect(page.locator("#detail-title")).to_contain_text(str(lower))
    press(page, "Escape")
    selected(page, lower)


def test_the_order_of_the_queue_is_changed_by_keys(live_world: World, window: OpenWindow) -> None:
    live_world.bring("queued", text="Một")
    second = live_world.bring("queued", text="Hai")
    page = console(window)
    select(page, second)
    press(page, "Shift+ArrowUp")
    expect(page.locator("#line-ordinary > li").first).to_have_id(f"q{second}-item")
    selected(page, second)
    press(page, "p")
    expect(page.locator(f"#line-held #q{second}")).to_be_visible()
    selected(page, second)
    press(page, "p")
    expect(page.locator(f"#line-ordinary #q{second}")).to_be_visible()


def test_the_selection_stays_on_its_card_through_what_others_do(
    live_world: World, window: OpenWindow
) -> None:
    first, second, third = (live_world.ask() for _ in range(3))
    page = console(window)
    press(page, "j", "j")
    selected(page, second)
    live_world.act("moderator2", "queue", first)
    expect(page.locator(f"#pane-inbox #q{first}")).to_have_count(0)
    selected(page, second)
    live_world.act("moderator2", "queue", second)
    expect(page.locator(f"#pane-inbox #q{second}")).to_have_count(0)
    selected(page, third)


def test_a_point_is_found_by_initials_by_words_and_by_code(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    page.locator(f"#q{number}-pick").click()
    best = page.locator("#picker-list [aria-selected=true]")
    for typed, name in (("dd", "Đống Đa"), ("bd", "Ba Đình"), ("ha dong", "Hà Đông"), ("268", "Hà Đông")):
        page.locator("#picker-input").fill(typed)
        expect(best).to_contain_text(name)


def test_several_points_are_asked_by_one_act(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window)
    press(page, "j", "r")
    page.keyboard.type("dd")
    press(page, "Control+Enter")
    expect(page.locator("#picker .picker-added")).to_contain_text("Đống Đa")
    page.keyboard.type("bd")
    press(page, "Enter")
    expect(page.locator(f"#pane-queue #q{number} .mod-routes li")).to_have_count(2)
    assert [r.point.code for r in live_world.question(number).open_routes] == ["006", "001"]


def test_the_palette_finds_acts_points_and_questions(live_world: World, window: OpenWindow) -> None:
    number, done = live_world.ask("Bao giờ hết ngập đường Láng?"), live_world.bring("declined")
    page = console(window)
    found = page.locator("#palette-list [role=option]")
    press(page, "j", "Control+k")
    page.keyboard.type("hang doi")
    expect(found.first).to_contain_text("Đưa vào hàng đợi")
    page.locator("#palette-input").fill("ngap lang")
    expect(found.first).to_contain_text(f"#{number}")
    page.locator("#palette-input").fill("ba dinh")
    expect(found.first).to_contain_text("Ba Đình")
    press(page, "Enter")
    expect(page.locator("#detail-title")).to_contain_text("Ba Đình")
    press(page, "Escape")
    select(page, done)


def test_on_a_phone_the_palette_and_the_keys_have_buttons(live_world: World, window: OpenWindow) -> None:
    number = live_world.ask()
    page = console(window, size=PHONE)
    page.locator(".mod-palette-go").tap()
    page.locator("#palette-input").fill(f"{number}")
    page.locator("#palette-list [role=option]").first.tap()
    selected(page, number)
    page.locator("[data-action='keys#show']").tap()
    expect(page.locator("#keys-help")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


@pytest.mark.parametrize("opened", ["?", "Control+k", "r", "x"])
def test_axe_finds_nothing_with_it_open(opened: str, live_world: World, window: OpenWindow) -> None:
    live_world.ask()
    page = console(window)
    press(page, "j", opened)
    page.evaluate(AXE)
    assert barriers(page) == []


def test_who_puts_another_one_on_air_than_the_suggested_gives_a_reason(
    live_world: World, window: OpenWindow
) -> None:
    first, second, third = (live_world.bring("queued", text=f"Câu {n}?") for n in range(3))
    page = console(window)
    select(page, second)
    press(page, "a")
    expect(page.locator(f"#q{second}-air-go-1")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(f"#pane-floor #q{second}")).to_be_visible()
    said = event_log.data_of(live_world.events()[-1])
    assert (said["instead_of"], said["why"]) == (first, "Chủ tọa mời")

    press(page, "w")
    expect(page.locator(f"#pane-done #q{second}")).to_be_visible()
    select(page, third)
    press(page, "a")
    page.locator(f"#q{third}-air-why").fill("Phóng viên ở hội trường")
    press(page, "Enter")
    expect(page.locator(f"#pane-floor #q{third}")).to_be_visible()
    assert event_log.data_of(live_world.events()[-1])["why"] == "Phóng viên ở hội trường"
