"""The reporter's page: what is asked, what its asker is told of it, and what nobody else hears."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy import update

from confhub.app import create_app
from confhub.commands import life, questions
from confhub.commands.directory import SYSTEM
from confhub.models import Event

STREAM = {"Accept": "text/vnd.turbo-stream.html, text/html"}
PAGE = "/b/DEMO/reporter"


def seen(client: Any, path: str = PAGE) -> str:
    """A page as its reader sees it: tags and scripts' templates gone, spaces single."""
    answer = client.get(path)
    assert answer.status_code == 200
    return words(answer.text)


def words(html: str) -> str:
    bare = re.sub(r"<template.*?</template>|<select.*?</select>|<[^>]+>", " ", html, flags=re.S)
    return re.sub(r"\s+", " ", unescape(bare))


def card(client: Any, number: int) -> str:
    """The card of one own question, as HTML."""
    page = client.get(PAGE).text
    return page[page.index(f'<article class="q mine" id="q{number}"') :].split("</article>")[0]


def ask(client: Any, text: str = "Bao giờ thông xe?", **data: Any) -> Any:
    return client.post(
        f"{PAGE}/questions", data={"form_id": "ask", "text": text, "client_id": "c1", **data}, headers=STREAM
    )


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


def test_a_late_withdrawal_does_not_name_the_moderator(world, enter):
    number = world.ask()
    version = world.question(number).version
    world.act("moderator", "queue", number)
    answer = enter("reporter").post(
        f"{PAGE}/questions/{number}/withdraw", data={"version": version}, headers=STREAM
    )
    assert answer.status_code == 409
    assert world.moderator.name not in answer.text


def test_verbs_of_other_desks_are_refused(world, enter):
    number = world.ask()
    client = enter("reporter")
    for verb in ("queue", "edit", "decline", "answer", "accept", "publish", "send-back", "gist"):
        answer = client.post(f"{PAGE}/questions/{number}/{verb}", data={"version": 1}, headers=STREAM)
        assert answer.status_code == 403
    assert world.question(number).version == 1


def test_another_reporters_question_looks_like_none_at_all(world, enter):
    number = world.ask(by="reporter2")
    client = enter("reporter")
    answers = [
        client.post(f"{PAGE}/questions/{wanted}/withdraw", data={"version": 1}, headers=STREAM)
        for wanted in (number, 99)
    ]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    parents = [ask(client, parent=str(wanted)) for wanted in (number, 99)]
    assert [a.status_code for a in parents] == [422, 422]
    assert parents[0].text.replace("số 1 ", "") == parents[1].text.replace("số 99 ", "")


def test_a_reporter_reads_nothing_of_others_questions(world, enter):
    asked = [world.ask(f"Riêng {index}", by="reporter2") for index in range(7)]
    queued, returned, declined, cleared, merged, withdrawn = asked[1:]
    for by, verb, number, data in [
        ("moderator", "queue", queued, {}),
        ("moderator", "route", returned, {"unit": ["006"]}),
        ("leader", "return", returned, {"reason": "no_information", "reply": "Riêng của điểm cầu"}),
        ("moderator", "decline", declined, {"ground": "secret", "outward": "Riêng lời từ chối"}),
        ("moderator", "defer", cleared, {"unit": "268"}),
        ("leader3", "submit", cleared, {"text": "Riêng bản trả lời"}),
        ("organiser", "clear", cleared, {}),
        ("moderator", "merge", merged, {"into": queued}),
        ("reporter2", "withdraw", withdrawn, {}),
    ]:
        world.act(by, verb, number, **data)
    own = world.ask("Câu của tôi")
    page = enter("reporter").get(PAGE).text
    assert f'id="q{own}"' in page
    assert "Riêng" not in page
    assert not [n for n in asked if f'id="q{n}"' in page or f'<option value="{n}"' in page]
    assert page.count("Hoàng Đức Anh") == 1  # announced as the next one


def test_the_next_question_is_announced_without_its_text_and_number(world, enter):
    number = world.ask("Câu chưa đọc lên", by="reporter2")
    world.act("moderator", "route", number, unit=["006"])
    page = enter("reporter").get(PAGE).text
    assert "Hoàng Đức Anh · Đài Bắc Thành Quận Đống Đa" in words(page)
    assert "Câu chưa đọc lên" not in page
    assert f'"{number}"' not in page
    assert f"#{number}" not in page


def test_reasons_notes_and_names_of_the_staff_stay_inside(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006"], note="Trả lời ngắn thôi")
    world.act("leader", "return", number, reason="other_unit", reply="Hỏi bên kia đi", suggested="268")
    page = enter("reporter").get(PAGE).text
    assert "Quận Đống Đa đã chuyển lại câu hỏi" in words(page)
    for inside in ("Trả lời ngắn thôi", "Hỏi bên kia đi", "Thuộc đơn vị khác", "Lê Minh Hà", "Ngô Gia Đống"):
        assert inside not in page
    assert "Quận Hà Đông" not in card(enter("reporter"), number)


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


def test_too_many_questions_at_once_are_slowed_down(world, config):
    slow = create_app(dataclasses.replace(config, ask_limit="2 per minute"), world.db)
    slow.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = slow.test_client()
    client.get(f"/enter/{world.tokens['reporter']}")
    codes = [ask(client, client_id=f"c{index}").status_code for index in range(3)]
    assert codes == [200, 200, 429]
