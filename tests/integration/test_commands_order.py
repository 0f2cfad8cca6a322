"""The queue's order: priority classes, places, and what is left when floats run out."""

from __future__ import annotations

from types import SimpleNamespace as Row

import pytest
from sqlalchemy import select, update

from confhub.commands import order
from confhub.commands.base import floor_order
from confhub.errors import Invalid, NotNow
from confhub.models import Question
from confhub.queries import questions
from tests.checks import happened, problems, refused


@pytest.fixture
def five(world):
    """Five queued questions, 1 to 5."""

    def queue() -> None:
        for index in range(5):
            world.act("moderator", "queue", world.ask(f"Câu {index + 1}"))

    world.begin("five", queue)
    return world


def line(world):
    """The numbers in the queue, as the desks list them and as the commands do."""
    with world.db.reading() as session:
        listed = [q.number for q in questions.queue(session, world.briefing_id)]
        assert listed == [q.number for q in session.scalars(floor_order(world.briefing_id))]
        return listed


def test_questions_stand_in_the_order_in_which_they_were_queued(five):
    assert line(five) == [1, 2, 3, 4, 5]


def test_urgent_comes_before_follow_up_before_ordinary_before_held(five):
    for number, priority in [(1, "held"), (3, "follow_up"), (5, "urgent")]:
        five.act("moderator", "move", number, priority=priority)
        happened(five, "question.moved", "moderator", number, priority=priority)
    assert line(five) == [5, 3, 2, 4, 1]


@pytest.mark.parametrize(
    ("number", "to", "wanted"),
    [
        (5, {"before": "1"}, [5, 1, 2, 3, 4]),
        (5, {"before": "3"}, [1, 2, 5, 3, 4]),
        (1, {"after": "3"}, [2, 3, 1, 4, 5]),
        (1, {"after": "5"}, [2, 3, 4, 5, 1]),
        (3, {"before": "4"}, [1, 2, 3, 4, 5]),
        (3, {"by": "up"}, [1, 3, 2, 4, 5]),
        (3, {"by": "down"}, [1, 2, 4, 3, 5]),
        (1, {"by": "up"}, [1, 2, 3, 4, 5]),
        (5, {"by": "down"}, [1, 2, 3, 4, 5]),
        (2, {}, [1, 3, 4, 5, 2]),
        (2, {"before": "", "after": "", "by": ""}, [1, 3, 4, 5, 2]),
    ],
)
def test_a_question_moves_to_the_place_it_is_given(five, number, to, wanted):
    five.act("moderator", "move", number, 2, **to)
    assert line(five) == wanted
    question = five.question(number)
    assert (question.state, question.version) == ("queued", 3)
    happened(five, "question.moved", "moderator", number, place=wanted.index(number) + 1)


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_neighbour_that_has_left_its_place_is_named(five, side):
    five.act("moderator", "air", 4)
    with refused(five, Invalid, "Question 4 is no longer at that place", field=side):
        five.act("moderator", "move", 1, **{side: "4"})


def test_a_neighbour_of_another_class_is_no_neighbour(five):
    five.act("moderator", "move", 4, priority="urgent")
    with refused(five, Invalid, "no longer at that place", field="before"):
        five.act("moderator", "move", 1, before="4")
    five.act("moderator", "move", 1, before="4", priority="urgent")
    assert line(five) == [1, 4, 2, 3, 5]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"by": "sideways"}, "by"),
        ({"before": "three"}, "before"),
        ({"after": "-1"}, "after"),
        ({"before": "1"}, "before"),
        ({"priority": "first"}, "priority"),
    ],
)
def test_nonsense_does_not_move_anything(five, data, field):
    with refused(five, Invalid, field=field):
        five.act("moderator", "move", 1, **data)
    assert line(five) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("state", ["received", "on_air", "declined"])
def test_only_what_is_queued_has_a_place_to_move_from(world, state):
    number = world.bring(state)
    with refused(world, NotNow):
        world.act("moderator", "move", number, by="up")


def test_the_new_head_of_the_queue_is_announced_to_all(five):
    five.act("moderator", "move", 5, before="2")
    assert "stage" not in five.events()[-1].reach
    five.act("moderator", "move", 5, before="1")
    assert {"stage", "display"} <= set(five.events()[-1].reach)


def test_a_point_is_told_that_its_question_is_no_longer_the_next_one(five):
    five.act("moderator", "route", 1, unit=["006"])
    five.act("moderator", "move", 2, before="1")
    assert f"point:{five.leader.point_id}" in five.events()[-1].reach


def test_a_hundred_moves_between_the_same_two_neighbours_keep_their_order(five):
    """Each halves the gap; doubles have 52 halvings, then places are spread anew."""
    left, right, movers = 1, 2, [3, 4]
    for turn in range(60):
        mover = movers[turn % 2]
        five.act("moderator", "move", mover, before=str(right))
        right = mover
        assert line(five)[:2] == [left, mover]
    assert sorted(line(five)) == [1, 2, 3, 4, 5]
    assert problems(five) == []


def test_places_are_spread_anew_when_floats_run_out(five):
    tight = {1: 1.0, 2: 1.0 + 2**-52, 3: 1.0 + 2**-51}
    with five.db.transaction() as session:
        for number, position in tight.items():
            session.execute(update(Question).where(Question.number == number).values(position=position))
    five.act("moderator", "move", 5, before="2")
    assert line(five) == [1, 5, 2, 3, 4]
    with five.db.reading() as session:
        places = session.scalars(select(Question.position).order_by(Question.position)).all()
    assert places == [0.0, 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize("places", [[], [3.0], [1.0, 2.0], [1.0, 1.0 + 2**-52], [-1e9, 1e9], [0.0, 5e-324]])
def test_places_between_any_two_are_found(places):
    for index in range(len(places) + 1):
        others = [Row(position=position) for position in places]
        mine = order.between(others, index, 2)
        ordered = [*(o.position for o in others[:index]), *mine, *(o.position for o in others[index:])]
        assert ordered == sorted(ordered)
        assert len(set(ordered)) == len(ordered)
