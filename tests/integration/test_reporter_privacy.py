"""What a reporter must not learn: of others' questions, and of what stays inside."""

from __future__ import annotations

from typing import Any

from confhub.live.pump import Pump
from tests.reporter_page import PAGE, STREAM, ask, card, words


def test_the_asker_does_not_learn_of_what_was_merged_into_the_question(world, enter):
    number = world.ask("Câu của tôi")
    other = world.ask("Câu của báo bạn", by="reporter2")
    world.act("moderator", "merge", other, into=number)
    client = enter("reporter")
    page = client.get(PAGE).text
    assert "Đồng ý rút" not in page
    assert "Câu của báo bạn" not in page
    assert f"câu {other}" not in words(page)
    data = {"version": world.question(number).version}
    answer = client.post(f"{PAGE}/questions/{number}/withdraw", data=data, headers=STREAM)
    assert answer.status_code == 409
    assert "không còn rút được" in answer.text
    assert "gộp" not in answer.text


def test_a_late_withdrawal_does_not_name_the_moderator(world, enter):
    number = world.ask()
    version = world.question(number).version
    world.act("moderator", "queue", number)
    answer = enter("reporter").post(
        f"{PAGE}/questions/{number}/withdraw", data={"version": version}, headers=STREAM
    )
    assert answer.status_code == 409
    assert world.moderator.name not in answer.text


def test_a_moderator_who_asks_back_has_no_name(world, enter):
    number = world.ask()
    world.act("moderator", "note", number, text="Chỉ người điều hành đọc")
    world.act("moderator", "clarify", number, text="Đoạn đường nào?")
    client = enter("reporter")
    for text in (card(client, number), client.get(f"{PAGE}/questions").text, client.get(PAGE).text):
        assert "Đoạn đường nào?" in text
        assert world.moderator.name not in text
        assert "Chỉ người điều hành đọc" not in text
    assert "Đoạn đường nào?" not in enter("reporter2").get(PAGE).text


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


def test_messages_tell_a_reporter_nothing_of_others_questions(app, world):
    heard: list[tuple[str, str]] = []
    pump = Pump(app, world.db, lambda room, said: heard.append((room, said["html"])), lambda *_: None)
    own = f"asker:{world.reporter.seat_id}"
    for audience in ("moderators", "stage", own):
        pump.watch(world.briefing_id, audience, "vi")

    def messages(by: str, verb: str, **data: Any) -> dict[str, str]:
        heard.clear()
        world.act(by, verb, number, **data)
        pump.tick()
        return {room.split("|")[1]: html for room, html in heard}

    number = world.ask("Riêng của báo bạn", by="reporter2")
    for by, verb, data in [
        ("moderator", "queue", {}),
        ("moderator", "edit", {"wording": "Riêng, đã sửa"}),
        ("moderator", "route", {"unit": ["006"], "note": "Riêng cho điểm cầu"}),
        ("leader", "accept", {}),
        ("moderator", "decline", {"ground": "secret", "outward": "Riêng lời từ chối"}),
        ("moderator", "reopen", {}),
    ]:
        sent = messages(by, verb, **data)
        assert "moderators" in sent
        assert own not in sent
        assert "Riêng" not in sent.get("stage", "")
    aired = messages("moderator", "air")
    assert "Riêng, đã sửa" in aired["stage"]
    assert own not in aired
