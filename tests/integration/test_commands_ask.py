"""Putting a question: what a reporter sends and what a clerk types."""

from __future__ import annotations

from datetime import timedelta

import pytest

from confhub.commands import life, questions
from confhub.errors import Forbidden, Invalid, NotNow
from confhub.policy import Actor
from confhub.queries import questions as asked
from tests.checks import happened, numbers_of_logs, problems, refused


def test_a_reporter_asks(world, clock):
    done = questions.ask(world.db, world.reporter, {"text": " Khi nào xong? "}, "c1")
    question = world.question(done.number)
    assert (question.number, question.state, question.version) == (1, "received", 1)
    assert (question.text, question.wording, question.edited) == ("Khi nào xong?", "Khi nào xong?", None)
    assert (question.asker_name, question.outlet) == ("Vũ Hải Yến", "Báo Sông Hồng")
    assert question.asker_seat_id == question.entered_seat_id == world.reporter.seat_id
    assert (question.channel, question.priority, question.position) == ("online", "ordinary", None)
    assert question.asked_at == question.received_at == clock()
    event = happened(world, "question.received", "reporter", 1)
    assert set(event.reach) == {"moderators", "organisers", "clerks", f"asker:{world.reporter.seat_id}"}
    assert (done.seq, done.version, done.repeated) == (event.seq, 1, False)


def test_numbers_follow_each_other_whoever_asks(world):
    numbers = [world.ask(by=by, asker_name="A", outlet="B") for by in ("reporter", "clerk", "reporter2")]
    assert numbers == [1, 2, 3]


def test_a_refused_question_uses_up_no_number(world):
    world.ask()
    with refused(world, Invalid, "write something", field="text"):
        world.ask(" ")
    assert world.ask() == 2


def test_a_reporters_question_carries_wish_parent_and_agenda_item(world):
    item = life.add_agenda_item(world.db, world.organiser, {"title": "Giao thông", "minutes": "10"}).id
    parent = world.ask()
    number = world.ask(point="268", parent=str(parent), agenda_item=str(item))
    question = world.question(number)
    assert (question.wanted_point.code, question.parent.number) == ("268", parent)
    assert (question.agenda_item_id, question.routes) == (item, [])


def test_a_follow_up_is_queued_as_one(world):
    number = world.ask(parent=str(world.bring("answered")))
    world.act("moderator", "queue", number)
    assert world.question(number).priority == "follow_up"


def test_before_the_start_a_question_is_sent_in_advance(world):
    life.create(
        world.db,
        world.organiser,
        {"code": "NEXT", "title": "Phiên sau", "starts_at": "2026-12-01T09:00", "roster": "hanoi-2024"},
    )
    life.change(world.db, Actor("organiser", "Trang"), "open", code="NEXT")
    with world.db.reading() as session:
        from confhub.queries import briefings

        briefing_id = briefings.by_code(session, "NEXT").id
    done = questions.ask(
        world.db, Actor("reporter", "Yến", briefing_id, "NEXT", outlet="Báo"), {"text": "Hỏi"}
    )
    with world.db.reading() as session:
        assert asked.one(session, briefing_id, done.number).channel == "advance"


def test_a_clerk_types_for_somebody_in_the_hall(world, clock):
    number = world.ask("Hỏi tại hội trường", by="clerk", asker_name=" Khách  mời ", outlet="Báo Làng")
    question = world.question(number)
    assert (question.asker_name, question.outlet, question.asker_seat_id) == ("Khách mời", "Báo Làng", None)
    assert (question.channel, question.entered_seat_id) == ("hall", world.clerk.seat_id)
    event = happened(world, "question.received", "clerk", number)
    assert not [name for name in event.reach if name.startswith("asker:")]


def test_a_clerk_types_for_a_registered_reporter(world):
    seat = str(world.reporter2.seat_id)
    number = world.ask(by="clerk", asker=seat, channel="phone", asker_name="Ai đó", outlet="Báo khác")
    question = world.question(number)
    assert (question.asker_name, question.outlet) == ("Hoàng Đức Anh", "Đài Bắc Thành")
    assert (question.channel, question.asker_seat_id) == ("phone", world.reporter2.seat_id)
    assert f"asker:{world.reporter2.seat_id}" in world.events()[-1].reach


def test_a_moderator_types_too(world):
    number = world.ask(by="moderator", asker_name="Khách", outlet="Báo", channel="paper")
    assert world.question(number).channel == "paper"


@pytest.mark.parametrize(
    ("given", "ago"),
    [
        ("2026-11-24T08:30", timedelta(minutes=30)),
        ("2026-11-24T01:00:00+00:00", timedelta(hours=1)),
        ("", None),
    ],
)
def test_what_was_typed_later_bears_its_true_time(world, clock, given, ago):
    number = world.ask(by="clerk", asker_name="Khách", outlet="Báo", asked_at=given)
    question = world.question(number)
    assert question.asked_at == clock() - (ago or timedelta())
    assert question.received_at == clock()


