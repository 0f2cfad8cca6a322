"""A moderator asks the asker back; the asker answers on the own page."""

from __future__ import annotations

from typing import Any

import pytest

from confhub.live.pump import Pump
from tests.checks import happened, numbers_of_logs
from tests.conftest import World
from tests.reporter_page import PAGE, STREAM, card, words


def asked_back(world: World, state: str = "received") -> int:
    """A question whose asker was asked back."""
    number = world.bring(state)
    world.act("moderator", "clarify", number, text="Đoạn đường nào?")
    return number


def reply(client: Any, world: World, number: int, text: str) -> Any:
    """Send the form as a browser with scripts does; the answer."""
    data = {
        "version": str(world.question(number).version),
        "form_id": f"q{number}-reply",
        "text": text,
    }
    return client.post(f"{PAGE}/questions/{number}/reply", data=data, headers=STREAM)


@pytest.mark.parametrize("state", ["received", "queued"])
def test_who_is_asked_back_reads_it_and_replies(world: World, enter: Any, clock: Any, state: str) -> None:
    number = asked_back(world, state)
    client = enter("reporter")
    assert "Điều phối viên hỏi lại: Đoạn đường nào?" in words(card(client, number))
    assert f"Điều phối viên hỏi lại bạn về câu {number}." in words(client.get(PAGE).text)
    clock.forward(minutes=44)
    assert reply(client, world, number, "Đoạn qua phường Láng Thượng.").status_code == 200
    happened(world, "question.replied", "reporter", number, text="Đoạn qua phường Láng Thượng.")
    told = words(card(client, number))
    assert "09:00 Điều phối viên hỏi lại Đoạn đường nào?" in told
    assert "09:44 Bạn đã trả lời Đoạn qua phường Láng Thượng." in told
    assert f"q{number}-reply" not in card(client, number)
    assert "hỏi lại bạn" not in client.get(PAGE).text


def test_while_it_waits_the_question_back_is_read_once(world: World, enter: Any) -> None:
    number = asked_back(world)
    assert card(enter("reporter"), number).count("Đoạn đường nào?") == 1


def test_an_empty_reply_is_refused_at_its_field(world: World, enter: Any) -> None:
    number = asked_back(world)
    before = numbers_of_logs(world)
    answer = reply(enter("reporter"), world, number, " ")
    assert answer.status_code == 422
    assert f'target="q{number}-reply-text-error"' in answer.text
    assert numbers_of_logs(world) == before


def test_without_scripts_a_refused_reply_keeps_what_was_typed(world: World, enter: Any) -> None:
    number = asked_back(world)
    data = {"version": "1", "form_id": f"q{number}-reply", "text": "Đoạn đầu"}
    answer = enter("reporter").post(f"{PAGE}/questions/{number}/reply", data=data)
    assert answer.status_code == 409
    assert "Đoạn đầu</textarea>" in answer.text


def test_what_is_decided_takes_no_reply_and_still_tells_what_was_asked(world: World, enter: Any) -> None:
    number = asked_back(world)
    world.act("moderator", "decline", number, ground="secret")
    shown = card(enter("reporter"), number)
    assert f"q{number}-reply" not in shown
    assert "Điều phối viên hỏi lại Đoạn đường nào?" in words(shown)


def test_the_moderators_name_is_told_neither_by_page_nor_by_message(
    app: Any, world: World, enter: Any
) -> None:
    heard: list[str] = []
    pump = Pump(app, world.db, lambda _room, said: heard.append(said["html"]), lambda *_: None)
    pump.watch(world.briefing_id, f"asker:{world.reporter.seat_id}", "vi")
    asked_back(world)
    pump.tick()
    assert "Đoạn đường nào?" in heard[-1]
    page = enter("reporter").get(PAGE).text
    assert world.moderator.name not in page + "".join(heard)


def test_who_follows_a_merged_question_reads_nothing_of_the_exchange(world: World, enter: Any) -> None:
    number = asked_back(world)
    follower = world.ask("Bao giờ xong đường?", by="reporter2")
    world.act("moderator", "merge", follower, into=number)
    world.act("reporter", "reply", number, text="Đoạn qua Láng Thượng.")
    page = enter("reporter2").get(PAGE).text
    assert f"Gộp vào câu {number}" in words(page)
    for inside in ("hỏi lại", "Đoạn đường nào?", "Đoạn qua Láng Thượng.", "Bạn đã trả lời"):
        assert inside not in page
    before = numbers_of_logs(world)
    answer = reply(enter("reporter2"), world, number, "Tôi cũng hỏi thế.")
    assert answer.status_code == 403
    assert numbers_of_logs(world) == before


def test_an_undone_decline_is_not_the_last_word(world: World, enter: Any) -> None:
    number = world.bring("queued")
    world.act("moderator", "decline", number, ground="secret")
    world.act("moderator", "undo", number)
    told = words(card(enter("reporter"), number))
    assert told.strip().partition("Đã rút lại")[2].startswith(": “Từ chối cung cấp thông tin”")
    assert "Căn cứ" not in told


def test_what_moderators_do_among_themselves_is_not_told(world: World, enter: Any) -> None:
    number, other = world.bring("queued"), world.bring("queued")
    before = words(card(enter("reporter"), number))
    for verb, data in [
        ("claim", {}),
        ("release", {}),
        ("label", {"add": ["đường sá"]}),
        ("note", {"text": "Hỏi kỹ lại"}),
        ("group", {"with": other}),
        ("ungroup", {}),
        ("undo", {}),
    ]:
        world.act("moderator", verb, number, **data)
        assert words(card(enter("reporter"), number)) == before


def test_what_is_grouped_before_it_was_screened_is_told_as_screened(world: World, enter: Any) -> None:
    other, number = world.bring("queued"), world.ask()
    world.act("moderator", "group", number, **{"with": other})
    assert "Đã duyệt, đưa vào hàng đợi" in words(card(enter("reporter"), number))
