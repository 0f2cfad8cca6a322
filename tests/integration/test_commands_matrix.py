"""Every verb from every state by every role: carried out where the tables say so, refused elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from confhub import policy, workflow
from confhub.commands import questions
from confhub.errors import Forbidden, NotFound, NotNow, Refusal, Stale
from confhub.models import Briefing
from tests.checks import numbers_of_logs, problems
from tests.world import STATES

ROLES = (
    "organiser", "moderator", "clerk", "chair", "technician", "leader", "leader2", "reporter", "reporter2",
    "display",
)  # fmt: skip
NEEDED: dict[str, dict[str, Any]] = {
    "edit": {"wording": "Câu chữ mới"},
    "route": {"unit": ["268"]},
    "return": {"reason": "no_information"},
    "gist": {"gist": "Ý chính"},
    "draft": {"text": "Nháp"},
    "submit": {"text": "Trả lời"},
    "send_back": {"note": "Xin sửa"},
    "decline": {"ground": "draft"},
    "label": {"add": ["giao thông"]},
    "note": {"text": "Xem lại câu này"},
    "clarify": {"text": "Anh hỏi về đoạn đường nào?"},
    "reply": {"text": "Đoạn qua cầu."},
}


@pytest.fixture
def briefing(world):
    with world.db.reading() as session:
        found = session.get_one(Briefing, world.briefing_id)
        session.expunge_all()
        return found


def wall(actor, verb, question, briefing) -> type[Refusal] | None:
    """Which wall the tables put before an act: not there, not yours, not now, or none."""
    if not policy.sees(actor, question):
        return NotFound
    if not policy.may(actor, verb, question):
        return Forbidden
    return None if policy.possible(actor, verb, question, briefing) else NotNow


def refusal_of(world, by, verb, number, version=None, **data) -> type[Refusal] | None:
    """The class of the refusal, None when it was carried out."""
    try:
        world.act(by, verb, number, version, **data)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("state", STATES)
def test_a_refusal_says_which_wall_was_hit_and_changes_nothing(world, briefing, state):
    number = world.bring(state)
    question = world.question(number)
    before = numbers_of_logs(world)
    for by in ROLES:
        walls = [(verb, wall(world.actors[by], verb, question, briefing)) for verb in questions.VERBS]
        # Who may do what is a matter of tests/unit/test_policy.py; here one verb of each wall is enough.
        foreign = [(verb, kind) for verb, kind in walls if kind in (NotFound, Forbidden)][:1]
        for verb, kind in [*foreign, *((verb, kind) for verb, kind in walls if kind is NotNow)]:
            assert refusal_of(world, by, verb, number) is kind, (by, verb)
    assert numbers_of_logs(world) == before
    assert problems(world) == []


# What a recalled, returned or accepted route allows, a queued question and a ready route do, too.
@pytest.mark.parametrize("state", [s for s in STATES if s not in ("recalled", "returned", "accepted")])
def test_what_the_tables_allow_is_carried_out_and_recorded(world, beginnings, briefing, state):
    question = world.question(world.bring(state))
    # Another role for each state: who may do what is a matter of tests/unit/test_policy.py.
    turn = STATES.index(state)
    for verb in questions.VERBS:
        allowed = [by for by in ROLES if wall(world.actors[by], verb, question, briefing) is None]
        if not allowed:
            continue
        by = allowed[turn % len(allowed)]
        beginnings.again(world)
        question = world.question(world.bring(state))
        data = _needed(world, verb)
        done = world.act(by, verb, question.number, question.version, **data)
        after, event = world.question(question.number), world.events()[-1]
        # Where an undone act came from is told in test_commands_undo.py.
        assert verb == "undo" or after.state == workflow.FLOOR[verb][question.state], (by, verb)
        if verb in workflow.ASIDE:
            assert (after.version, after.changed_verb) == (question.version, question.changed_verb)
        else:
            assert (after.version, done.version) == (question.version + 1, question.version + 1)
            assert (after.changed_verb, after.changed_by) == (verb, world.actors[by].name)
            assert refusal_of(world, "moderator2", "edit", question.number, question.version) is Stale
        assert (event.seq, event.kind) == (done.seq, f"question.{questions.PAST[verb]}")
        assert (event.number, event.actor["seat"]) == (question.number, world.actors[by].seat_id)
        assert problems(world) == []


def _needed(world, verb):
    if verb == "merge":
        return {"into": world.ask("Câu gốc")}
    if verb == "group":
        return {"with": world.bring("queued", text="Câu gốc")}
    return NEEDED.get(verb, {})


def _off_air(world, question) -> None:
    # Only one question at a time can be brought on air.
    if world.question(question.number).state == "on_air":
        world.act("moderator", "decline", question.number, ground="draft")


def test_between_them_the_states_let_every_verb_happen(world, briefing):
    seen = set()
    for state in STATES:
        question = world.question(world.bring(state))
        seen |= {
            verb
            for by in ROLES
            for verb in questions.VERBS
            if wall(world.actors[by], verb, question, briefing) is None
        }
        _off_air(world, question)
    assert seen == set(questions.VERBS)


@pytest.mark.parametrize("verb", ["ask", "burn", "__init__", ""])
def test_there_are_no_other_verbs(world, verb):
    assert refusal_of(world, "moderator", verb, world.ask()) is NotFound


@pytest.mark.parametrize("number", [0, -1, 99, 2**31, 10**30])
def test_there_are_no_other_numbers(world, number):
    assert refusal_of(world, "moderator", "queue", number) is NotFound


@pytest.mark.parametrize(
    ("state", "by", "verb"),
    [
        ("received", "moderator", "queue"),
        ("received", "reporter", "withdraw"),
        ("routed", "leader", "accept"),
        ("accepted", "leader", "ready"),
        ("ready", "moderator", "air"),
        ("on_air", "moderator", "answer"),
        ("declined", "moderator", "reopen"),
        ("submitted", "organiser", "clear"),
        ("cleared", "organiser", "publish"),
    ],
)
def test_a_second_press_of_the_same_button_is_the_same_act(world, state, by, verb):
    number = world.bring(state)
    version = world.question(number).version
    first = world.act(by, verb, number, version)
    before = numbers_of_logs(world)
    again = world.act(by, verb, number, version)
    assert (again.repeated, again.seq, again.version) == (True, first.seq, first.version)
    assert numbers_of_logs(world) == before


def test_a_second_press_by_somebody_else_comes_too_late(world):
    number = world.ask()
    world.act("moderator", "queue", number, 1)
    assert refusal_of(world, "moderator2", "queue", number, 1) is Stale


def test_a_second_press_after_something_else_happened_comes_too_late(world):
    number = world.ask()
    world.act("moderator", "queue", number, 1)
    world.act("moderator2", "edit", number, 2, wording="Câu khác")
    assert refusal_of(world, "moderator", "queue", number, 1) is Stale


def test_an_organiser_of_the_office_presses_twice_too(world):
    office = policy.Actor("organiser", "Phạm Thu Trang", world.briefing_id, "DEMO", person_id=None)
    number = world.bring("submitted")
    version = world.question(number).version
    questions.act_on(world.db, office, number, "clear", version)
    assert questions.act_on(world.db, office, number, "clear", version).repeated
