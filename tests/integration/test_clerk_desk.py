"""The clerk's desk: questions typed for others, the gist of spoken answers."""

from __future__ import annotations

import re

import pytest

from confhub.commands import life, seats
from confhub.commands.directory import SYSTEM
from tests.pages import listed
from tests.reporter_page import STREAM, seen, words

PAGE = "/b/DEMO/clerk"
STRANGER = {"asker_name": "Trịnh Bá Lộc", "outlet": "Tạp chí Ven Sông"}


def enter_question(client, text="Bao giờ thông xe?", **data):
    """Send the form as a browser with scripts does; the answer."""
    form = {"form_id": "ask", "text": text, "client_id": "c1", "channel": "hall", **data}
    return client.post(f"{PAGE}/questions", data=form, headers=STREAM)


def gist(client, number, version, **data):
    """Save a gist as a browser with scripts does; the answer."""
    form = {"form_id": f"q{number}-gist", "version": str(version), **data}
    return client.post(f"{PAGE}/questions/{number}/gist", data=form, headers=STREAM)


def row(client, id_):
    """One card or row of the page, as HTML; "" when it is not there."""
    return listed(client, PAGE, id_)


def test_a_question_of_a_stranger_is_entered_with_name_and_outlet(world, enter):
    answer = enter_question(enter("clerk"), point="006", **STRANGER)
    assert answer.status_code == 200
    assert "Đã ghi nhận câu hỏi." in answer.text
    question = world.question(1)
    assert (question.text, question.state, question.channel) == ("Bao giờ thông xe?", "received", "hall")
    assert (question.asker_name, question.outlet) == ("Trịnh Bá Lộc", "Tạp chí Ven Sông")
    assert (question.asker_seat_id, question.entered_seat_id) == (None, world.clerk.seat_id)
    assert question.wanted_point.code == "006"
    event = world.events()[-1]
    assert (event.kind, event.actor["name"]) == ("question.received", "Đỗ Thanh Tâm")


def test_a_question_of_a_registered_reporter_is_the_reporters_own(world, enter):
    answer = enter_question(
        enter("clerk"), asker=str(world.reporter.seat_id), asker_name="như đã gõ", outlet="như đã gõ"
    )
    assert answer.status_code == 200
    question = world.question(1)
    assert (question.asker_name, question.outlet) == ("Vũ Hải Yến", "Báo Sông Hồng")
    assert question.asker_seat_id == world.reporter.seat_id
    assert "Bao giờ thông xe?" in seen(enter("reporter"))


@pytest.mark.parametrize("channel", ["hall", "phone", "paper", "point"])
def test_the_channel_is_kept(world, enter, channel):
    enter_question(enter("clerk"), channel=channel, **STRANGER)
    assert world.question(1).channel == channel


def test_a_follow_up_and_the_true_time_are_kept(world, enter, clock):
    clock.forward(minutes=30)
    parent = world.bring("on_air")
    answer = enter_question(enter("clerk"), parent=str(parent), asked_at="2026-11-24T09:10", **STRANGER)
    assert answer.status_code == 200
    question = world.question(2)
    assert question.parent.number == parent
    assert question.asked_at.isoformat() == "2026-11-24T02:10:00+00:00"
    assert question.received_at == clock.now


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**STRANGER, "text": " "}, "text"),
        ({"outlet": "Tạp chí Ven Sông"}, "asker_name"),
        ({"asker_name": "Trịnh Bá Lộc"}, "outlet"),
        ({"asker": "99999"}, "asker"),
        ({**STRANGER, "channel": "online"}, "channel"),
        ({**STRANGER, "point": "999"}, "point"),
        ({**STRANGER, "parent": "77"}, "parent"),
        ({**STRANGER, "asked_at": "2026-11-24T10:30"}, "asked_at"),
    ],
)
def test_a_field_at_fault_is_named_and_nothing_is_entered(world, enter, data, field):
    client = enter("clerk")
    before = len(world.events())
    answer = enter_question(client, **data)
    assert answer.status_code == 422
    assert f'target="ask-{field}-error"' in answer.text
    assert f'id="ask-{field}-error"' in client.get(PAGE).text
    assert len(world.events()) == before


def test_a_refused_form_keeps_all_that_was_typed_without_scripts(world, enter):
    form = {
        "form_id": "ask",
        "client_id": "c9",
        "channel": "phone",
        "asker_name": "Trịnh Bá Lộc",
        "outlet": "",
        "text": "Đã gõ xong câu này",
        "point": "268",
        "parent": "",
        "asked_at": "2026-11-24T08:55",
    }
    page = enter("clerk").post(f"{PAGE}/questions", data=form)
    assert page.status_code == 422
    assert "Đã gõ xong câu này</textarea>" in page.text
    assert 'value="phone" checked' in page.text
    assert 'value="Trịnh Bá Lộc"' in page.text
    assert '<option value="268" selected>' in page.text
    assert 'value="2026-11-24T08:55"' in page.text
    assert 'name="client_id" value="c9"' in page.text


