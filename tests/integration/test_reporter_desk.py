"""The reporter's page: asking, withdrawing, and the stage beside them."""

from __future__ import annotations

import dataclasses
import re

import pytest

from confhub.app import create_app
from confhub.commands import life
from confhub.commands.directory import SYSTEM
from tests.reporter_page import PAGE, STREAM, ask, card, seen, words


def test_a_question_is_received_with_unit_agenda_item_and_parent(world, enter):
    parent = world.ask()
    life.add_agenda_item(world.db, SYSTEM, {"title": "Giao thông", "minutes": "10"}, "DEMO")
    client = enter("reporter")
    agenda_item = re.search(r'<option value="(\d+)">Giao thông', client.get(PAGE).text)
    assert agenda_item
    answer = ask(client, point="006", parent=str(parent), agenda_item=agenda_item[1])
    assert answer.status_code == 200
    assert "số 2" in words(answer.text.replace("template", "div"))
    question = world.question(2)
    assert (question.text, question.state, question.channel) == ("Bao giờ thông xe?", "received", "online")
    assert (question.asker_name, question.outlet) == ("Vũ Hải Yến", "Báo Sông Hồng")
    assert question.wanted_point.code == "006"
    assert question.parent.number == parent
    assert question.agenda_item_id == int(agenda_item[1])
    event = world.events()[-1]
    assert (event.kind, event.number, event.actor["name"]) == ("question.received", 2, "Vũ Hải Yến")


def test_sending_the_same_draft_twice_makes_one_question(world, enter):
    client = enter("reporter")
    first, second = ask(client), ask(client)
    assert first.status_code == second.status_code == 200
    assert first.text == second.text
    assert [e.kind for e in world.events()].count("question.received") == 1


