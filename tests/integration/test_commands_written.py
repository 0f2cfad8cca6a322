"""The written answer: promised, drafted, submitted, sent back, cleared, published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from confhub.commands import directory, life
from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from tests.checks import happened, refused


def point_of(world, name):
    return f"point:{world.actors[name].point_id}"


def states(world, number):
    """State of the question, of its written answer, and of its routes by unit."""
    question = world.question(number)
    routes = {route.point.code: route.state for route in question.routes}
    return question.state, question.written.state if question.written else None, routes


@pytest.mark.parametrize("state", ["received", "queued", "routed", "ready", "on_air"])
def test_a_written_answer_is_promised_with_owner_and_due_date(world, state, clock):
    number = world.bring(state)
    clock.forward(minutes=1)
    world.act("moderator", "defer", number, unit="006", basis="Luật Báo chí")
    question = world.question(number)
    answer = question.written
    assert (question.state, answer.state, answer.point.code) == ("written", "drafting", "006")
    assert (question.position, question.ended_at) == (None, clock())
    assert (answer.due, answer.due_days, answer.basis) == (date(2026, 12, 24), 30, "Luật Báo chí")
    event = happened(world, "question.deferred", "moderator", number, unit="006", due="2026-12-24")
    assert {point_of(world, "leader"), f"asker:{world.reporter.seat_id}"} <= set(event.reach)
    assert [(r.role, r.state in ("routed", "accepted")) for r in question.routes] == [("lead", True)]


def test_days_are_counted_from_the_local_date(world, clock):
    clock.forward(hours=15.5)  # 00:30 on the 25th in Hà Nội, still the 24th in UTC
    number = world.bring("queued")
    world.act("moderator", "defer", number, due_days="1")
    answer = world.question(number).written
    assert (answer.due, answer.due_days) == (date(2026, 11, 26), 1)


def test_a_date_that_was_said_is_kept_as_a_date(world):
    number = world.bring("queued")
    world.act("moderator", "defer", number, due="2026-11-24")
    answer = world.question(number).written
    assert (answer.due, answer.due_days, answer.point_id) == (date(2026, 11, 24), None, None)


def test_the_standard_is_the_offices_setting(world):
    directory.set_setting(world.db, directory.SYSTEM, "due_days", 15)
    directory.set_setting(world.db, directory.SYSTEM, "basis", "Luật Báo chí 2025")
    number = world.bring("written")
    answer = world.question(number).written
    assert (answer.due, answer.due_days, answer.basis) == (date(2026, 12, 9), 15, "Luật Báo chí 2025")


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"unit": "999"}, "unit", "999 is not a point of this briefing"),
        ({"due": "2026-11-23"}, "due", "lies in the past"),
        ({"due": "24/12/2026"}, "due", "give a date"),
        ({"due_days": "0"}, "due_days", "from 1 to 365"),
        ({"due_days": "366"}, "due_days", "from 1 to 365"),
        ({"basis": "á" * 2001}, "basis", "At most 2000"),
    ],
)
def test_a_promise_must_be_one_that_can_be_kept(world, data, field, said):
    number = world.bring("routed")
    with refused(world, Invalid, said, field=field):
        world.act("moderator", "defer", number, **data)


def test_only_the_owner_stays_asked(world):
    number = world.bring("queued")
    world.act("moderator", "route", number, unit=["006", "001", "268"])
    world.act("leader2", "accept", number)
    world.act("leader2", "ready", number)
    world.act("moderator", "defer", number, unit="001")
    assert states(world, number)[2] == {"006": "recalled", "001": "accepted", "268": "recalled"}
    assert world.question(number).lead.point.code == "001"


def test_what_was_on_air_stops(world, clock):
    number = world.bring("on_air")
    clock.forward(minutes=2)
    world.act("moderator", "defer", number, unit="006")
    live = world.question(number).live
    assert (live.state, live.to_at) == ("stopped", clock())
    assert {"stage", "display"} <= set(world.events()[-1].reach)


def test_the_owner_accepts_drafts_and_submits(world, clock):
    number = world.bring("written")
    world.act("leader", "accept", number)
    world.act("leader", "draft", number, text="Bản nháp")
    event = happened(world, "question.drafted", "leader", number, text="Bản nháp")
    assert f"asker:{world.reporter.seat_id}" in event.reach
    assert states(world, number) == ("written", "drafting", {"006": "accepted"})
    world.act("leader", "submit", number)
    happened(world, "question.submitted", "leader", number, text="Bản nháp")
    assert states(world, number) == ("written", "submitted", {"006": "accepted"})


def test_a_draft_may_be_empty_and_what_is_submitted_may_not(world):
    number = world.bring("written")
    world.act("leader", "draft", number, text="")
    with refused(world, Invalid, "write something", field="text"):
        world.act("leader", "submit", number)
    with refused(world, Invalid, "write something", field="text"):
        world.act("leader", "submit", number, text="  ")
    with refused(world, Invalid, "At most 20000", field="text"):
        world.act("leader", "draft", number, text="á" * 20001)


def test_the_organiser_sends_back_clears_and_publishes(world, clock):
    number = world.bring("submitted")
    world.act("organiser", "send_back", number, note="Xin nêu thời hạn.")
    answer = world.question(number).written
    assert (answer.state, answer.sent_back_note) == ("drafting", "Xin nêu thời hạn.")
    happened(world, "question.sent_back", "organiser", number, note="Xin nêu thời hạn.")
    world.act("leader", "submit", number, text="Tháng 12.")
    assert world.question(number).written.sent_back_note == ""
    world.act("organiser", "clear", number)
    happened(world, "question.cleared", "organiser", number)
    clock.forward(days=2)
    world.act("organiser", "publish", number)
    answer = world.question(number).written
    assert (answer.state, answer.published_at, answer.text) == ("published", clock(), "Tháng 12.")
    event = happened(world, "question.published", "organiser", number, text="Tháng 12.")
    assert {f"asker:{world.reporter.seat_id}", point_of(world, "leader")} <= set(event.reach)
    assert states(world, number) == ("written", "published", {"006": "answered"})


def test_sending_back_says_what_is_missing(world):
    number = world.bring("submitted")
    with refused(world, Invalid, "write something", field="note"):
        world.act("organiser", "send_back", number)


@pytest.mark.parametrize(
    ("state", "by", "verb"),
    [
        ("written", "organiser", "clear"),
        ("written", "organiser", "send_back"),
        ("written", "organiser", "publish"),
        ("submitted", "leader", "draft"),
        ("submitted", "leader", "submit"),
        ("submitted", "leader", "return"),
        ("submitted", "organiser", "publish"),
        ("cleared", "organiser", "send_back"),
        ("cleared", "organiser", "clear"),
        ("cleared", "moderator", "defer"),
        ("published", "leader", "submit"),
        ("published", "organiser", "publish"),
        ("published", "moderator", "defer"),
        ("published", "moderator", "reopen"),
        ("queued", "organiser", "clear"),
    ],
)
def test_the_steps_of_a_written_answer_have_their_order(world, state, by, verb):
    number = world.bring(state)
    with refused(world, NotNow):
        world.act(by, verb, number, text="Chữ", note="Chữ", reason="no_information")


def test_an_answer_belongs_to_its_owner(world):
    number = world.bring("written")
    for by, kind in [("organiser", Forbidden), ("moderator", Forbidden), ("leader2", NotFound)]:
        with refused(world, kind):
            world.act(by, "submit", number, text="Chữ")


def test_without_a_point_the_office_writes(world):
    number = world.bring("queued")
    world.act("moderator", "defer", number)
    world.act("organiser", "draft", number, text="Văn phòng soạn")
    world.act("organiser", "submit", number, text="Văn phòng trả lời")
    happened(world, "question.submitted", "organiser", number, text="Văn phòng trả lời")


def test_another_owner_begins_afresh(world):
    number = world.bring("submitted")
    world.act("organiser", "send_back", number, note="Xin bổ sung.")
    world.act("moderator", "defer", number, unit="001", due_days="10")
    answer = world.question(number).written
    assert (answer.state, answer.point.code, answer.text) == ("drafting", "001", "")
    assert (answer.sent_back_note, answer.due) == ("", date(2026, 12, 4))
    assert states(world, number)[2] == {"006": "recalled", "001": "routed"}
    event = happened(world, "question.deferred", "moderator", number, unit="001")
    assert {point_of(world, "leader"), point_of(world, "leader2")} <= set(event.reach)
    with refused(world, NotFound):
        world.act("leader", "submit", number, text="Chữ")


def test_the_same_owner_with_a_new_date_keeps_the_draft(world):
    number = world.bring("written")
    world.act("leader", "draft", number, text="Bản nháp")
    world.act("moderator", "defer", number, unit="006", due_days="5")
    answer = world.question(number).written
    assert (answer.text, answer.due) == ("Bản nháp", date(2026, 11, 29))


def test_a_point_that_returns_it_writes_no_more_until_asked_again(world):
    number = world.bring("written")
    world.act("leader", "return", number, reason="not_competent")
    with refused(world, NotNow):
        world.act("leader", "draft", number, text="Chữ")
    world.act("moderator", "defer", number, unit="006")
    world.act("leader", "draft", number, text="Chữ")
    assert states(world, number) == ("written", "drafting", {"006": "routed"})


def test_undoing_the_promise_cancels_it_and_a_new_one_takes_it_up(world):
    number = world.bring("submitted")
    world.act("moderator", "reopen", number)
    question = world.question(number)
    assert [a.state for a in question.answers] == ["cancelled"]
    world.act("moderator", "defer", number, unit="006", due_days="3")
    answer = world.question(number).written
    assert (answer.state, answer.text, answer.due) == ("drafting", "Đã sửa xong.", date(2026, 11, 27))


def test_written_answers_go_on_after_the_briefing(world, clock):
    number = world.bring("written")
    life.change(world.db, world.moderator, "close")
    world.act("leader", "accept", number)
    life.change(world.db, world.organiser, "publish")
    clock.forward(days=20)
    world.act("leader", "submit", number, text="Đã xong.")
    world.act("organiser", "clear", number)
    world.act("organiser", "publish", number)
    assert world.question(number).written.published_at == clock()


def test_the_floor_is_closed_after_the_briefing(world):
    written, answered = world.bring("written"), world.bring("answered")
    life.change(world.db, world.moderator, "close")
    for number in (written, answered):
        with refused(world, NotNow):
            world.act("moderator", "reopen", number)
    world.act("moderator", "defer", written, unit="001")
    assert world.question(written).written.due - date(2026, 11, 24) == timedelta(days=30)
