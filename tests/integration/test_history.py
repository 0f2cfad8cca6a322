"""A question's history, as sentences."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from confhub.commands import points, questions
from confhub.models import Event
from tests.conftest import World
from tests.histories import SAID
from tests.integration.test_moderator_desk import CONSOLE
from tests.reporter_page import words


def newest(browser: Any, number: int, language: str, path: str = CONSOLE) -> str:
    """What the history says of the last event."""
    return sentences(browser, number, language, path)[0]


def sentences(browser: Any, number: int, language: str = "vi", path: str = CONSOLE) -> list[str]:
    """The whole history, latest first, each with its time."""
    browser.set_cookie("lang", language)
    page = browser.get(f"{path}/questions/{number}").text
    shown = page.split('class="mod-history"')[1].split("</ol>")[0]
    return [words(f"<{item}").strip() for item in shown.split("<li ")[1:]]


@pytest.mark.parametrize("kind", questions.PAST.values())
def test_every_kind_of_event_is_told_as_a_sentence(world: World, enter: Any, kind: str) -> None:
    world.ask("Câu của báo bạn", by="reporter2")
    number = world.ask()
    steps, vietnamese, english = SAID[kind]
    if kind in ("grouped", "ungrouped"):
        world.act("moderator", "queue", 1)
    for by, verb, data in steps:
        world.act(by, verb, number, **data)
    assert world.events()[-1].kind == f"question.{kind}"
    browser = enter("moderator")
    for language, told in (("vi", vietnamese), ("en", english)):
        said = newest(browser, number, language)
        assert said.startswith("09:00 ")
        assert said.endswith(told)


def test_whoever_asked_and_whoever_typed_it_for_somebody_are_told_apart(world: World, enter: Any) -> None:
    own = world.ask()
    typed = world.ask(by="clerk", asker_name="Lý Văn Xa", outlet="Báo Sông Hồng", channel="hall")
    browser = enter("moderator")
    assert newest(browser, own, "vi").endswith("Vũ Hải Yến gửi câu hỏi.")
    assert newest(browser, typed, "vi").endswith("Đỗ Thanh Tâm nhập câu hỏi của Lý Văn Xa.")


def test_going_against_the_suggestion_is_told_with_its_reason(world: World, enter: Any) -> None:
    first, second = world.bring("queued"), world.bring("queued")
    world.act("moderator", "air", second, why="Chủ tọa đề nghị")
    told = newest(enter("moderator"), second, "vi")
    assert f"thay vì câu {first} như gợi ý. Chủ tọa đề nghị" in told


def test_a_named_deputy_is_told_by_name_and_a_point_by_its_successor(world: World, enter: Any) -> None:
    points.describe(world.db, world.organiser, "006", {"deputy": "Bà Phó"})
    number = world.bring("routed")
    world.act("moderator", "deputise", number)
    world.act("moderator", "route", number, unit=["001"], instead="006")
    told = sentences(enter("moderator"), number)
    assert told[0].endswith("Lê Minh Hà chuyển câu hỏi tới Quận Ba Đình thay cho Quận Đống Đa.")
    assert told[1].endswith("Lê Minh Hà đề nghị Bà Phó, người được ủy quyền của Quận Đống Đa, trả lời.")


def test_what_was_merged_into_a_question_or_grouped_with_it_is_told_there_too(
    world: World, enter: Any
) -> None:
    number = world.bring("queued")
    merged, grouped, other = world.ask("A"), world.ask("B"), world.ask("C")
    world.act("moderator", "merge", merged, into=number)
    world.act("moderator", "group", grouped, **{"with": number})
    world.act("moderator", "merge", other, into=grouped)
    told = sentences(enter("moderator"), number)
    assert told[0].endswith(f"Lê Minh Hà xếp câu {grouped} cùng nhóm với câu này.")
    assert told[1].endswith(f"Lê Minh Hà gộp câu {merged} vào câu này.")
    assert len(told) == 4


def test_a_number_that_begins_alike_is_another_question(world: World, enter: Any) -> None:
    numbers = [world.ask(f"Câu {n}") for n in range(1, 13)]
    world.act("moderator", "queue", 12)
    world.act("moderator", "merge", numbers[1], into=12)
    world.act("moderator", "group", numbers[2], **{"with": 12})
    assert len(sentences(enter("moderator"), 1)) == 1
    assert len(sentences(enter("moderator"), 12)) == 4


def test_an_event_whose_details_were_taken_out_still_has_its_sentence(world: World, enter: Any) -> None:
    number = world.bring("routed")
    with world.db.transaction() as session:
        session.execute(update(Event).where(Event.kind == "question.routed").values(payload=None))
    told = newest(enter("moderator"), number, "vi")
    assert "Lê Minh Hà: Đã chuyển tới điểm cầu. Chi tiết đã được xóa khỏi nhật ký." in told


def test_the_organiser_reads_why_a_draft_was_sent_back_and_a_moderator_does_not(
    world: World, enter: Any
) -> None:
    number = world.bring("submitted")
    world.act("organiser", "send_back", number, note="Thiếu số liệu")
    page = words(enter("organiser").get(f"/b/DEMO/organiser/questions/{number}").text)
    assert "Phạm Thu Trang trả lại văn bản trả lời để chỉnh sửa. Thiếu số liệu" in page
    assert "Thiếu số liệu" not in " ".join(sentences(enter("moderator"), number))
