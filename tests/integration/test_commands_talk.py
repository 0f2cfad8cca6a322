"""Notes among moderators; asking the asker back, and the reply."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from confhub.models import Message
from tests.checks import problems


def messages(world) -> list[tuple[str, str, str]]:
    with world.db.reading() as session:
        found = session.scalars(select(Message).order_by(Message.id))
        return [(m.kind, m.name, m.text) for m in found]


def test_a_note_stays_with_the_question_and_makes_no_click_stale(world):
    number = world.ask()
    world.act("moderator", "note", number, 1, text="Xem câu 3")
    world.act("moderator2", "queue", number, 1)
    assert messages(world) == [("note", "Lê Minh Hà", "Xem câu 3")]
    assert problems(world) == []


def test_the_asker_is_asked_back_and_replies(world):
    number = world.ask()
    world.act("moderator", "clarify", number, text="Đoạn nào?")
    assert world.question(number).asked_back_at is not None
    world.act("reporter", "reply", number, text="Đoạn qua cầu.")
    assert world.question(number).asked_back_at is None
    assert [kind for kind, _name, _text in messages(world)] == ["clarify", "reply"]
    assert problems(world) == []


def test_a_reply_makes_stale_what_a_moderator_saw_before_it(world):
    number = world.ask()
    asked_back = world.act("moderator", "clarify", number, text="Đoạn nào?")
    assert world.act("reporter", "reply", number, text="Đoạn qua cầu.").version == asked_back.version + 1


def test_nobody_replies_who_was_not_asked(world):
    number = world.ask()
    with pytest.raises(NotNow):
        world.act("reporter", "reply", number, text="Đây")


def test_only_the_asker_replies(world):
    number = world.ask()
    world.act("moderator", "clarify", number, text="Đoạn nào?")
    with pytest.raises(NotFound):
        world.act("reporter2", "reply", number, text="Đây")
    with pytest.raises(Forbidden):
        world.act("moderator", "reply", number, text="Đây")


def test_who_has_no_seat_cannot_be_asked_back(world):
    number = world.ask(by="clerk", asker_name="Bà Lan", outlet="Báo Giấy", channel="phone")
    with pytest.raises(NotNow):
        world.act("moderator", "clarify", number, text="Đoạn nào?")


@pytest.mark.parametrize("verb", ["note", "clarify"])
def test_nothing_is_said_without_words(world, verb):
    with pytest.raises(Invalid):
        world.act("moderator", verb, world.ask(), text="  ")
