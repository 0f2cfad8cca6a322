"""A point that does not respond in time: the deputy, another point, a written answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from confhub.errors import Invalid, NotNow
from tests.checks import problems


def route_to(world, number, unit):
    return next(r for r in world.question(number).routes if r.point.code == unit)


def test_a_route_is_late_after_its_time_and_overdue_after_twice_its_time(world):
    route = route_to(world, world.bring("routed"), "006")
    assert route.respond_by == route.routed_at + timedelta(minutes=5)
    assert route.overdue_at == route.routed_at + timedelta(minutes=10)


def test_the_deputy_is_asked_and_the_time_begins_anew(world, clock):
    number = world.bring("routed")
    clock.forward(minutes=6)
    world.act("moderator", "deputise", number, unit="006")
    route = route_to(world, number, "006")
    assert (route.to_deputy, route.respond_by) == (True, clock() + timedelta(minutes=5))
    assert problems(world) == []


def test_who_has_accepted_needs_no_deputy(world):
    with pytest.raises(NotNow):
        world.act("moderator", "deputise", world.bring("accepted"), unit="006")


def test_another_point_is_asked_instead_in_one_act(world):
    number = world.bring("routed")
    world.act("moderator", "route", number, unit=["268"], instead="006")
    assert route_to(world, number, "006").state == "recalled"
    assert (route_to(world, number, "268").state, route_to(world, number, "268").role) == ("routed", "lead")
    assert problems(world) == []


def test_asking_instead_needs_a_point(world):
    with pytest.raises(Invalid):
        world.act("moderator", "route", world.bring("routed"), instead="006")


def test_a_point_that_is_asked_again_is_asked_its_leader(world):
    number = world.bring("routed")
    world.act("moderator", "deputise", number, unit="006")
    world.act("moderator", "recall", number)
    world.act("moderator", "route", number, unit=["006"])
    assert route_to(world, number, "006").to_deputy is False


def test_nobody_is_asked_instead_of_a_point_that_is_not_asked(world):
    with pytest.raises(NotNow):
        world.act("moderator", "route", world.bring("accepted"), unit=["268"], instead="001")
