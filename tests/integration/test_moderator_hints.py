"""What the moderator's cards and pages make of a question's wording: points to ask, repeats to merge."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from confhub.commands import life
from tests.checks import happened
from tests.integration.test_moderator_desk import CONSOLE, press, shown
from tests.integration.test_moderator_detail import detail
from tests.integration.test_repeats import AGAIN, FERRY, FREELY, OTHER
from tests.integration.test_suggested import BOTH, LANG, UNSURE
from tests.pages import listed
from tests.watcher import Watcher
from tests.world import World

PRESS = 'data-key-act="route-suggested"'
COMPARE = 'data-key-act="compare"'


def card(browser: Any, number: int) -> str:
    """One question's card on the console."""
    return listed(browser, CONSOLE, f"q{number}-item")


def test_a_card_offers_the_point_that_its_wording_speaks_of_with_the_reason(world: World, enter: Any) -> None:
    number, silent = world.ask(LANG), world.ask("Bao giờ sửa xong đường?")
    browser = enter("moderator")
    assert "Chuyển câu hỏi: phường Láng Thượng → Quận Đống Đa" in card(browser, number)
    assert PRESS in card(browser, number)
    assert PRESS not in card(browser, silent)
    press(world, browser, number, "route", unit="006")
    assert PRESS not in card(browser, number)


def test_all_points_that_are_sure_are_asked_with_one_press(world: World, enter: Any) -> None:
    number = world.ask(BOTH)
    browser = enter("moderator")
    form = card(browser, number).split(f'id="q{number}-route-suggested"')[1].split("</form>")[0]
    codes = [part.split('"', 1)[0] for part in form.split('name="unit" value="')[1:]]
    press(world, browser, number, "route", unit=codes)
    happened(world, "question.routed", "moderator", number, units=["001", "006"], lead="001")


def test_points_that_may_be_meant_are_shown_one_by_one_and_not_as_sure(world: World, enter: Any) -> None:
    number = world.ask(UNSURE)
    found = card(enter("moderator"), number)
    assert "phường Quang Trung – có thể:" in found
    assert f'id="q{number}-route-maybe-268"' in found
    assert PRESS not in found


def test_the_point_that_the_asker_named_is_not_suggested_once_more(world: World, enter: Any) -> None:
    number = world.ask(LANG, point="006")
    found = card(enter("moderator"), number)
    assert f'id="q{number}-route-to-006"' in found
    assert PRESS not in found


def test_a_point_that_returned_the_question_is_not_suggested(world: World, enter: Any) -> None:
    number = world.bring("returned", text=LANG)
    assert PRESS not in card(enter("moderator"), number)


def test_the_form_to_route_has_ticked_what_is_sure_and_names_what_may_be(world: World, enter: Any) -> None:
    browser = enter("moderator")
    page = detail(browser, world.ask(BOTH), "route")
    assert [code for code in ("001", "006", "268") if f'value="{code}" checked' in page] == ["001", "006"]
    page = detail(browser, world.ask(UNSURE), "route")
    assert page.count('<span class="chip">có thể</span>') == 2
    assert 'name="unit" value="006" checked' not in page


def test_a_card_says_what_it_may_repeat(world: World, enter: Any) -> None:
    first, other, second = world.ask(FERRY), world.ask(OTHER), world.ask(AGAIN)
    browser = enter("moderator")
    assert f"Có thể trùng #{first}" in card(browser, second)
    assert f"Có thể trùng #{second}" in card(browser, first)
    assert COMPARE not in card(browser, other)


def test_a_queued_card_leaves_it_to_what_is_not_screened_to_say_so(world: World, enter: Any) -> None:
    first, second = world.bring("queued", text=FERRY), world.ask(AGAIN)
    browser = enter("moderator")
    assert COMPARE not in card(browser, first)
    assert f"Có thể trùng #{first}" in card(browser, second)
    world.act("moderator", "queue", second)
    assert f"Có thể trùng #{second}" in card(browser, first)


def test_what_is_on_air_says_so_too(world: World, enter: Any) -> None:
    queued = world.bring("queued", text=FERRY)
    world.bring("on_air", text="Bao giờ phà Cổ Đô chạy lại sau khi nước sông rút ở phường Ngọc Hà?")
    floor = shown(enter("moderator"), "floor")
    assert f"Có thể trùng #{queued}" in floor
    assert "phường Ngọc Hà → Quận Ba Đình" in floor