def test_without_scripts_an_entered_question_leads_back_to_the_desk(world, enter):
    client = enter("clerk")
    answer = client.post(f"{PAGE}/questions", data={"text": "Bao giờ?", "client_id": "c1", **STRANGER})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "Đã ghi nhận câu hỏi." in seen(client, PAGE)


def test_a_double_press_enters_one_question(world, enter):
    client = enter("clerk")
    assert enter_question(client, **STRANGER).status_code == 200
    assert enter_question(client, **STRANGER).status_code == 200
    assert [e.kind for e in world.events()].count("question.received") == 1


def test_the_clerk_enters_hall_questions_while_intake_is_closed_but_not_after_the_end(world, enter):
    life.change(world.db, world.moderator, "close_intake")
    client = enter("clerk")
    assert enter_question(client, **STRANGER).status_code == 200
    world.act("moderator", "decline", 1, ground="secret")
    life.change(world.db, world.moderator, "close")
    before = len(world.events())
    answer = enter_question(client, client_id="c2", **STRANGER)
    assert answer.status_code == 409
    assert "Phiên họp báo đã kết thúc" in answer.text
    assert len(world.events()) == before


def test_a_reporter_who_registers_later_can_be_chosen_at_once(world, enter):
    client = enter("clerk")
    offered = re.compile(r'<datalist id="reporters">.*?</datalist>', re.S)
    assert "Lưu Minh" not in offered.search(client.get(PAGE).text)[0]
    seats.grant(world.db, SYSTEM, {"role": "reporter", "name": "Lưu Minh", "outlet": "Báo Gió"}, "DEMO")
    assert "Lưu Minh – Báo Gió" in offered.search(client.get(PAGE).text)[0]
    assert "clerks" in world.events()[-1].reach


def test_the_list_says_the_state_and_who_entered_it(world, enter):
    client = enter("clerk")
    enter_question(client, **STRANGER)
    own = world.bring("queued")
    assert "Chờ duyệt" in words(row(client, "q1"))
    assert "Đỗ Thanh Tâm nhập" in words(row(client, "q1"))
    assert "Trong hàng đợi" in words(row(client, f"q{own}"))
    assert " nhập" not in words(row(client, f"q{own}"))


def test_the_gist_of_what_is_on_air_is_saved(world, enter):
    number = world.bring("on_air")
    client = enter("clerk")
    answer = gist(client, number, world.question(number).version, gist="Xong quý I.", speaker="Ông An")
    assert answer.status_code == 200
    live = world.question(number).live
    assert (live.gist, live.speaker, live.state) == ("Xong quý I.", "Ông An", "speaking")
    event = world.events()[-1]
    assert (event.kind, event.actor["name"]) == ("question.noted", "Đỗ Thanh Tâm")
    shown = row(client, f"gist-{number}")
    assert "Xong quý I.</textarea>" in shown
    assert "Đỗ Thanh Tâm lưu lúc 09:00" in words(shown)


def test_the_gist_form_keeps_its_place_when_the_answer_ends(world, enter):
    number = world.bring("on_air")
    client = enter("clerk")
    assert f'id="q{number}-gist"' in row(client, f"gist-{number}")
    world.act("moderator", "answer", number)
    assert f'id="q{number}-gist"' in row(client, f"gist-{number}")
    answer = gist(client, number, world.question(number).version, gist="Ghi sau.", speaker="")
    assert answer.status_code == 200
    assert world.question(number).live.gist == "Ghi sau."


def test_the_newest_answer_stands_first_below_what_is_on_air(world, enter, clock):
    first = world.bring("answered")
    clock.forward(minutes=1)
    second = world.bring("answered")
    third = world.bring("on_air")
    shown = re.findall(r'id="gist-(\d+)"', enter("clerk").get(PAGE).text)
    assert [int(n) for n in shown] == [third, second, first]


def test_the_one_who_checked_in_is_proposed_as_the_speaker(world, enter):
    number = world.bring("on_air")
    enter("leader").post("/b/DEMO/point/006/check-in", data={"name": "Phó Chủ tịch Lê An"})
    assert 'value="Phó Chủ tịch Lê An"' in row(enter("clerk"), f"gist-{number}")


def test_a_gist_over_a_changed_question_is_refused_and_kept_without_scripts(world, enter):
    number = world.bring("on_air")
    stale = world.question(number).version
    world.act("moderator", "answer", number)
    before = len(world.events())
    form = {"form_id": f"q{number}-gist", "version": str(stale), "gist": "Gõ dở", "speaker": ""}
    answer = enter("clerk").post(f"{PAGE}/questions/{number}/gist", data=form)
    assert answer.status_code == 409
    assert "Gõ dở</textarea>" in answer.text
    assert "Lê Minh Hà đã thao tác trước" in words(answer.text)
    assert len(world.events()) == before


def test_the_clerk_does_not_run_the_floor(world, enter):
    number = world.bring("queued")
    before = len(world.events())
    version = str(world.question(number).version)
    client = enter("clerk")
    for verb in ("air", "park", "decline"):
        answer = client.post(f"{PAGE}/questions/{number}/{verb}", data={"version": version}, headers=STREAM)
        assert answer.status_code == 403
    assert len(world.events()) == before
