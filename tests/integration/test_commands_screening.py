"""Claims, labels, groups: what moderators do to share the work."""

from __future__ import annotations

import pytest

from confhub.errors import Invalid, NotNow
from confhub.queries import questions as asked
from tests.checks import problems


def queue(world) -> list[int]:
    with world.db.reading() as session:
        return [q.number for q in asked.queue(session, world.briefing_id)]


def queued(world, count: int) -> list[int]:
    numbers = [world.ask(f"Câu {n}") for n in range(count)]
    for number in numbers:
        world.act("moderator", "queue", number)
    return numbers


def test_a_claim_shows_who_has_the_question_in_hand_and_makes_no_click_stale(world):
    number = world.ask()
    world.act("moderator", "claim", number, 1)
    assert world.question(number).claimed_by == "Lê Minh Hà"
    assert world.act("moderator2", "edit", number, 1, wording="Câu khác?").version == 2


def test_a_claim_can_be_taken_over(world):
    number = world.ask()
    world.act("moderator", "claim", number)
    world.act("moderator2", "claim", number)
    assert world.question(number).claimed_seat_id == world.moderator2.seat_id


def test_a_claim_ends_when_the_question_goes_on(world):
    number = world.ask()
    world.act("moderator", "claim", number)
    world.act("moderator2", "queue", number)
    assert world.question(number).claimed_by == ""


def test_labels_are_put_on_and_taken_off_whatever_their_case(world):
    number = world.ask()
    world.act("moderator", "label", number, add=["Giao thông", "ưu tiên"])
    world.act("moderator2", "label", number, add=["GIAO THÔNG", "ngập"], remove=["Ưu tiên"])
    assert world.question(number).labels == ["Giao thông", "ngập"]
    assert problems(world) == []


def test_a_question_has_at_most_five_labels(world):
    number = world.ask()
    with pytest.raises(Invalid):
        world.act("moderator", "label", number, add=list("abcdef"))
    assert world.question(number).labels == []


def test_a_label_is_short(world):
    with pytest.raises(Invalid):
        world.act("moderator", "label", world.ask(), add=["x" * 31])


def test_questions_of_a_group_stand_together(world):
    first, second, third, fourth = queued(world, 4)
    world.act("moderator", "group", fourth, **{"with": first})
    assert queue(world) == [first, fourth, second, third]
    assert world.question(first).group_no == world.question(fourth).group_no == 1


def test_grouping_queues_a_question_that_was_not_screened(world):
    (first,), second = queued(world, 1), world.ask("Hai")
    world.act("moderator", "group", second, **{"with": first})
    assert queue(world) == [first, second]
    assert problems(world) == []


def test_a_group_begins_with_a_question_of_the_queue(world):
    with pytest.raises(Invalid):
        world.act("moderator", "group", world.ask("Hai"), **{"with": world.ask("Một")})


def test_a_group_moves_as_one(world):
    first, second, third, fourth = queued(world, 4)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "move", second, after=fourth)
    assert queue(world) == [third, fourth, first, second]
    world.act("moderator", "move", first, by="up")
    assert queue(world) == [third, first, second, fourth]


def test_nothing_moves_into_the_middle_of_a_group(world):
    first, second, third, fourth = queued(world, 4)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "move", fourth, before=second)
    assert queue(world) == [fourth, first, second, third]
    world.act("moderator", "move", fourth, by="down")
    assert queue(world) == [first, second, fourth, third]


def test_within_a_group_the_order_changes_by_itself(world):
    first, second, third = queued(world, 3)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "move", second, by="up")
    assert queue(world) == [second, first, third]


def test_the_first_of_a_group_moves_on_with_all_of_it(world):
    first, second, third = queued(world, 3)
    world.act("moderator", "group", third, **{"with": second})
    world.act("moderator", "move", second, by="up")
    assert queue(world) == [second, third, first]


def test_a_group_changes_its_class_as_one(world):
    first, second, third = queued(world, 3)
    world.act("moderator", "group", third, **{"with": second})
    world.act("moderator", "move", third, priority="urgent")
    assert queue(world) == [second, third, first]
    assert world.question(second).priority == "urgent"


def test_who_leaves_a_group_stands_behind_it(world):
    first, second, third, fourth = queued(world, 4)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "group", third, **{"with": first})
    world.act("moderator", "ungroup", first)
    assert queue(world) == [second, third, first, fourth]
    assert world.question(first).group_no is None


def test_two_groups_keep_their_own_numbers(world):
    first, second, third, fourth = queued(world, 4)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "group", fourth, **{"with": third})
    assert world.question(third).group_no == 2


@pytest.mark.parametrize("other", [99, "x"])
def test_a_group_needs_a_question_that_there_is(world, other):
    with pytest.raises(Invalid):
        world.act("moderator", "group", world.ask(), **{"with": other})


def test_a_question_is_no_group_with_itself_nor_twice_in_one(world):
    first, second = queued(world, 2)
    with pytest.raises(Invalid):
        world.act("moderator", "group", first, **{"with": first})
    world.act("moderator", "group", second, **{"with": first})
    with pytest.raises(NotNow):
        world.act("moderator", "group", second, **{"with": first})


def test_what_is_decided_is_grouped_with_nothing(world):
    declined = world.bring("declined")
    with pytest.raises(Invalid):
        world.act("moderator", "group", world.ask(), **{"with": declined})


def test_parking_takes_a_question_out_of_its_group(world):
    first, second = queued(world, 2)
    world.act("moderator", "group", second, **{"with": first})
    world.act("moderator", "park", second)
    assert world.question(second).group_no is None


def test_queueing_with_a_wording_edits_in_the_same_act(world):
    number = world.ask("cau hoi go voi")
    done = world.act("moderator", "queue", number, 1, wording="Câu hỏi gõ vội?")
    question = world.question(number)
    assert (question.state, question.wording, question.text) == (
        "queued",
        "Câu hỏi gõ vội?",
        "cau hoi go voi",
    )
    assert done.version == 2


def test_queueing_with_an_empty_wording_is_refused(world):
    with pytest.raises(Invalid):
        world.act("moderator", "queue", world.ask(), 1, wording=" ")


@pytest.mark.parametrize(
    ("verb", "data"), [("claim", {}), ("note", {"text": "Ghi chú"}), ("label", {"add": ["a"]})]
)
def test_what_moderators_do_among_themselves_is_told_to_moderators_only(world, verb, data):
    world.act("moderator", verb, world.bring("routed"), **data)
    assert world.events()[-1].reach == ["moderators"]
