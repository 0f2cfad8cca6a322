"""Dispositions said at once, and their undoing: declined, withdrawn, reopened."""

from __future__ import annotations

import pytest

from confhub.errors import Invalid, NotNow
from tests.checks import happened, refused


def asker_of(world, name="reporter"):
    return f"asker:{world.actors[name].seat_id}"


def point_of(world, name="leader"):
    return f"point:{world.actors[name].point_id}"


def states(question):
    """State of the question, and of its routes by unit."""
    return question.state, {route.point.code: route.state for route in question.routes}


def test_declining_names_a_ground_and_keeps_the_note_inside(world, clock):
    number = world.bring("accepted")
    world.act("moderator", "decline", number, ground="secret", outward="Chưa thể nêu.", note="Hỏi lại")
    question = world.question(number)
    assert states(question) == ("declined", {"006": "recalled"})
    assert (question.ground, question.outward, question.note) == ("secret", "Chưa thể nêu.", "Hỏi lại")
    assert (question.ended_at, question.position) == (clock(), None)
    event = happened(world, "question.declined", "moderator", number, ground="secret")
    assert {asker_of(world), point_of(world)} <= set(event.reach)


def test_what_is_on_air_can_be_declined(world):
    number = world.bring("on_air")
    world.act("moderator", "decline", number, ground="draft")
    question = world.question(number)
    assert (question.state, question.live.state) == ("declined", "stopped")


@pytest.mark.parametrize("ground", ["", "dislike", None])
def test_declining_needs_a_ground_of_the_list(world, ground):
    number = world.ask()
    with refused(world, Invalid, "choose one of the list", field="ground"):
        world.act("moderator", "decline", number, ground=ground)


def test_the_asker_withdraws_before_it_is_on_air(world, clock):
    number = world.bring("accepted")
    world.act("reporter", "withdraw", number)
    question = world.question(number)
    assert states(question) == ("withdrawn", {"006": "recalled"})
    assert question.ended_at == clock()
    event = happened(world, "question.withdrawn", "reporter", number)
    assert {point_of(world), asker_of(world), "stage"} <= set(event.reach)


@pytest.mark.parametrize("state", ["on_air", "answered", "written", "declined", "merged", "withdrawn"])
def test_it_is_too_late_to_withdraw(world, state):
    number = world.bring(state)
    with refused(world, NotNow):
        world.act("reporter", "withdraw", number)


@pytest.mark.parametrize(
    ("state", "route"),
    [
        ("answered", {"006": "accepted"}),
        ("written", {"006": "routed"}),
        ("submitted", {"006": "routed"}),
        ("cleared", {"006": "routed"}),
        ("declined", {}),
        ("merged", {}),
    ],
)
def test_every_disposition_can_be_undone(world, state, route):
    number = world.bring(state)
    was = world.question(number)
    other = world.bring("queued")
    world.act("moderator2", "reopen", number, was.version)
    question = world.question(number)
    assert states(question) == ("queued", route)
    assert question.version == was.version + 1
    assert (question.ground, question.merged_into_id, question.ended_at) == (None, None, None)
    assert (question.outward, question.note, question.written) == ("", "", None)
    assert question.position < world.question(other).position
    event = happened(world, "question.reopened", "moderator2", number, was=was.state)
    assert {asker_of(world), "stage", "display", "chairs"} <= set(event.reach)


@pytest.mark.parametrize("state", ["received", "queued", "on_air", "withdrawn", "published"])
def test_what_has_no_disposition_or_a_final_one_is_not_reopened(world, state):
    number = world.bring(state)
    with refused(world, NotNow):
        world.act("moderator", "reopen", number)


def test_what_was_held_when_it_was_declined_comes_back_as_ordinary(world):
    number = world.bring("queued")
    world.act("moderator", "park", number)
    world.act("moderator", "decline", number, ground="draft")
    world.act("moderator", "reopen", number)
    assert world.question(number).priority == "ordinary"


def test_a_reopened_answer_can_be_given_again(world, clock):
    number = world.bring("answered")
    world.act("moderator", "reopen", number)
    clock.forward(minutes=2)
    world.act("moderator", "air", number)
    live = world.question(number).live
    assert (live.state, live.from_at, live.to_at, live.gist) == ("speaking", clock(), None, "Tháng 12.")
