"""The point's desk: written answers that the point owes."""

from __future__ import annotations

from confhub.commands import life
from tests.point_page import PAGE, act, card
from tests.reporter_page import words


def test_a_draft_is_saved_and_submitted(world, enter):
    number = world.bring("written")
    client = enter("leader")
    assert "Hạn trả lời: 24/12/2026" in words(card(client, number))
    answer = act(client, number, "draft", world.question(number).version, text="Bản nháp đầu")
    assert answer.status_code == 200
    assert world.question(number).written.text == "Bản nháp đầu"
    assert "Bản nháp đầu</textarea>" in card(client, number)
    assert "Đã lưu bản nháp lúc 09:00" in words(card(client, number))
    act(client, number, "submit", world.question(number).version, text="Bản chính thức")
    written = world.question(number).written
    assert (written.state, written.text) == ("submitted", "Bản chính thức")
    assert [e.kind for e in world.events()[-2:]] == ["question.drafted", "question.submitted"]
    assert "<textarea" not in card(client, number)
    assert "Bản chính thức" in words(card(client, number))


def test_an_empty_answer_cannot_be_submitted(world, enter):
    number = world.bring("written")
    before = len(world.events())
    form_id = f"q{number}-draft"
    answer = act(enter("leader"), number, "submit", world.question(number).version, form_id=form_id, text=" ")
    assert answer.status_code == 422
    assert f'target="{form_id}-text-error"' in answer.text
    assert world.question(number).written.state == "drafting"
    assert len(world.events()) == before


def test_a_refused_draft_keeps_what_was_typed_without_scripts(world, enter):
    number = world.bring("written")
    form = {"version": "1", "form_id": f"q{number}-draft", "text": "Đã gõ rất lâu"}
    answer = enter("leader").post(f"{PAGE}/questions/{number}/draft", data=form)
    assert answer.status_code == 409
    assert "Đã gõ rất lâu</textarea>" in answer.text
    assert world.question(number).written.text == ""


def test_what_was_sent_back_says_what_is_missing(world, enter):
    number = world.bring("submitted")
    world.act("organiser", "send_back", number, note="Cần số liệu")
    shown = card(enter("leader"), number)
    assert "Trả lại để sửa: Cần số liệu" in words(shown)
    assert "Đã sửa xong.</textarea>" in shown


def test_after_the_close_a_written_answer_is_still_owed(world, enter):
    number = world.bring("written")
    life.change(world.db, world.moderator, "close")
    client = enter("leader")
    assert act(client, number, "submit", world.question(number).version, text="Xong").status_code == 200
    assert world.question(number).written.state == "submitted"
