"""The verbs of the floor: what each does to the question, what it records, when it is refused."""

from __future__ import annotations

import pytest

from confhub.commands import life
from confhub.errors import Invalid, NotNow, Stale
from tests.checks import happened, refused

STAFF = {"moderators", "organisers", "clerks"}


def asker_of(world, name="reporter"):
    return f"asker:{world.actors[name].seat_id}"


def point_of(world, name="leader"):
    return f"point:{world.actors[name].point_id}"


def states(question):
    """State of the question, and of its routes by unit."""
    return question.state, {route.point.code: route.state for route in question.routes}


def test_queueing_gives_a_place_and_shows_it_to_the_chairs(world):
    number = world.ask()
    done = world.act("moderator", "queue", number, 1)
    question = world.question(number)
    assert (question.state, question.version, question.priority) == ("queued", 2, "ordinary")
    assert (question.changed_verb, question.changed_by) == ("queue", "Lê Minh Hà")
    event = happened(world, "question.queued", "moderator", number, priority="ordinary")
    assert (done.seq, done.number, done.version) == (event.seq, number, 2)
    # It is the only one in the queue, so the floor announces it.
    assert set(event.reach) == STAFF | {"chairs", "technicians", "stage", "display", asker_of(world)}


def test_a_question_behind_another_one_does_not_touch_the_floor(world):
    world.bring("queued")
    number = world.ask(by="reporter2")
    world.act("moderator", "queue", number)
    event = happened(world, "question.queued", "moderator", number)
    assert set(event.reach) == STAFF | {"chairs", "technicians", asker_of(world, "reporter2")}


def test_queueing_with_another_priority(world):
    number = world.ask()
    world.act("moderator", "queue", number, priority="urgent")
    assert world.question(number).priority == "urgent"
    another = world.ask()
    with refused(world, Invalid, "choose one of the list", field="priority"):
        world.act("moderator", "queue", another, priority="at once")


def test_what_was_on_air_comes_back_to_the_head_of_the_queue(world):
    first = world.bring("queued")
    number = world.ask()
    world.act("moderator", "queue", number)
    world.act("moderator", "route", number, unit=["006", "001"])
    world.act("moderator", "air", number)
    world.act("moderator2", "queue", number)
    question = world.question(number)
    assert states(question) == ("queued", {"006": "ready", "001": "routed"})
    assert question.position < world.question(first).position
    assert (question.live.state, question.live.to_at) == ("stopped", world.db.clock())


def test_editing_sets_the_wording_and_keeps_the_askers_text(world):
    number = world.ask("Bao giờ xong?")
    world.act("moderator", "edit", number, 1, wording="Khi nào đường sửa xong?")
    question = world.question(number)
    assert (question.text, question.wording, question.state) == (
        "Bao giờ xong?",
        "Khi nào đường sửa xong?",
        "received",
    )
    assert question.version == 2
    happened(world, "question.edited", "moderator", number, wording="Khi nào đường sửa xong?")
    world.act("moderator", "edit", number, 2, wording="Bao giờ xong?")
    assert world.question(number).edited is None


def test_an_edit_needs_words(world):
    number = world.ask()
    with refused(world, Invalid, "Please write something here", field="wording"):
        world.act("moderator", "edit", number)


def test_air_calls_the_leading_point_and_shows_it_to_all(world, clock):
    number = world.bring("ready")
    clock.forward(minutes=3)
    world.act("moderator", "air", number)
    question = world.question(number)
    assert states(question) == ("on_air", {"006": "answering"})
    assert (question.position, question.aired_at, question.ended_at) == (None, clock(), None)
    assert (question.live.state, question.live.from_at, question.live.to_at) == ("speaking", clock(), None)
    assert question.live.point.code == "006"
    event = happened(world, "question.aired", "moderator", number, point="006")
    assert set(event.reach) == STAFF | {
        "chairs",
        "technicians",
        "stage",
        "display",
        asker_of(world),
        point_of(world),
    }


