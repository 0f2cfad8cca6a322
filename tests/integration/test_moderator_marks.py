"""What cards show of the moderators' own work: claims, labels, groups, notes; who is late, who is next."""

from __future__ import annotations

import re

import pytest

from tests.pages import region

CONSOLE = "/b/DEMO/moderator"


@pytest.fixture
def shown(enter):
    """``shown("inbox")``: the inside of one of the console's regions."""
    browser = enter("moderator")
    return lambda name: region(browser, CONSOLE, f"moderator-{name}")


@pytest.fixture
def detail(enter):
    """``detail(number)``: the page of one question."""
    browser = enter("moderator")
    return lambda number: browser.get(f"{CONSOLE}/questions/{number}").text


def forms(html: str) -> set[str]:
    """The ids of the forms and folds in a piece of page."""
    return set(re.findall(r'<(?:form|details)[^>]* id="(q[^"]*)"', html)) | set(
        re.findall(r'<(?:form|details) id="(q[^"]*)"', html)
    )


def test_a_card_says_who_has_it_in_hand_and_lets_go(world, shown):
    number = world.ask()
    assert f"q{number}-claim" in forms(shown("inbox"))
    world.act("moderator2", "claim", number)
    assert world.moderator2.name in shown("inbox")
    assert f"q{number}-release" in forms(shown("inbox"))


def test_a_card_bears_its_labels_its_last_notes_and_the_wait_for_the_reporter(world, shown, detail):
    number = world.ask()
    world.act("moderator", "label", number, add=["ngập úng"])
    for text in ("Ghi chú một", "Ghi chú hai", "Ghi chú ba"):
        world.act("moderator2", "note", number, text=text)
    world.act("moderator", "clarify", number, text="Đoạn nào?")
    inbox = shown("inbox")
    assert "ngập úng" in inbox and "mod-waiting" in inbox
    assert "Ghi chú ba" in inbox and "Đoạn nào?" in inbox and "Ghi chú một" not in inbox
    assert "Ghi chú một" in detail(number)


def test_the_reply_comes_into_the_card(world, shown):
    number = world.ask()
    world.act("moderator", "clarify", number, text="Đoạn nào?")
    world.act("reporter", "reply", number, text="Đoạn qua cầu.")
    assert "Đoạn qua cầu." in shown("inbox") and "mod-waiting" not in shown("inbox")


def test_questions_of_a_group_are_joined(world, shown):
    first, second = world.bring("queued", text="Một"), world.bring("queued", text="Hai")
    world.act("moderator", "group", second, **{"with": first})
    assert re.findall(r'id="q(\d+)-item"[^>]*class="mod-joined[^"]*"', shown("queue")) == [str(second)]


def test_whom_to_turn_to_instead_stands_beside_a_point_that_has_not_responded(world, shown):
    number = world.bring("routed")
    wanted = {f"q{number}-deputise-006", f"q{number}-defer-late-006"}
    assert wanted <= forms(shown("queue"))
    assert f'id="q{number}-instead-006"' in shown("queue")
    world.act("leader", "accept", number)
    assert not wanted & forms(shown("queue"))


def test_the_deputy_is_asked_once(world, shown):
    number = world.bring("routed")
    world.act("moderator", "deputise", number)
    assert f"q{number}-deputise-006" not in forms(shown("queue"))


def test_no_id_stands_twice_on_the_console(world, enter):
    for state in ("routed", "ready", "returned", "tended"):
        world.bring(state)
    page = enter("moderator").get(CONSOLE).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_the_one_that_is_suggested_goes_on_air_at_once_and_others_with_a_reason(world, shown):
    first, second = world.bring("queued", text="Một"), world.bring("queued", text="Hai")
    assert {f"q{first}-air", f"q{second}-air-box"} <= forms(shown("queue"))
    world.act("moderator", "air", first)
    assert not {f"q{first}-air", f"q{second}-air-box"} & forms(shown("queue"))


def test_a_fairer_question_than_the_next_one_is_named_and_can_be_put_first(world, shown):
    world.bring("answered")
    world.bring("queued", text="Báo đã được hỏi")
    other = world.bring("queued", text="Báo khác", by="reporter2")
    floor = shown("floor")
    assert f"q{other}-move-fair" in forms(floor) and "cơ quan báo chí ít được hỏi nhất" in floor
    world.act("moderator", "move", other, priority="ordinary", before=2)
    assert f"q{other}-move-fair" not in forms(shown("floor"))


def test_what_was_just_done_can_be_undone_on_the_card(world, shown):
    number = world.ask()
    world.act("moderator", "queue", number)
    assert f"q{number}-undo" in forms(shown("queue"))
    world.act("moderator", "undo", number)
    assert f"q{number}-undo" not in forms(shown("inbox"))


def test_the_details_offer_to_note_ask_back_label_and_group(world, detail):
    world.ask("Câu khác")
    page = detail(world.ask())
    assert {"note", "clarify", "label", "group"} <= set(re.findall(r'id="detail-(\w+)" name=', page))


def test_labels_are_taken_off_in_the_details_and_known_ones_offered(world, detail):
    first, second = world.ask("Một"), world.ask("Hai")
    world.act("moderator", "label", first, add=["ngập"])
    assert 'name="remove" value="ngập"' in detail(first)
    assert '<option value="ngập">' in detail(second)
