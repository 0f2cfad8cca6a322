"""Who sees what, spelt out once more, and that it agrees with who may know of it."""

from __future__ import annotations

from types import SimpleNamespace as Row

import pytest

from confhub import audiences, policy, workflow
from confhub.policy import Actor

WATCHING = """
          moderators organisers clerks    chairs    technicians stage     display
received  yes        yes        yes       -         -           -         -
queued    yes        yes        yes       yes       yes         -         -
on_air    yes        yes        yes       yes       yes         yes       yes
answered  yes        yes        yes       yes       yes         -         -
written   yes        yes        yes       yes       yes         -         -
declined  yes        yes        yes       yes       yes         -         -
merged    yes        yes        yes       yes       yes         -         -
withdrawn yes        yes        yes       yes       yes         -         -
"""

OF_ROLE = {
    "organiser": {"organisers"},
    "moderator": {"moderators"},
    "clerk": {"clerks"},
    "chair": {"chairs"},
    "technician": {"technicians"},
    "leader": {"point:30", "stage"},
    "reporter": {"asker:70", "stage"},
    "display": {"display"},
}

ROUTE_IS_SEEN = {
    "routed": True,
    "accepted": True,
    "ready": True,
    "answering": True,
    "answered": True,
    "returned": True,
    "recalled": False,
}


def question(state: str = "queued", asker: int | None = None, routes=(), merged=()):
    """What is read of a question."""
    return Row(briefing_id=5, state=state, asker_seat_id=asker, routes=list(routes), merged=list(merged))


def actor(role: str) -> Actor:
    """Somebody with a role; leaders sit at point 30, everybody in seat 70."""
    return Actor(role, "N", 5, "A", seat_id=70, point_id=30 if role == "leader" else None)


def test_a_question_is_watched_as_written_here():
    head, *lines = [line.split() for line in WATCHING.strip().splitlines()]
    assert [line[0] for line in lines] == list(workflow.QUESTION_STATES)
    for state, *cells in lines:
        wanted = {name for name, cell in zip(head, cells, strict=True) if cell == "yes"}
        assert audiences.watching(question(state)) == wanted, state


@pytest.mark.parametrize("state", workflow.ROUTE_STATES)
def test_a_point_watches_what_it_was_asked_until_it_is_recalled(state):
    watching = audiences.watching(question(routes=[Row(point_id=30, state=state)]))
    assert ("point:30" in watching) == ROUTE_IS_SEEN[state]
    assert not any(name.startswith("point:") for name in watching - {"point:30"})


def test_the_asker_watches_and_so_do_the_askers_of_what_was_merged_into_it():
    merged = [question(asker=72), question(asker=None)]
    watching = audiences.watching(question(asker=71, merged=merged))
    assert {name for name in watching if name.startswith("asker:")} == {"asker:71", "asker:72"}


def test_every_role_belongs_to_the_audiences_written_here():
    assert {role: audiences.of_actor(actor(role)) for role in workflow.ROLES} == OF_ROLE


def test_a_role_has_a_desk_of_its_own_or_none():
    desks = {role: audiences.desk(actor(role)) for role in workflow.ROLES}
    assert desks.pop("display") is None
    assert desks == {role: (own - {"stage"}).pop() for role, own in OF_ROLE.items() if role != "display"}


def test_somebody_without_point_or_seat_belongs_nowhere():
    for role in ("leader", "reporter", "stranger"):
        assert audiences.of_actor(Actor(role, "N", 5, "A")) == frozenset()


@pytest.mark.parametrize("role", sorted(set(workflow.ROLES) - {"display"}))
def test_whoever_may_know_of_a_question_is_told_of_it_and_nobody_else(role):
    someone = actor(role)
    own = audiences.of_actor(someone) - {"stage"}
    for state in workflow.QUESTION_STATES:
        for route in (None, *workflow.ROUTE_STATES):
            for asker in (None, 70, 71):
                routes = [Row(point_id=30, state=route)] if route else []
                asked = question(state, asker, routes)
                assert policy.sees(someone, asked) == bool(own & audiences.watching(asked))


def test_every_audience_has_regions_and_no_region_belongs_to_two():
    classes = {name.partition(":")[0] for name in audiences.EVERYONE}
    assert classes == set(audiences.REGIONS)
    named = [region for regions in audiences.REGIONS.values() for region in regions]
    assert len(named) == len(set(named))
    assert audiences.regions("point:30") == audiences.REGIONS["point"]


@pytest.mark.parametrize(
    ("reach", "audience", "reached"),
    [
        ({"moderators"}, "moderators", True),
        ({"moderators"}, "clerks", False),
        ({"point:30"}, "point:30", True),
        ({"point:30"}, "point:3", False),
        ({"point:*"}, "point:3", True),
        ({"point:*"}, "asker:3", False),
        ({"asker:*"}, "asker:3", True),
        (set(), "moderators", False),
    ],
)
def test_an_event_reaches_whom_it_names(reach, audience, reached):
    assert audiences.reaches(reach, audience) is reached


def test_everyone_is_everyone():
    for role in workflow.ROLES:
        for audience in audiences.of_actor(actor(role)):
            assert audiences.reaches(audiences.EVERYONE, audience)


def test_an_event_may_touch_every_region_but_messages_of_those_whom_it_reaches():
    may = [each for each in audiences.regions("moderators") if each != "moderator-messages"]
    assert audiences.touched([("question.aired", {"moderators"})], "moderators") == tuple(may)
    assert audiences.touched([("question.aired", {"moderators"})], "clerks") == ()


@pytest.mark.parametrize("kind", ["message.sent", "message.acknowledged"])
def test_a_message_touches_the_regions_of_messages_and_their_count(kind):
    reach = {"moderators", "point:30"}
    assert audiences.touched([(kind, reach)], "moderators") == ("moderator-head", "moderator-messages")
    assert audiences.touched([(kind, reach)], "point:30") == ("leader-messages",)
    assert audiences.touched([(kind, reach)], "point:31") == ()


def test_a_new_question_touches_only_the_lists_in_which_it_stands():
    received = ("question.received", {"moderators", "clerks"})
    assert audiences.touched([received, received], "moderators") == ("moderator-head", "moderator-inbox")
    assert audiences.touched([received], "clerks") == ("clerk-questions",)


def test_of_several_events_each_adds_what_it_touches():
    happened = [("question.received", {"moderators"}), ("point.line_checked", {"moderators"})]
    assert audiences.touched(happened, "moderators") == (
        "moderator-head", "moderator-inbox", "moderator-points",
    )  # fmt: skip


def test_what_is_touched_are_regions_that_there_are():
    every = {region for regions in audiences.REGIONS.values() for region in regions}
    assert set().union(*audiences.TOUCHES.values()) <= every