def test_without_a_point_the_city_answers(world):
    number = world.bring("queued")
    world.act("moderator", "air", number)
    assert world.question(number).live.point_id is None
    happened(world, "question.aired", "moderator", number, point=None)


def test_one_question_at_a_time_is_on_air(world):
    first, second = world.bring("on_air"), world.bring("queued")
    with refused(world, NotNow, f"Question {first} is on air. End or park it first."):
        world.act("moderator", "air", second)


def test_nothing_goes_on_air_while_the_briefing_is_suspended(world):
    number = world.bring("queued")
    life.change(world.db, world.moderator, "pause")
    with refused(world, NotNow):
        world.act("moderator", "air", number)


def test_parking_holds_it_at_the_end_and_lets_the_point_wait(world, clock):
    number = world.bring("on_air")
    clock.forward(minutes=1)
    world.act("moderator", "park", number)
    question = world.question(number)
    assert states(question) == ("queued", {"006": "ready"})
    assert (question.priority, question.live.state, question.live.to_at) == ("held", "stopped", clock())
    happened(world, "question.parked", "moderator", number)


def test_a_queued_question_is_parked_too(world):
    first, second = world.bring("queued"), world.bring("queued")
    world.act("moderator", "park", first)
    assert world.question(first).priority == "held"
    assert world.question(second).priority == "ordinary"
    # The floor announces the other one now.
    assert "stage" in happened(world, "question.parked", "moderator", first).reach


def test_answering_ends_the_speech_and_tells_who_answered(world, clock):
    number = world.ask()
    world.act("moderator", "queue", number)
    world.act("moderator", "route", number, unit=["006", "001"])
    world.act("moderator", "air", number)
    clock.forward(minutes=4)
    world.act("moderator", "answer", number, gist="Trong tháng 12.", speaker="Ông Đống")
    question = world.question(number)
    assert states(question) == ("answered", {"006": "answered", "001": "recalled"})
    assert (question.ended_at, question.live.to_at, question.live.state) == (clock(), clock(), "given")
    assert (question.live.gist, question.live.speaker) == ("Trong tháng 12.", "Ông Đống")
    event = happened(world, "question.answered", "moderator", number, gist="Trong tháng 12.")
    # Both points: the one that answered, and the one that is no longer asked.
    assert {point_of(world), point_of(world, "leader2"), "stage", "display"} <= set(event.reach)


@pytest.mark.parametrize("by", ["clerk", "moderator"])
@pytest.mark.parametrize("state", ["on_air", "answered"])
def test_the_gist_is_noted_during_and_after_the_answer(world, by, state):
    number = world.bring(state)
    world.act(by, "gist", number, gist="Đang thi công.", speaker=" Bà  Mai ")
    question = world.question(number)
    assert (question.state, question.live.gist, question.live.speaker) == (state, "Đang thi công.", "Bà Mai")
    happened(world, "question.noted", by, number, gist="Đang thi công.", speaker="Bà Mai")


def test_what_a_note_leaves_out_stays(world):
    number = world.bring("answered")
    world.act("clerk", "gist", number, speaker="Bà Mai")
    live = world.question(number).live
    assert (live.gist, live.speaker) == ("Tháng 12.", "Bà Mai")


def test_the_gist_can_be_noted_after_the_close_but_not_in_the_published_record(world):
    number = world.bring("answered")
    life.change(world.db, world.moderator, "close")
    world.act("clerk", "gist", number, gist="Sau phiên.")
    life.change(world.db, world.organiser, "publish")
    with refused(world, NotNow):
        world.act("clerk", "gist", number, gist="Sửa bản công bố.")


def test_who_comes_second_is_told_who_was_faster(world):
    number = world.ask()
    world.act("moderator", "queue", number, 1)
    with refused(world, Stale, "Lê Minh Hà was faster") as caught:
        world.act("moderator2", "decline", number, 1, ground="secret")
    assert caught.value.number == number