def test_a_clock_that_is_a_little_fast_is_forgiven(world, clock):
    number = world.ask(by="clerk", asker_name="Khách", outlet="Báo", asked_at="2026-11-24T09:02")
    assert world.question(number).asked_at == clock() + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({}, "asker_name", "write something"),
        ({"asker_name": "Khách"}, "outlet", "write something"),
        ({"asker_name": "á" * 161, "outlet": "B"}, "asker_name", "At most 160"),
        ({"asker": "999"}, "asker", "choose a reporter"),
        ({"asker": "x"}, "asker", "A whole number"),
        ({"asker_name": "A", "outlet": "B", "channel": "online"}, "channel", "choose one of the list"),
        ({"asker_name": "A", "outlet": "B", "channel": "smoke"}, "channel", "choose one of the list"),
        ({"asker_name": "A", "outlet": "B", "asked_at": "2026-11-24T09:03"}, "asked_at", "in the future"),
        ({"asker_name": "A", "outlet": "B", "asked_at": "at nine"}, "asked_at", "a date and a time"),
        ({"asker_name": "A", "outlet": "B", "agenda_item": "7"}, "agenda_item", "choose one of the list"),
    ],
)
def test_a_typed_question_names_who_asked_how_and_when(world, data, field, said):
    with refused(world, Invalid, said, field=field):
        world.ask(by="clerk", **data)


def test_only_reporters_can_be_chosen_as_askers(world):
    with refused(world, Invalid, "choose a reporter", field="asker"):
        world.ask(by="clerk", asker=str(world.leader.seat_id))


def test_a_reporter_does_not_choose_who_asks_how_or_when(world, clock):
    forged = {"asker": str(world.reporter2.seat_id), "channel": "paper", "asked_at": "2020-01-01T00:00"}
    question = world.question(world.ask(**forged, asker_name="Khác", outlet="Khác"))
    assert (question.asker_name, question.channel, question.asked_at) == ("Vũ Hải Yến", "online", clock())


def test_the_same_request_again_is_the_same_question(world):
    first = questions.ask(world.db, world.reporter, {"text": "Một"}, "c1")
    before = numbers_of_logs(world)
    again = questions.ask(world.db, world.reporter, {"text": " Một\r\n"}, "c1")
    assert (again.number, again.id, again.repeated) == (first.number, first.id, True)
    assert again.seq == first.seq
    assert numbers_of_logs(world) == before


def test_it_is_the_same_even_when_intake_has_closed_meanwhile(world):
    first = questions.ask(world.db, world.reporter, {"text": "Một"}, "c1")
    life.change(world.db, world.moderator, "close_intake")
    assert questions.ask(world.db, world.reporter, {"text": "Một"}, "c1").number == first.number


def test_another_text_under_the_same_id_is_not_swallowed(world):
    questions.ask(world.db, world.reporter, {"text": "Một"}, "c1")
    with refused(world, NotNow, "This form was sent before, as question 1") as caught:
        questions.ask(world.db, world.reporter, {"text": "Hai"}, "c1")
    assert caught.value.number == 1


def test_ids_belong_to_one_seat_and_long_ones_differ(world):
    asked_with = [
        ("reporter", "c1"),
        ("reporter2", "c1"),
        ("reporter", "x" * 64 + "1"),
        ("reporter", "x" * 64 + "2"),
    ]
    done = [questions.ask(world.db, world.actors[by], {"text": "Một"}, key) for by, key in asked_with]
    assert [each.number for each in done] == [1, 2, 3, 4]
    assert questions.ask(world.db, world.reporter, {"text": "Một"}, "x" * 64 + "2").number == 4


@pytest.mark.parametrize("none", [None, "", "  "])
def test_without_an_id_every_request_is_a_question_of_its_own(world, none):
    done = [questions.ask(world.db, world.reporter, {"text": "Một"}, none) for _ in range(2)]
    assert [each.number for each in done] == [1, 2]


@pytest.mark.parametrize("wrong", ["x" * 256, "a\x00b", "\ud800"])
def test_an_id_must_be_one_that_can_be_kept(world, wrong):
    with refused(world, Invalid, field="client_id"):
        questions.ask(world.db, world.reporter, {"text": "Một"}, wrong)


@pytest.mark.parametrize("by", ["chair", "technician", "leader", "display", "organiser"])
def test_not_everybody_asks(world, by):
    with refused(world, Forbidden):
        world.ask(by=by, asker_name="Khách", outlet="Báo")


def test_closed_intake_holds_back_reporters_only(world):
    life.change(world.db, world.moderator, "close_intake")
    with refused(world, NotNow, "Questions are not being taken at the moment. What you typed is kept here."):
        world.ask()
    assert world.ask(by="clerk", asker_name="Khách", outlet="Báo") == 1


def test_a_suspended_briefing_still_takes_questions(world):
    life.change(world.db, world.moderator, "pause")
    assert world.ask() == 1


@pytest.mark.parametrize("by", ["reporter", "clerk"])
def test_after_the_close_nobody_asks(world, by):
    life.change(world.db, world.moderator, "close")
    with refused(world, NotNow, "The briefing is over. Questions can no longer be sent."):
        world.ask(by=by, asker_name="Khách", outlet="Báo")


def test_before_the_opening_nobody_asks(world):
    data = {"code": "NEXT", "title": "Phiên sau", "starts_at": "2026-12-01T09:00", "roster": "hanoi-2024"}
    briefing_id = life.create(world.db, world.organiser, data).id
    with refused(world, NotNow, "The briefing is not open yet."):
        questions.ask(world.db, Actor("reporter", "Yến", briefing_id, "NEXT", outlet="B"), {"text": "Hỏi"})


def test_whom_a_question_may_follow_up(world):
    theirs = world.ask(by="reporter2")
    with refused(world, Invalid, f"There is no question {theirs} to follow up", field="parent"):
        world.ask(parent=str(theirs))
    with refused(world, Invalid, "There is no question 99 to follow up", field="parent"):
        world.ask(parent="99")
    world.act("moderator", "queue", theirs)
    world.act("moderator", "air", theirs)
    assert world.question(world.ask(parent=str(theirs))).parent.number == theirs
    assert problems(world) == []
