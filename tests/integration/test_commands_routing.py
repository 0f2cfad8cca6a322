"""Questions asked of points: routed, accepted, ready, returned, recalled; one of them leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from confhub.commands import directory
from confhub.errors import Invalid, NotFound, NotNow
from tests.checks import happened, refused


def routes(world, number):
    """``unit: (state, role)`` of a question's routes."""
    return {r.point.code: (r.state, r.role) for r in world.question(number).routes}


def point_of(world, name):
    return f"point:{world.actors[name].point_id}"


@pytest.fixture
def asked(world):
    """Number of a queued question asked of 006 (leading) and 001."""
    number = world.bring("queued")
    world.act("moderator", "route", number, unit=["006", "001"])
    return number


def test_routing_asks_the_point_and_gives_it_time(world, clock):
    number = world.bring("queued")
    clock.forward(minutes=1)
    done = world.act("moderator", "route", number, 2, unit=["006"], note="Hỏi về tiến độ.")
    question = world.question(number)
    assert (question.state, question.version, done.version) == ("queued", 3, 3)
    route = question.routes[0]
    assert (route.state, route.role, route.note, route.reason) == ("routed", "lead", "Hỏi về tiến độ.", None)
    assert (route.routed_at, route.respond_by) == (clock(), clock() + timedelta(minutes=5))
    event = happened(world, "question.routed", "moderator", number, units=["006"], lead="006")
    assert point_of(world, "leader") in event.reach
    assert point_of(world, "leader2") not in event.reach


def test_the_time_to_respond_is_the_offices_setting(world, clock):
    directory.set_setting(world.db, directory.SYSTEM, "response_minutes", 12)
    number = world.bring("routed")
    assert world.question(number).routes[0].respond_by == clock() + timedelta(minutes=12)


def test_routing_a_new_question_queues_it(world):
    number = world.ask()
    world.act("moderator", "route", number, unit=["006"])
    question = world.question(number)
    assert (question.state, question.priority) == ("queued", "ordinary")
    assert "chairs" in happened(world, "question.routed", "moderator", number).reach


def test_the_first_point_leads_unless_another_is_named(world, asked):
    assert routes(world, asked) == {"006": ("routed", "lead"), "001": ("routed", "support")}
    world.act("moderator", "route", asked, unit=["268"])
    assert routes(world, asked)["268"] == ("routed", "support")
    world.act("moderator", "route", asked, lead="001")
    assert routes(world, asked) == {
        "006": ("routed", "support"),
        "001": ("routed", "lead"),
        "268": ("routed", "support"),
    }


def test_asking_again_what_is_asked_already_changes_only_the_note(world, asked, clock):
    world.act("leader", "accept", asked)
    clock.forward(minutes=1)
    world.act("moderator", "route", asked, unit=["006"], note="Xin nói ngắn.")
    assert routes(world, asked) == {"006": ("accepted", "lead"), "001": ("routed", "support")}
    assert [r.note for r in world.question(asked).routes] == ["Xin nói ngắn.", ""]


def test_a_point_that_returned_it_can_be_asked_again(world, clock):
    number = world.bring("returned")
    clock.forward(minutes=9)
    world.act("moderator", "route", number, unit=["006"])
    route = world.question(number).routes[0]
    assert (route.state, route.reason, route.reply, route.suggested) == ("routed", None, "", None)
    assert route.respond_by == clock() + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({}, "unit", "choose at least one point"),
        ({"unit": []}, "unit", "choose at least one point"),
        ({"unit": ["999"]}, "unit", "999 is not a point of this briefing"),
        ({"unit": ["006", "005"]}, "unit", "005 is not a point of this briefing"),
        ({"unit": ["006"], "lead": "999"}, "lead", "999 is not a point"),
        ({"unit": ["006"], "note": "á" * 2001}, "note", "At most 2000 characters"),
    ],
)
def test_a_route_needs_points_of_this_briefing(world, data, field, said):
    number = world.bring("queued")
    with refused(world, Invalid, said, field=field):
        world.act("moderator", "route", number, **data)


@pytest.mark.parametrize("state", ["answered", "written", "declined", "merged", "withdrawn"])
def test_what_has_a_disposition_is_not_routed(world, state):
    number = world.bring(state)
    with refused(world, NotNow):
        world.act("moderator", "route", number, unit=["001"])


def test_a_leader_accepts_and_says_ready(world, asked, clock):
    world.act("leader", "accept", asked, 3)
    event = happened(world, "question.accepted", "leader", asked, unit="006")
    assert {point_of(world, "leader"), point_of(world, "leader2"), "moderators"} <= set(event.reach)
    clock.forward(seconds=30)
    world.act("leader", "ready", asked, 4)
    happened(world, "question.made_ready", "leader", asked, unit="006")
    assert routes(world, asked) == {"006": ("ready", "lead"), "001": ("routed", "support")}
    question = world.question(asked)
    assert (question.version, question.routes[0].changed_at) == (5, clock())


def test_a_leader_does_not_speak_for_another_point(world, asked):
    with refused(world, NotFound):
        world.act("leader3", "accept", asked)
    world.act("leader2", "accept", asked)
    assert routes(world, asked) == {"006": ("routed", "lead"), "001": ("accepted", "support")}


