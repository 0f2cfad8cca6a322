"""What the desks read of messages."""

from __future__ import annotations

from confhub.queries import messages


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
