"""What the desks read of messages."""

from __future__ import annotations

from confhub.commands import channel
from confhub.queries import messages


def send(world, by: str, to: str, text: str, **data: str) -> int:
    return channel.send(world.db, world.actors[by], {"to": to, "text": text, **data}).id or 0


def acknowledge(world, by: str, message_id: int) -> None:
    channel.acknowledge(world.db, world.actors[by], message_id)


def read(world, by: str, what) -> list[messages.Letter]:
    with world.db.reading() as session:
        return what(session, world.briefing_id, world.actors[by])


def test_what_was_said_on_questions_is_read_oldest_first(world):
    first, second, third = (world.ask() for _ in range(3))
    world.act("moderator", "note", first, text="Xem câu 3")
    world.act("moderator2", "clarify", first, text="Đoạn nào?")
    world.act("reporter", "reply", first, text="Đoạn qua cầu.")
    world.act("moderator", "note", second, text="Hỏi sau")
    ids = [world.question(number).id for number in (first, second, third)]
    with world.db.reading() as session:
        said = messages.of_questions(session, ids)
    assert [(each.kind, each.name, each.text) for each in said[ids[0]]] == [
        ("note", "Lê Minh Hà", "Xem câu 3"),
        ("clarify", "Trần Quốc Bảo", "Đoạn nào?"),
        ("reply", "Vũ Hải Yến", "Đoạn qua cầu."),
    ]
    assert [each.text for each in said[ids[1]]] == ["Hỏi sau"]
    assert ids[2] not in said
    assert hash(said[ids[0]])


def test_a_desk_reads_what_waits_for_it_oldest_first_and_no_more_than_is_shown(world):
    number = world.bring("routed")
    send(world, "moderator", "chairs", "Cho chủ trì")
    send(world, "moderator", "point:006", "Về câu này", question=str(number))
    for count in range(messages.WAITING_SHOWN):
        send(world, "moderator", "point:006", f"Tin {count}")
    found = read(world, "leader", messages.waiting)
    assert [letter.text for letter in found][:2] == ["Về câu này", "Tin 0"]
    assert len(found) == messages.WAITING_SHOWN
    assert (found[0].name, found[0].role, found[0].about) == ("Lê Minh Hà", "moderator", number)
    with world.db.reading() as session:
        desk = f"point:{world.leader.point_id}"
        count = messages.waiting_count(session, world.briefing_id, desk)
    assert count == messages.WAITING_SHOWN + 1
    assert read(world, "leader2", messages.waiting) == []


def test_what_is_acknowledged_no_longer_waits_and_both_sides_read_by_whom(world):
    message = send(world, "leader", "moderators", "Đã đổi người trả lời")
    [waiting] = read(world, "moderator2", messages.waiting)
    assert (waiting.id, waiting.point, waiting.is_own) == (message, "Quận Đống Đa", False)
    assert read(world, "moderator", messages.earlier) == []
    acknowledge(world, "moderator2", message)
    assert read(world, "moderator", messages.waiting) == []
    for by, is_own in [("moderator", False), ("leader", True)]:
        [letter] = read(world, by, messages.earlier)
        assert (letter.acknowledged_by, letter.is_own) == ("Trần Quốc Bảo", is_own)
    assert read(world, "leader2", messages.earlier) == []


def test_a_moderators_words_to_the_other_moderators_wait_and_stand_once(world):
    message = send(world, "moderator", "moderators", "Tôi lo phía tây")
    assert [letter.id for letter in read(world, "moderator", messages.waiting)] == [message]
    assert read(world, "moderator", messages.earlier) == []
    acknowledge(world, "moderator2", message)
    assert [letter.id for letter in read(world, "moderator", messages.earlier)] == [message]


def test_what_went_to_all_points_is_one_with_those_who_have_not_acknowledged(world):
    send(world, "moderator", "points", "Bắt đầu sau 5 phút")
    [own] = read(world, "leader", messages.waiting)
    acknowledge(world, "leader", own.id)
    [letter] = read(world, "moderator", messages.earlier)
    assert (letter.to, letter.sent, letter.acknowledged) == ("points", 3, 1)
    assert letter.waiting == ("Quận Ba Đình", "Quận Hà Đông")
    # At a point it is one like any other.
    [mine] = read(world, "leader", messages.earlier)
    assert (mine.sent, mine.acknowledged_by) == (1, "Ngô Gia Đống")


def test_the_newest_that_was_said_stands_first_and_the_list_ends(world):
    for count in range(messages.EARLIER_SHOWN + 2):
        send(world, "chair", "moderators", f"Tin {count}")
    found = [letter.text for letter in read(world, "chair", messages.earlier)]
    assert found[0] == f"Tin {messages.EARLIER_SHOWN + 1}"
    assert len(found) == messages.EARLIER_SHOWN
