"""Who may do what, spelt out once more; and whose question it must be."""

from __future__ import annotations

from types import SimpleNamespace as Row

import pytest

from confhub import policy, workflow
from confhub.policy import Actor

QUESTION = """
          organiser moderator clerk     chair     leader    technician reporter  display
ask       -         yes       yes       -         -         -          yes       -
queue     -         yes       -         -         -         -          -         -
edit      -         yes       -         -         -         -          -         -
move      -         yes       -         -         -         -          -         -
route     -         yes       -         -         -         -          -         -
recall    -         yes       -         -         -         -          -         -
accept    -         -         -         -         yes       -          -         -
return    -         -         -         -         yes       -          -         -
ready     -         -         -         -         yes       -          -         -
air       -         yes       -         -         -         -          -         -
gist      -         yes       yes       -         -         -          -         -
park      -         yes       -         -         -         -          -         -
answer    -         yes       -         -         -         -          -         -
defer     -         yes       -         -         -         -          -         -
draft     yes       -         -         -         yes       -          -         -
submit    yes       -         -         -         yes       -          -         -
send_back yes       -         -         -         -         -          -         -
clear     yes       -         -         -         -         -          -         -
publish   yes       -         -         -         -         -          -         -
decline   -         yes       -         -         -         -          -         -
merge     -         yes       -         -         -         -          -         -
withdraw  -         -         -         -         -         -          yes       -
reopen    -         yes       -         -         -         -          -         -
claim     -         yes       -         -         -         -          -         -
release   -         yes       -         -         -         -          -         -
label     -         yes       -         -         -         -          -         -
group     -         yes       -         -         -         -          -         -
ungroup   -         yes       -         -         -         -          -         -
note      -         yes       -         -         -         -          -         -
clarify   -         yes       -         -         -         -          -         -
deputise  -         yes       -         -         -         -          -         -
undo      -         yes       -         -         -         -          -         -
reply     -         -         -         -         -         -          yes       -
"""

BRIEFING = """
             organiser moderator clerk     chair     leader    technician reporter  display
create       yes       -         -         -         -         -          -         -
update       yes       -         -         -         -         -          -         -
open         yes       -         -         -         -         -          -         -
open_intake  yes       yes       -         -         -         -          -         -
close_intake yes       yes       -         -         -         -          -         -
start        yes       yes       -         -         -         -          -         -
pause        yes       yes       -         -         -         -          -         -
resume       yes       yes       -         -         -         -          -         -
close        yes       yes       -         -         -         -          -         -
publish      yes       -         -         -         -         -          -         -
"""

POINT = """
           organiser moderator clerk     chair     leader    technician reporter  display
check_in   yes       yes       -         -         yes       -          -         -
line_check yes       yes       -         -         yes       -          -         -
"""

# Who knows of a question in this state: nobody but these has a part in it.
SEES = """
          organiser moderator clerk     chair     leader    technician reporter  display
received  yes       yes       yes       -         -         -          -         -
queued    yes       yes       yes       yes       -         yes        -         -
on_air    yes       yes       yes       yes       -         yes        -         -
answered  yes       yes       yes       yes       -         yes        -         -
written   yes       yes       yes       yes       -         yes        -         -
declined  yes       yes       yes       yes       -         yes        -         -
merged    yes       yes       yes       yes       -         yes        -         -
withdrawn yes       yes       yes       yes       -         yes        -         -
"""

# The back channel: to whose desks each role writes.
WRITES_TO = """
            organiser moderator clerk     chair     leader    technician reporter  display
moderators  -         yes       yes       yes       yes       yes        -         -
chairs      -         yes       -         -         -         -          -         -
clerks      -         yes       -         -         -         -          -         -
technicians -         yes       -         -         -         -          -         -
point       -         yes       -         -         -         -          -         -
points      -         yes       -         -         -         -          -         -
organisers  -         -         -         -         -         -          -         -
stage       -         -         -         -         -         -          -         -
display     -         -         -         -         -         -          -         -
"""

MINE, OTHER = 70, 71


