"""Questions merged into another one: whose asker follows which, in chains and after an undo."""

from __future__ import annotations

import pytest

from confhub import policy
from confhub.commands import life
from confhub.errors import Invalid, NotFound, NotNow
from tests.checks import happened, problems, refused


def follows(world, number):
    """Number of the question into which one was merged, or None."""
    target = world.question(number).merged_into
    return target.number if target else None


def asker(world, name):
    return f"asker:{world.actors[name].seat_id}"


@pytest.mark.parametrize("state", ["received", "queued", "ready"])
def test_the_asker_follows_the_other_question(world, state, clock):
    target = world.bring("queued")
    number = world.ask(by="reporter2")
    for by, verb, data in {
        "received": [],
        "queued": [("moderator", "queue", {})],
        "ready": [("moderator", "route", {"unit": ["001"]}), ("leader2", "accept", {})],
    }[state]:
        world.act(by, verb, number, **data)
    clock.forward(minutes=1)
    world.act("moderator", "merge", number, into=str(target))
    question = world.question(number)
    assert (question.state, question.merged_into.number, question.ended_at) == ("merged", target, clock())
    assert {r.state for r in question.routes} <= {"recalled"}
    event = happened(world, "question.merged", "moderator", number, into=target)
    assert {asker(world, "reporter"), asker(world, "reporter2")} <= set(event.reach)
    assert policy.sees(world.reporter2, world.question(target))
    assert not policy.sees(world.reporter, question)


def test_what_happens_to_the_target_reaches_all_its_askers(world):
    target, number = world.bring("queued"), world.ask(by="reporter2")
    world.act("moderator", "merge", number, into=target)
    world.act("moderator", "air", target)
    assert {asker(world, "reporter"), asker(world, "reporter2")} <= set(world.events()[-1].reach)


def test_a_chain_ends_at_its_last_question(world):
    first = world.ask(by="reporter")
    second = world.ask(by="reporter2")
    third = world.ask(by="clerk", asker_name="Khách", outlet="Báo Làng")
    world.act("moderator", "merge", first, into=second)
    world.act("moderator", "merge", second, into=third)
    assert [follows(world, number) for number in (first, second, third)] == [third, third, None]
    event = happened(world, "question.merged", "moderator", second, into=third)
    assert {asker(world, "reporter"), asker(world, "reporter2")} <= set(event.reach)
    assert policy.sees(world.reporter, world.question(third))
    assert problems(world) == []


def test_undoing_a_merge_takes_only_that_question_back(world):
    first, second, third = world.ask(), world.ask(by="reporter2"), world.ask(by="reporter2")
    world.act("moderator", "merge", first, into=second)
    world.act("moderator", "merge", second, into=third)
    world.act("moderator", "reopen", second)
    assert [follows(world, number) for number in (first, second)] == [third, None]
    event = happened(world, "question.reopened", "moderator", second, was="merged")
    # Those who follow the third one see that the second has left it.
    assert {asker(world, "reporter"), asker(world, "reporter2")} <= set(event.reach)


def test_an_undone_merge_ends_the_following(world):
    target, number = world.bring("queued"), world.ask(by="reporter2")
    world.act("moderator", "merge", number, into=target)
    world.act("moderator", "reopen", number)
    assert asker(world, "reporter2") in world.events()[-1].reach
    assert not policy.sees(world.reporter2, world.question(target))
    world.act("moderator", "air", target)
    assert asker(world, "reporter2") not in world.events()[-1].reach
    with refused(world, NotFound):
        world.act("reporter2", "withdraw", target)


@pytest.mark.parametrize("state", ["received", "queued", "on_air", "answered", "written", "declined"])
def test_a_question_merges_into_whatever_has_not_itself_gone(world, state):
    target, number = world.bring(state), world.ask(by="reporter2")
    world.act("moderator", "merge", number, into=target)
    assert follows(world, number) == target


@pytest.mark.parametrize("state", ["merged", "withdrawn"])
def test_a_question_does_not_merge_into_what_has_gone(world, state):
    target, number = world.bring(state), world.ask(by="reporter2")
    with refused(world, Invalid, f"Question {target} is itself merged or withdrawn", field="into"):
        world.act("moderator", "merge", number, into=target)


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ("", "A whole number"),
        ("first", "A whole number"),
        ("99", "There is no question 99 in this briefing"),
        ("1", "cannot be merged into itself"),
        ("999999999", "There is no question 999999999"),
    ],
)
def test_a_merge_names_another_question_of_this_briefing(world, into, said):
    number = world.ask()
    with refused(world, Invalid, said, field="into"):
        world.act("moderator", "merge", number, into=into)


def test_two_questions_do_not_merge_into_each_other(world):
    first, second = world.ask(), world.ask()
    world.act("moderator", "merge", first, into=second)
    with refused(world, Invalid, "itself merged", field="into"):
        world.act("moderator", "merge", second, into=first)


@pytest.mark.parametrize("state", ["on_air", "answered", "written", "declined", "withdrawn"])
def test_what_was_decided_or_is_on_air_is_not_merged(world, state):
    target, number = world.ask(by="reporter2"), world.bring(state)
    with refused(world, NotNow):
        world.act("moderator", "merge", number, into=target)


def test_a_question_that_others_follow_is_not_withdrawn(world):
    target, number = world.bring("queued"), world.ask(by="reporter2")
    world.act("moderator", "merge", number, into=target)
    with refused(world, NotNow, "can no longer be withdrawn here"):
        world.act("reporter", "withdraw", target)
    world.act("moderator", "reopen", number)
    world.act("reporter", "withdraw", target)
    assert world.question(target).state == "withdrawn"


def test_what_was_merged_is_decided(world):
    target = world.bring("answered")
    world.act("moderator", "merge", world.ask(by="reporter2"), into=target)
    life.change(world.db, world.moderator, "close")
