"""What its asker is told of a question."""

from __future__ import annotations

from sqlalchemy import event as sa_event
from sqlalchemy import update

from confhub.commands import questions
from confhub.models import Event
from tests.reporter_page import PAGE, card, words


def test_the_story_has_the_times_of_the_log(world, enter, clock):
    number = world.ask()
    clock.forward(minutes=42)
    world.act("moderator", "route", number, unit=["006"])
    clock.forward(minutes=3)
    world.act("leader", "accept", number)
    client = enter("reporter")
    told = words(card(client, number))
    assert "09:42 Đã chuyển tới Quận Đống Đa 09:45 Quận Đống Đa đã nhận trả lời" in told
    clock.forward(minutes=1)
    world.act("moderator", "air", number)
    assert "Đang trả lời" in words(card(client, number))
    clock.forward(minutes=6)
    world.act("moderator", "answer", number, gist="Xong trong tháng 12.", speaker="Ngô Gia Đống")
    told = words(card(client, number))
    assert "Ngô Gia Đống , Quận Đống Đa, từ 09:46 đến 09:52 Xong trong tháng 12." in told


def test_lines_of_other_days_carry_their_date(world, enter, clock):
    number = world.bring("written")
    clock.forward(days=2)
    world.act("leader", "submit", number, text="Đã xong.")
    world.act("organiser", "clear", number)
    world.act("organiser", "publish", number)
    assert "09:00 26/11/2026 Đã công bố trả lời bằng văn bản" in words(card(enter("reporter"), number))


def test_a_declined_question_shows_ground_and_outward_wording_only(world, enter):
    number = world.ask()
    data = {
        "ground": "under_investigation",
        "outward": "Vụ án đang được điều tra.",
        "note": "Đừng nói gì thêm",
    }
    world.act("moderator", "decline", number, **data)
    told = words(card(enter("reporter"), number))
    assert "Vụ án đang được điều tra hoặc chưa xét xử" in told
    assert "Vụ án đang được điều tra." in told
    assert "Đừng nói gì thêm" not in enter("reporter").get(PAGE).text


def test_a_promised_answer_says_by_when_and_how_it_is_counted(world, enter):
    number = world.bring("written")
    told = words(card(enter("reporter"), number))
    assert "chậm nhất ngày 24/12/2026 (30 ngày, tính từ 24/11/2026) · Quận Đống Đa" in told


def test_a_draft_is_not_shown_before_it_is_published(world, enter):
    number = world.bring("cleared")
    client = enter("reporter")
    assert "Đã sửa xong." not in client.get(PAGE).text
    world.act("organiser", "publish", number)
    assert "Đã sửa xong." in card(client, number)


def test_the_asker_of_a_merged_question_follows_the_other_one(world, enter):
    other = world.ask("Bao giờ sửa cầu?", by="reporter2")
    number = world.ask("Cầu bao giờ sửa xong?")
    world.act("moderator", "merge", number, into=other)
    client = enter("reporter")
    assert "Gộp vào câu 1 Chờ duyệt Bao giờ sửa cầu?" in words(card(client, number))
    world.act("moderator", "route", other, unit=["006"])
    world.act("moderator", "air", other)
    world.act("moderator", "answer", other, gist="Quý I.")
    told = words(card(client, number))
    assert "Đã chuyển tới Quận Đống Đa" in told
    assert "Quý I." in told
    assert "Hoàng Đức Anh" not in card(client, number)


_TOLD = [
    ([("queue", {}), ("park", {})], "Tạm gác"),
    ([("queue", {}), ("move", {"priority": "held"})], "Tạm gác"),
    ([("queue", {}), ("park", {}), ("move", {"priority": "ordinary"})], "Đã đưa trở lại hàng đợi"),
    ([("queue", {}), ("air", {}), ("queue", {})], "Tạm dừng trả lời, đưa lại vào hàng đợi"),
    ([("route", {"unit": ["006"]}), ("recall", {})], "Không còn giao cho Quận Đống Đa"),
    ([("decline", {"ground": "secret"}), ("reopen", {})], "Mở lại, đưa vào hàng đợi"),
    ([("edit", {"wording": "Gọn hơn?"})], "Câu chữ đã được biên tập"),
    ([("queue", {}), ("air", {})], "Mời điểm cầu trung tâm trả lời"),
]


def test_steps_of_the_floor_are_told_in_plain_words(world, enter):
    client = enter("reporter")
    for steps, told in _TOLD:
        number = world.ask()
        for verb, data in steps:
            world.act("moderator", verb, number, **data)
        assert told in words(card(client, number))


def test_mere_changes_of_place_are_not_told(world, enter):
    first, _second = world.bring("queued"), world.bring("queued")
    client = enter("reporter")
    before = card(client, first).count("<li")
    questions.act_on(world.db, world.moderator, first, "move", None, {"by": "down"})
    assert card(client, first).count("<li") == before


def test_a_redacted_event_leaves_a_line_without_names(world, enter):
    number = world.bring("routed")
    with world.db.transaction() as session:
        session.execute(update(Event).where(Event.kind == "question.routed").values(payload=None))
    assert "Đã chuyển tới điểm cầu" in words(card(enter("reporter"), number))


def test_the_page_takes_as_many_statements_for_many_questions_as_for_few(world, enter):
    def statements() -> int:
        counted: list[str] = []
        listen = lambda *args: counted.append(args[2])  # noqa: E731
        sa_event.listen(engine, "before_cursor_execute", listen)
        assert client.get(PAGE).status_code == 200
        sa_event.remove(engine, "before_cursor_execute", listen)
        return len(counted)

    client, engine = enter("reporter"), world.db.engine
    for state in ("declined", "merged", "returned"):
        world.bring(state)
    few = statements()
    for state in ("declined", "merged", "returned", "declined", "merged"):
        world.bring(state)
    assert statements() == few
