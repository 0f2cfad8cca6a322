"""Fairness: who was heard least comes next; what is decided otherwise stands in the log."""

from __future__ import annotations

from confhub import event_log, fairness


def suggested(world):
    with world.db.reading() as session:
        found = fairness.suggestion(session, world.briefing_id)
        return found and (found.number, found.why)


def ask(world, by="reporter", **data):
    number = world.ask(by=by, **data)
    world.act("moderator", "queue", number)
    return number


def hear(world, number):
    world.act("moderator", "air", number)
    world.act("moderator", "answer", number)


def test_nothing_is_suggested_when_nothing_waits(world):
    assert suggested(world) is None


def test_what_is_held_is_not_suggested(world):
    number = ask(world)
    world.act("moderator", "park", number)
    assert suggested(world) is None


def test_among_equals_the_longest_waiting_comes_first(world):
    first = ask(world)
    ask(world)
    assert suggested(world) == (first, "waiting")


def test_the_outlet_that_was_heard_least_comes_first(world):
    hear(world, ask(world))
    ask(world)
    other = ask(world, by="reporter2")
    assert suggested(world) == (other, "outlet")


def test_of_outlets_alike_the_point_that_was_heard_least_comes_first(world):
    spoken = ask(world, by="reporter2")
    world.act("moderator", "route", spoken, unit=["006"])
    hear(world, spoken)
    again, new = ask(world), ask(world)
    world.act("moderator", "route", again, unit=["006"])
    world.act("moderator", "route", new, unit=["001"])
    assert suggested(world) == (new, "point")


def test_urgent_questions_come_before_all(world):
    ask(world)
    urgent = ask(world)
    world.act("moderator", "move", urgent, priority="urgent")
    assert suggested(world) == (urgent, "urgent")


def test_a_follow_up_to_the_last_one_comes_before_others(world):
    spoken = ask(world)
    hear(world, spoken)
    ask(world, by="reporter2")
    follow_up = ask(world, parent=spoken)
    assert suggested(world) == (follow_up, "follow_up")


def test_the_rest_of_a_group_comes_before_others(world):
    first, second, other = ask(world), ask(world), ask(world, by="reporter2")
    world.act("moderator", "group", second, **{"with": first})
    hear(world, first)
    assert other and suggested(world) == (second, "group")


def test_going_against_the_suggestion_is_noted_with_its_reason(world):
    first, second = ask(world), ask(world)
    world.act("moderator", "air", second, why="Chủ trì mời")
    said = event_log.data_of(world.events()[-1])
    assert (said["instead_of"], said["why"]) == (first, "Chủ trì mời")


def test_following_the_suggestion_needs_no_reason(world):
    world.act("moderator", "air", ask(world))
    assert "instead_of" not in event_log.data_of(world.events()[-1])
