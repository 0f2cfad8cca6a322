"""Undo: the last act that has not left the building is taken back, as an event of its own."""

from __future__ import annotations

import pytest

from confhub import event_log
from confhub.errors import Forbidden, NotNow, Stale
from confhub.queries import questions as asked
from tests.checks import problems

# What a moderator can take back, from which state, and how the question then stands.
UNDONE = [
    ("received", "queue", {}),
    ("received", "queue", {"wording": "Sửa lại?"}),
    ("received", "edit", {"wording": "Sửa lại?"}),
    ("received", "route", {"unit": ["006", "001"]}),
    ("received", "decline", {"ground": "secret", "outward": "Xin lỗi", "note": "mật"}),
    ("received", "defer", {"unit": "006"}),
    ("queued", "move", {"priority": "urgent"}),
    ("queued", "park", {}),
    ("queued", "defer", {}),
    ("ready", "recall", {}),
    ("ready", "decline", {"ground": "draft"}),
    ("accepted", "defer", {"unit": "001"}),
    ("routed", "route", {"unit": ["268"], "instead": "006"}),
    ("declined", "reopen", {}),
    ("written", "reopen", {}),
    ("tended", "ungroup", {}),
]
_SAME = ("state", "edited", "priority", "position", "group_no", "ground", "outward", "note", "ended_at",
         "merged_into_id", "claimed_by", "asked_back_at")  # fmt: skip


def standing(world, number):
    question = world.question(number)
    routes = {r.point_id: (r.state, r.role) for r in question.routes if r.state != "recalled"}
    written = question.written and (question.written.state, question.written.point_id, question.written.due)
    return [getattr(question, name) for name in _SAME], routes, written


@pytest.mark.parametrize(("state", "verb", "data"), UNDONE)
def test_an_act_is_taken_back(world, state, verb, data):
    number = world.bring(state)
    before = standing(world, number)
    done = world.act("moderator", verb, number, **data)
    assert standing(world, number) != before
    undone = world.act("moderator2", "undo", number, done.version)
    assert standing(world, number) == before
    event = world.events()[-1]
    said = event_log.data_of(event)
    assert (event.kind, event.seq, said["undid"]) == ("question.undone", undone.seq, done.seq)
    assert undone.version == done.version + 1
    assert problems(world) == []


def test_a_merge_is_taken_back_with_all_who_followed(world):
    first, second, third = world.ask("Một"), world.ask("Hai", by="reporter2"), world.ask("Ba")
    world.act("moderator", "merge", first, into=second)
    done = world.act("moderator", "merge", second, into=third)
    world.act("moderator", "undo", second, done.version)
    assert world.question(second).state == "received"
    assert [q.number for q in world.question(second).merged] == [first]
    assert world.question(third).merged == []
    assert problems(world) == []


def test_taking_back_a_merge_tells_the_askers_of_both(world):
    first, second = world.ask("Một"), world.ask("Hai", by="reporter2")
    world.act("moderator", "merge", first, into=second)
    world.act("moderator", "undo", first)
    reach = world.events()[-1].reach
    assert {f"asker:{world.reporter.seat_id}", f"asker:{world.reporter2.seat_id}"} <= set(reach)


def test_a_reopening_is_taken_back_into_the_same_question(world):
    number = world.bring("merged")
    target = world.question(number).merged_into_id
    world.act("moderator", "reopen", number)
    world.act("moderator", "undo", number)
    assert world.question(number).merged_into_id == target


@pytest.mark.parametrize("state", ["on_air", "answered"])
def test_what_was_on_air_is_not_undone(world, state):
    with pytest.raises(NotNow):
        world.act("moderator", "undo", world.bring(state))


def test_what_was_parked_from_air_is_not_undone(world):
    number = world.bring("on_air")
    world.act("moderator", "park", number)
    with pytest.raises(NotNow):
        world.act("moderator", "undo", number)


@pytest.mark.parametrize("state", ["received", "accepted", "returned", "withdrawn", "submitted", "published"])
def test_what_others_did_is_not_for_moderators_to_undo(world, state):
    with pytest.raises(NotNow):
        world.act("moderator", "undo", world.bring(state))


def test_an_act_is_undone_once(world):
    number = world.bring("queued")
    world.act("moderator", "undo", number)
    with pytest.raises(NotNow):
        world.act("moderator", "undo", number)


def test_undo_too_carries_what_the_moderator_saw(world):
    number = world.bring("queued")
    version = world.question(number).version
    world.act("moderator2", "edit", number, wording="Khác")
    with pytest.raises(Stale):
        world.act("moderator", "undo", number, version)


def test_only_moderators_undo(world):
    with pytest.raises(Forbidden):
        world.act("clerk", "undo", world.bring("queued"))


def test_a_note_or_a_label_between_does_not_stand_in_the_way(world):
    number = world.bring("queued")
    world.act("moderator2", "note", number, text="Hỏi thêm Sở")
    world.act("moderator2", "label", number, add=["ngập"])
    world.act("moderator", "undo", number)
    question = world.question(number)
    assert (question.state, question.labels) == ("received", ["ngập"])


def test_a_group_is_undone_though_places_were_spread_anew(world):
    numbers = [world.ask(f"Câu {n}") for n in range(4)]
    for number in numbers:
        world.act("moderator", "queue", number)
    world.act("moderator", "group", numbers[3], **{"with": numbers[0]})
    world.act("moderator2", "move", numbers[2], before=numbers[0])
    world.act("moderator", "undo", numbers[3])
    with world.db.reading() as session:
        order = [q.number for q in asked.queue(session, world.briefing_id)]
    assert order == [numbers[2], numbers[0], numbers[1], numbers[3]]
    assert problems(world) == []


def test_a_group_of_two_is_no_group_any_more_once_it_is_undone(world):
    first, second = world.bring("queued", text="Một"), world.ask("Hai")
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "undo", second)
    assert (world.question(first).group_no, world.question(second).state) == (None, "received")
    assert problems(world) == []


def test_a_move_of_a_group_is_undone_for_all_of_it(world):
    numbers = [world.bring("queued", text=f"Câu {n}") for n in range(4)]
    world.act("moderator", "group", numbers[1], **{"with": numbers[0]})
    world.act("moderator", "move", numbers[0], priority="urgent")
    world.act("moderator", "undo", numbers[0])
    assert {world.question(number).priority for number in numbers} == {"ordinary"}
    with world.db.reading() as session:
        assert [q.number for q in asked.queue(session, world.briefing_id)] == numbers
    assert problems(world) == []


def test_what_has_left_the_group_since_stays_where_it_is(world):
    first, second = world.bring("queued", text="Một"), world.bring("queued", text="Hai")
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "move", first, priority="urgent")
    world.act("moderator", "ungroup", second)
    world.act("moderator", "undo", first)
    assert (world.question(first).priority, world.question(second).priority) == ("ordinary", "urgent")
