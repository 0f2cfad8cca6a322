"""The point's desk: a question goes back, and what stays hidden from the point."""

from __future__ import annotations

import re

import pytest

from tests.point_page import OTHER, PAGE, act, card
from tests.reporter_page import seen, words
from tests.world import STATES


def test_a_question_is_returned_with_reason_words_and_unit(world, enter):
    number = world.bring("routed")
    client = enter("leader")
    answer = act(
        client,
        number,
        "return",
        world.question(number).version,
        reason="other_unit",
        suggested="001",
        reply="Thuộc địa bàn Ba Đình",
    )
    assert answer.status_code == 200
    route = world.question(number).routes[0]
    assert (route.state, route.reason, route.reply) == ("returned", "other_unit", "Thuộc địa bàn Ba Đình")
    assert route.suggested.code == "001"
    assert world.events()[-1].kind == "question.returned"
    assert "Thuộc đơn vị khác → Quận Ba Đình: Thuộc địa bàn Ba Đình" in words(card(client, number))


def test_another_unit_must_be_named_at_its_field(world, enter):
    number = world.bring("routed")
    before = len(world.events())
    version = world.question(number).version
    answer = act(enter("leader"), number, "return", version, form_id="return", reason="other_unit")
    assert answer.status_code == 422
    assert 'target="return-suggested-error"' in answer.text
    assert len(world.events()) == before


def test_the_units_to_suggest_leave_out_the_own_one(world, enter):
    world.bring("routed")
    offered = re.findall(r'name="suggested" value="(\w+)"', enter("leader").get(PAGE).text)
    assert offered == ["001", "268"]


def test_without_scripts_a_question_is_returned_on_a_page_of_its_own(world, enter):
    number = world.bring("routed")
    client = enter("leader")
    address = f"{PAGE}/questions/{number}/return"
    assert f'href="{address}"' in card(client, number)
    assert "Khi nào sửa xong đường?" in seen(client, address)
    form = {"version": str(world.question(number).version), "form_id": "return", "reply": "Chưa có số liệu"}
    refused = client.post(address, data=form)
    assert refused.status_code == 422
    assert "Chưa có số liệu</textarea>" in refused.text
    assert "Vui lòng chọn trong danh sách." in words(refused.text)
    accepted = client.post(address, data={**form, "reason": "no_information"})
    assert (accepted.status_code, accepted.headers["Location"]) == (303, f"{PAGE}#q{number}")
    assert world.question(number).routes[0].state == "returned"
    assert "không còn chuyển lại được nữa" in seen(client, address)


def test_nothing_of_a_question_asked_elsewhere_can_be_seen_or_done(world, enter):
    number = world.ask("Chuyện riêng của Ba Đình")
    world.act("moderator", "route", number, unit=["001"])
    client = enter("leader")
    before = len(world.events())
    assert "Chuyện riêng của Ba Đình" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/questions/{number}/return").status_code == 404
    assert act(client, number, "accept", world.question(number).version).status_code == 404
    assert act(client, number, "return", 1, reason="no_information").status_code == 404
    assert client.get(OTHER).status_code == 404
    assert len(world.events()) == before


@pytest.mark.parametrize("state", sorted({*STATES} - {"on_air", "answered"}))
def test_a_point_never_reads_what_another_point_is_asked(world, enter, state):
    world.bring(state, text="Chuyện riêng của Đống Đa")
    page = enter("leader2").get(OTHER).text
    assert "Chuyện riêng của Đống Đa" not in page
    assert "Đã sửa xong." not in page


def test_internal_notes_and_other_points_replies_stay_away(world, enter):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006", "001"], note="Cho cả hai")
    world.act("leader2", "return", number, reason="no_information", reply="Lời riêng của Ba Đình")
    declined = world.bring("routed")
    world.act("moderator", "decline", declined, ground="secret", note="Ghi chú nội bộ")
    page = enter("leader").get(PAGE).text
    assert f'id="q{number}"' in page
    assert "Lời riêng của Ba Đình" not in page
    assert "Ghi chú nội bộ" not in page