def allowed(grid: str) -> dict[str, set[str]]:
    """A grid as ``verb: roles``."""
    roles, *lines = [line.split() for line in grid.strip().splitlines()]
    assert roles == list(workflow.ROLES)
    return {
        verb: {role for role, cell in zip(roles, cells, strict=True) if cell == "yes"}
        for verb, *cells in lines
    }


def actor(role: str, briefing_id: int = 5) -> Actor:
    """Somebody with a role; leaders sit at point 30, everybody in seat 70."""
    return Actor(role, "N", briefing_id, "A", seat_id=MINE, point_id=30 if role == "leader" else None)


def question(state: str = "queued", asker: int | None = OTHER, routes=(), merged=(), written=None, number=1):
    """What policy reads of a question."""
    return Row(
        briefing_id=5, state=state, asker_seat_id=asker, routes=list(routes), merged=list(merged),
        written=written, number=number,
    )  # fmt: skip


def route(state: str = "routed", point_id: int = 30):
    """A route to a point."""
    return Row(state=state, point_id=point_id)


def theirs(role: str, state: str = "queued"):
    """A question in which the role has its part: asker, point asked, owner of the written answer."""
    owner = 30 if role == "leader" else None
    return question(state, MINE, [route()], written=Row(state="drafting", point_id=owner))


def test_each_role_has_the_verbs_that_are_written_here_and_no_others():
    wanted = allowed(QUESTION)
    assert set(policy.QUESTION) == set(wanted) == {*workflow.FLOOR, "undo"}
    for verb, roles in wanted.items():
        assert policy.QUESTION[verb] == roles, verb
        if verb != "ask":
            may = {role for role in workflow.ROLES if policy.may(actor(role), verb, theirs(role))}
            assert may == roles, verb


def test_the_life_of_a_briefing_belongs_to_the_roles_that_are_written_here():
    wanted = allowed(BRIEFING)
    assert set(wanted) == set(workflow.BRIEFING)
    for verb, roles in wanted.items():
        state = next(iter(workflow.BRIEFING[verb])) or "draft"
        briefing = Row(id=5, state=state, intake_open=verb != "open_intake")
        may = {r for r in workflow.ROLES if policy.can_brief(actor(r), verb, briefing, check_state=False)}
        assert may == roles, verb


def test_roll_call_belongs_to_the_roles_that_are_written_here():
    for verb, roles in allowed(POINT).items():
        assert {role for role in workflow.ROLES if policy.can_point(actor(role), verb, 30)} == roles
        assert not policy.can_point(actor("leader"), verb, 31)
    assert not policy.can_point(actor("organiser"), "burn", 30)


def test_each_role_writes_to_the_desks_that_are_written_here():
    for desk, roles in allowed(WRITES_TO).items():
        assert {role for role in workflow.ROLES if policy.can_write_to(actor(role), desk)} == roles, desk
    assert not policy.can_write_to(actor("moderator"), "everybody")


def test_a_question_is_known_to_the_roles_that_are_written_here():
    for state, roles in allowed(SEES).items():
        assert {r for r in workflow.ROLES if policy.sees(actor(r), question(state))} == roles, state


def test_nobody_knows_of_another_briefings_question():
    for role in workflow.ROLES:
        assert not policy.sees(actor(role, briefing_id=6), theirs(role))
        assert not policy.may(actor(role, briefing_id=6), "queue", theirs(role))


@pytest.mark.parametrize("state", workflow.ROUTE_STATES)
def test_a_leader_knows_of_what_was_asked_of_the_own_point_and_not_recalled(state):
    assert policy.sees(actor("leader"), question(routes=[route(state)])) == (state != "recalled")
    assert not policy.sees(actor("leader"), question(routes=[route(state, point_id=31)]))


def test_a_reporter_knows_of_the_own_question_and_of_what_it_was_merged_into():
    assert policy.sees(actor("reporter"), question(asker=MINE))
    assert policy.sees(actor("reporter"), question(merged=[question(asker=MINE)]))
    assert not policy.sees(actor("reporter"), question(merged=[question(asker=OTHER)]))
    assert not policy.sees(actor("reporter"), question(asker=None))


def test_only_the_asker_withdraws_and_not_those_who_were_merged_into_it():
    assert policy.may(actor("reporter"), "withdraw", question(asker=MINE))
    assert not policy.may(actor("reporter"), "withdraw", question(merged=[question(asker=MINE)]))