def test_without_scripts_a_question_leads_back_to_the_page(world, enter):
    client = enter("reporter")
    answer = client.post(f"{PAGE}/questions", data={"text": "Bao giờ?", "client_id": "c1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#q1")
    assert "Đã nhận câu hỏi của bạn, mang số 1." in seen(client)


def test_every_page_carries_a_client_id_of_its_own(world, enter):
    client = enter("reporter")
    ids = [re.search(r'name="client_id" value="([^"]+)"', client.get(PAGE).text) for _ in range(2)]
    assert ids[0][1] != ids[1][1]


@pytest.mark.parametrize(
    ("text", "said"), [("  ", "Vui lòng nhập nội dung."), ("a" * 4001, "Tối đa 4000 ký tự")]
)
def test_a_text_at_fault_is_refused_at_its_field(world, enter, text, said):
    before = len(world.events())
    answer = ask(enter("reporter"), text)
    assert answer.status_code == 422
    assert 'target="ask-text-error"' in answer.text
    assert said in answer.text
    assert len(world.events()) == before


def test_a_refused_form_keeps_what_was_typed_without_scripts(world, enter):
    long = "Câu hỏi dài " * 400
    answer = enter("reporter").post(
        f"{PAGE}/questions", data={"form_id": "ask", "text": long, "point": "268", "client_id": "c1"}
    )
    assert answer.status_code == 422
    assert long in answer.text
    assert '<option value="268" selected>' in answer.text
    assert "Tối đa 4000 ký tự" in answer.text


def test_closed_intake_is_said_before_and_after(world, enter):
    life.change(world.db, world.moderator, "close_intake")
    client = enter("reporter")
    assert "Hiện đang tạm ngừng nhận câu hỏi. Bạn vẫn soạn được" in seen(client)
    before = len(world.events())
    answer = ask(client)
    assert answer.status_code == 409
    assert "Nội dung bạn đã nhập vẫn được giữ tại đây." in answer.text
    again = client.post(f"{PAGE}/questions", data={"form_id": "ask", "text": "Giữ lại", "client_id": "c2"})
    assert again.status_code == 409
    assert "Giữ lại</textarea>" in again.text
    assert len(world.events()) == before


def test_the_form_says_when_the_briefing_is_over(world, enter):
    life.change(world.db, world.moderator, "close")
    client = enter("reporter")
    page = client.get(PAGE).text
    assert 'data-intake="over"' in page
    assert ask(client).status_code == 409


def test_a_follow_up_can_be_begun_from_a_link(world, enter):
    number = world.ask("Đường nào sửa trước?")
    page = enter("reporter").get(f"{PAGE}?parent={number}").text
    assert f'<option value="{number}" selected>{number}: Đường nào sửa trước?' in page


def test_what_is_on_air_can_be_followed_up_by_everyone(world, enter):
    number = world.bring("on_air")
    client = enter("reporter2")
    assert f'<option value="{number}">' in client.get(PAGE).text
    assert ask(client, parent=str(number)).status_code == 200


def test_withdrawing_asks_first_and_then_takes_the_question_back(world, enter):
    number = world.bring("routed")
    client = enter("reporter")
    form = card(client, number)
    assert "Rút câu hỏi số 1?" in words(form)
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    answer = client.post(f"{PAGE}/questions/{number}/withdraw", data={"version": version[1]}, headers=STREAM)
    assert answer.status_code == 200
    question = world.question(number)
    assert (question.state, [r.state for r in question.routes]) == ("withdrawn", ["recalled"])
    event = world.events()[-1]
    assert (event.kind, event.actor["role"]) == ("question.withdrawn", "reporter")
    assert "Người hỏi đã rút câu hỏi" in words(card(client, number))


def test_what_was_answered_cannot_be_withdrawn(world, enter):
    number = world.bring("answered")
    client = enter("reporter")
    assert "Đồng ý rút" not in card(client, number)
    version = world.question(number).version
    answer = client.post(f"{PAGE}/questions/{number}/withdraw", data={"version": version}, headers=STREAM)
    assert answer.status_code == 409


def test_verbs_of_other_desks_are_refused(world, enter):
    number = world.ask()
    client = enter("reporter")
    for verb in ("queue", "edit", "decline", "answer", "accept", "publish", "send-back", "gist"):
        answer = client.post(f"{PAGE}/questions/{number}/{verb}", data={"version": 1}, headers=STREAM)
        assert answer.status_code == 403
    assert world.question(number).version == 1


def test_the_stage_shows_what_is_on_air(world, enter):
    world.bring("on_air", text="Bao giờ hết ngập?")
    told = seen(enter("reporter2"))
    assert "Bao giờ hết ngập? Vũ Hải Yến · Báo Sông Hồng Quận Đống Đa trả lời" in told
    assert "Đang nhận câu hỏi" in told


def test_the_stage_says_where_the_briefing_stands(world, enter):
    client = enter("reporter")
    assert "Hiện chưa có câu hỏi nào đang trả lời." in seen(client)
    life.change(world.db, world.moderator, "pause")
    assert "Phiên họp báo đang tạm dừng và sẽ tiếp tục." in seen(client)
    life.change(world.db, world.moderator, "close")
    assert "Phiên họp báo kết thúc lúc 09:00 24/11/2026." in seen(client)
    life.change(world.db, world.organiser, "publish")
    assert "Xem hồ sơ phiên họp báo" in seen(client)


def test_the_page_speaks_english_too(world, enter):
    world.bring("accepted")
    client = enter("reporter")
    client.set_cookie("lang", "en")
    assert "Quận Đống Đa has agreed to answer" in seen(client)


def test_too_many_questions_at_once_are_slowed_down(world, config):
    slow = create_app(dataclasses.replace(config, ask_limit="2 per minute"), world.db)
    slow.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = slow.test_client()
    client.get(f"/enter/{world.tokens['reporter']}")
    codes = [ask(client, client_id=f"c{index}").status_code for index in range(3)]
    assert codes == [200, 200, 429]