def test_live_equals_reload_whatever_becomes_of_a_repeat(app: Flask, world: World) -> None:
    watcher = Watcher(app, world, ["vi"])
    screens = watcher.reload()
    acts = [
        lambda: world.ask(FERRY),
        lambda: world.ask(AGAIN, by="reporter2"),
        lambda: world.act("moderator", "queue", 1),
        lambda: world.act("moderator", "edit", 2, None, wording=f"{AGAIN} Phường Láng Thượng đang chờ."),
        lambda: world.act("moderator", "queue", 2),
        lambda: world.act("moderator", "air", 1),
        lambda: world.act("moderator", "route", 2, None, unit="006"),
        lambda: world.act("moderator", "edit", 1, None, wording=OTHER),
        lambda: world.act("moderator", "answer", 1),
        lambda: world.ask(OTHER),
        lambda: world.act("moderator", "merge", 2, None, into=1),
    ]
    for act in acts:
        act()
        screens = watcher.receive(screens)
        assert screens == watcher.reload()


def test_both_stand_side_by_side_with_their_common_words_marked(world: World, enter: Any) -> None:
    first = world.bring("answered", text=FERRY)
    page = detail(enter("moderator"), world.ask(f"<b>Xin hỏi</b>: {FERRY}", by="reporter2"), "compare")
    sides = page.split('class="mod-sides"')[1].split("</section>")[0]
    assert sides.count("<mark>phà Cổ Đô chạy lại sau khi nước sông rút</mark>") == 2
    assert "&lt;b&gt;Xin hỏi&lt;/b&gt;" in sides
    assert f'/questions/{first}">#{first}</a>' in sides
    for words in (
        world.reporter.name,
        world.reporter2.name,
        "Đài Bắc Thành",
        "Đã trả lời trực tiếp",
        "Tháng 12.",
    ):
        assert words in sides


def test_one_press_merges_into_the_other(world: World, enter: Any) -> None:
    first, second = world.ask(FERRY), world.ask(AGAIN)
    browser = enter("moderator")
    page = detail(browser, second, "compare")
    button = page.split(f'id="q{second}-merge-into-{first}-go"')[1].split(">")[0]
    assert 'data-key-act="merge-into" data-detail-first' in button
    press(world, browser, second, "merge", into=str(first))
    happened(world, "question.merged", "moderator", second, into=first)
    assert "mod-compare" not in detail(browser, second)


def test_another_of_the_repeats_can_be_looked_at(world: World, enter: Any) -> None:
    first, freely, third = world.ask(AGAIN), world.ask(FREELY), world.ask(FERRY)
    browser = enter("moderator")
    assert f'id="q{third}-merge-into-{first}"' in detail(browser, third)
    assert f"beside={freely}" in detail(browser, third)
    page = browser.get(f"{CONSOLE}/questions/{third}?beside={freely}").text
    assert f'id="q{third}-merge-into-{freely}"' in page


def test_the_likeliest_repeat_comes_first_among_what_it_can_be_merged_into(world: World, enter: Any) -> None:
    freely, first, _other = world.ask(FREELY), world.ask(AGAIN), world.ask(OTHER)
    page = detail(enter("moderator"), world.ask(FERRY), "merge").split('id="detail-merge"')[1]
    offered = [int(part.split('"', 1)[0]) for part in page.split('name="into" value="')[1:]]
    assert offered[:2] == [first, freely]


@pytest.mark.parametrize("publish", [True, False])
def test_what_was_answered_at_an_earlier_briefing_can_be_read_but_not_merged_into(
    world: World,
    enter: Any,
    earlier: Any,
    publish: bool,
) -> None:
    earlier("HN-01", FERRY, days=7, publish=publish)
    number = world.ask(AGAIN)
    browser = enter("moderator")
    assert "Có thể trùng #1 (HN-01)" in shown(browser, "inbox")
    page = detail(browser, number, "compare")
    assert "Phiên họp báo thường kỳ: #1" in page
    assert ('href="/record/HN-01#q1"' in page) is publish
    assert f'id="q{number}-merge-into-1"' not in page


def test_a_decided_question_is_not_compared(world: World, enter: Any) -> None:
    world.ask(FERRY)
    assert "mod-compare" not in detail(enter("moderator"), world.bring("answered", text=AGAIN))


def test_a_closed_briefing_shows_its_page_still(world: World, enter: Any) -> None:
    number = world.bring("answered", text=FERRY)
    life.change(world.db, world.organiser, "close")
    assert FERRY in detail(enter("moderator"), number)