def test_a_question_that_others_were_merged_into_is_not_withdrawn():
    live = Row(id=5, state="live")
    assert policy.can(actor("reporter"), "withdraw", question(asker=MINE), live)
    followed = question(asker=MINE, merged=[question(asker=OTHER)])
    assert not policy.can(actor("reporter"), "withdraw", followed, live)


@pytest.mark.parametrize("verb", ["draft", "submit"])
def test_a_written_answer_is_written_by_its_owner(verb):
    points = question("written", routes=[route("accepted")], written=Row(state="drafting", point_id=30))
    offices = question("written", routes=[route("accepted")], written=Row(state="drafting", point_id=None))
    assert [policy.may(actor("leader"), verb, q) for q in (points, offices)] == [True, False]
    assert [policy.may(actor("organiser"), verb, q) for q in (points, offices)] == [False, True]
    assert not policy.may(actor("organiser"), verb, question("written"))


@pytest.mark.parametrize("verb", ["draft", "submit"])
def test_a_point_that_returned_the_question_writes_no_more(verb):
    live, answer = Row(id=5, state="live"), Row(state="drafting", point_id=30)
    for state, can in [("routed", True), ("accepted", True), ("returned", False)]:
        mine = question("written", routes=[route(state)], written=answer)
        assert policy.can(actor("leader"), verb, mine, live) == can


@pytest.mark.parametrize(
    ("state", "can"), [("drafting", True), ("submitted", False), ("cleared", False), ("published", False)]
)
def test_what_was_submitted_is_not_returned(state, can):
    mine = question("written", routes=[route("accepted")], written=Row(state=state, point_id=30))
    assert policy.can(actor("leader"), "return", mine, Row(id=5, state="live")) == can


def test_a_route_takes_its_own_steps_only():
    live = Row(id=5, state="live")
    for verb, can in [("accept", True), ("ready", False), ("return", True)]:
        mine = question(routes=[route("routed")])
        assert policy.can(actor("leader"), verb, mine, live) == can
    assert not policy.can(actor("leader"), "accept", question(routes=[route("returned")]), live)


def test_there_must_be_something_to_recall():
    live = Row(id=5, state="live")
    assert policy.can(actor("moderator"), "recall", question(routes=[route()]), live)
    assert not policy.can(actor("moderator"), "recall", question(routes=[route("returned")]), live)


def test_who_may_stays_the_same_when_now_is_not_the_time():
    over = Row(id=5, state="closed")
    assert not policy.can(actor("moderator"), "queue", question("received"), over)
    assert policy.can(actor("moderator"), "queue", question("received"), over, check_state=False)


@pytest.mark.parametrize(
    ("state", "intake", "roles"),
    [
        ("draft", False, set()),
        ("open", True, {"reporter", "clerk", "moderator"}),
        ("live", True, {"reporter", "clerk", "moderator"}),
        ("live", False, {"clerk", "moderator"}),
        ("paused", False, {"clerk", "moderator"}),
        ("closed", False, set()),
        ("published", False, set()),
    ],
)
def test_intake_holds_reporters_back_and_the_end_holds_everybody_back(state, intake, roles):
    briefing = Row(id=5, state=state, intake_open=intake)
    assert {role for role in workflow.ROLES if policy.can_ask(actor(role), briefing)} == roles
    assert not any(policy.can_ask(actor(role, briefing_id=6), briefing) for role in workflow.ROLES)


def test_intake_is_opened_once_and_closed_once():
    for is_open in (True, False):
        briefing = Row(id=5, state="live", intake_open=is_open)
        assert policy.can_brief(actor("moderator"), "open_intake", briefing) is not is_open
        assert policy.can_brief(actor("moderator"), "close_intake", briefing) is is_open


def test_an_organiser_of_the_office_runs_every_briefing_and_one_with_a_seat_only_that_one():
    briefing = Row(id=5, state="draft", intake_open=False)
    assert policy.can_brief(Actor("organiser", "N"), "open", briefing)
    assert policy.can_brief(actor("organiser"), "open", briefing)
    assert not policy.can_brief(actor("organiser", briefing_id=6), "open", briefing)