def test_ready_comes_after_accepting(world, asked):
    with refused(world, NotNow):
        world.act("leader", "ready", asked)


@pytest.mark.parametrize("state", ["routed", "accepted", "ready"])
def test_a_leader_returns_with_a_reason(world, state, clock):
    number = world.bring(state)
    clock.forward(minutes=1)
    world.act("leader", "return", number, reason="other_unit", reply="Thuộc Hà Đông.", suggested="268")
    route = world.question(number).routes[0]
    assert (route.state, route.reason, route.reply) == ("returned", "other_unit", "Thuộc Hà Đông.")
    assert (route.suggested.code, route.changed_at) == ("268", clock())
    event = happened(world, "question.returned", "leader", number, reason="other_unit", suggested="268")
    # The point that is suggested has not been asked.
    assert point_of(world, "leader3") not in event.reach
    assert world.question(number).state == "queued"


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({}, "reason", "choose one of the list"),
        ({"reason": "no time"}, "reason", "choose one of the list"),
        ({"reason": "other_unit"}, "suggested", "which unit should be asked instead"),
        ({"reason": "other_unit", "suggested": "006"}, "suggested", "your own point"),
        ({"reason": "other_unit", "suggested": "999"}, "suggested", "999 is not a point"),
        ({"reason": "not_available", "reply": "á" * 2001}, "reply", "At most 2000"),
    ],
)
def test_a_return_says_why(world, asked, data, field, said):
    with refused(world, Invalid, said, field=field):
        world.act("leader", "return", asked, **data)


def test_what_is_being_answered_is_not_returned(world):
    number = world.bring("on_air")
    with refused(world, NotNow):
        world.act("leader", "return", number, reason="not_available")


def test_when_the_leading_point_returns_the_next_one_leads(world, asked):
    world.act("moderator", "route", asked, unit=["268"])
    world.act("leader", "return", asked, reason="not_competent")
    happened(world, "question.returned", "leader", asked, lead="001")
    assert routes(world, asked) == {
        "006": ("returned", "lead"),
        "001": ("routed", "lead"),
        "268": ("routed", "support"),
    }
    assert world.question(asked).lead.point.code == "001"


def test_recalling_one_point_leaves_the_others(world, asked):
    world.act("moderator", "recall", asked, unit=["001"])
    assert routes(world, asked) == {"006": ("routed", "lead"), "001": ("recalled", "support")}
    event = happened(world, "question.recalled", "moderator", asked, units=["001"], lead="006")
    # It is told once more, to take the question away.
    assert point_of(world, "leader2") in event.reach
    with refused(world, NotFound):
        world.act("leader2", "accept", asked)


def test_recalling_the_leading_point_lets_the_next_one_lead(world, asked):
    world.act("moderator", "recall", asked, unit=["006"])
    happened(world, "question.recalled", "moderator", asked, lead="001")
    assert routes(world, asked) == {"006": ("recalled", "lead"), "001": ("routed", "lead")}


def test_recalling_without_a_name_recalls_all(world, asked):
    world.act("moderator", "recall", asked)
    assert {state for state, _role in routes(world, asked).values()} == {"recalled"}
    happened(world, "question.recalled", "moderator", asked, units=["006", "001"], lead=None)


def test_a_point_that_is_not_asked_is_not_recalled(world, asked):
    with refused(world, NotNow, "not asked this question any more"):
        world.act("moderator", "recall", asked, unit=["268"])


def test_recalling_on_air_hands_over_to_the_next_point(world, asked):
    world.act("moderator", "air", asked)
    world.act("moderator", "recall", asked, unit=["006"])
    question = world.question(asked)
    assert question.live.point.code == "001"
    assert routes(world, asked) == {"006": ("recalled", "lead"), "001": ("answering", "lead")}
    world.act("moderator", "recall", asked)
    question = world.question(asked)
    assert (question.state, question.live.state, question.live.point_id) == ("on_air", "speaking", None)


def test_routing_on_air_brings_a_point_in_to_help(world):
    number = world.bring("on_air")
    world.act("moderator", "route", number, unit=["001"])
    assert routes(world, number) == {"006": ("answering", "lead"), "001": ("routed", "support")}
    assert world.question(number).live.point.code == "006"


def test_a_new_lead_on_air_is_called_to_answer(world, clock):
    number = world.bring("on_air")
    clock.forward(minutes=2)
    world.act("moderator", "route", number, lead="001")
    assert routes(world, number) == {"006": ("answering", "support"), "001": ("answering", "lead")}
    question = world.question(number)
    assert question.live.point.code == "001"
    assert question.routes[1].changed_at == clock()
    world.act("moderator", "answer", number)
    assert {state for state, _role in routes(world, number).values()} == {"answered"}


def test_a_lead_named_on_air_where_nobody_was_asked_answers_at_once(world):
    number = world.bring("queued")
    world.act("moderator", "air", number)
    world.act("moderator", "route", number, unit=["268"])
    assert routes(world, number) == {"268": ("answering", "lead")}
    assert world.question(number).live.point.code == "268"
