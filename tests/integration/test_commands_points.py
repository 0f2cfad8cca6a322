"""Roll call: points check in, say how their line is, and who answers there."""

from __future__ import annotations

import pytest

from confhub.commands import directory, life, points
from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from confhub.queries import briefings
from tests.checks import happened, refused

DESK_STAFF = {"moderators", "organisers", "clerks", "chairs", "technicians"}


def point(world, code="006"):
    with world.db.reading() as session:
        found = briefings.point(session, world.briefing_id, code)
        session.expunge_all()
        return found


@pytest.mark.parametrize("by", ["leader", "moderator", "organiser"])
def test_a_point_checks_in(world, by, clock):
    done = points.check_in(world.db, world.actors[by], "006", {"name": " Bà  Đống "})
    assert (point(world).checked_in_at, point(world).checked_in_name) == (clock(), "Bà Đống")
    event = happened(world, "point.checked_in", by, unit="006", name="Bà Đống")
    assert set(event.reach) == DESK_STAFF | {f"point:{world.leader.point_id}"}
    assert (done.seq, done.id) == (event.seq, world.leader.point_id)


def test_a_deputy_who_comes_later_changes_the_name_not_the_time(world, clock):
    points.check_in(world.db, world.leader, "006", {"name": "Bà Đống"})
    first = clock()
    clock.forward(minutes=5)
    points.check_in(world.db, world.leader, "006", {"name": "Ông Phó"})
    assert (point(world).checked_in_at, point(world).checked_in_name) == (first, "Ông Phó")


def test_the_round_trip_of_the_line_is_kept(world, clock):
    points.line_check(world.db, world.leader, "006", {"ms": "42"})
    assert (point(world).line_ms, point(world).line_checked_at) == (42, clock())
    happened(world, "point.line_checked", "leader", unit="006", ms=42)


@pytest.mark.parametrize("ms", ["", "-1", "60001", "4.2", "fast"])
def test_a_round_trip_is_a_number_of_milliseconds(world, ms):
    with refused(world, Invalid, "from 0 to 60000", field="ms"):
        points.line_check(world.db, world.leader, "006", {"ms": ms})


def test_checking_in_needs_a_name(world):
    with refused(world, Invalid, "write something", field="name"):
        points.check_in(world.db, world.leader, "006", {"name": " "})


def test_a_leader_checks_in_the_own_point_only(world):
    for code in ("001", "999"):
        with refused(world, NotFound):
            points.check_in(world.db, world.leader, code, {"name": "A"})
        with refused(world, NotFound):
            points.line_check(world.db, world.leader, code, {"ms": "1"})


@pytest.mark.parametrize("by", ["clerk", "chair", "technician", "reporter", "display"])
def test_the_others_do_not_call_the_roll(world, by):
    with refused(world, Forbidden):
        points.check_in(world.db, world.actors[by], "006", {"name": "A"})
    with refused(world, Forbidden):
        points.line_check(world.db, world.actors[by], "006", {"ms": "1"})
    with refused(world, Forbidden):
        points.describe(world.db, world.actors[by], "006", {"leader": "A"})


def test_an_organiser_says_who_answers_and_where_to_call(world):
    points.describe(world.db, world.organiser, "006", {"leader": "Bà Đống", "phone": "0000 000 006"})
    assert (point(world).leader, point(world).phone) == ("Bà Đống", "0000 000 006")
    event = happened(world, "point.described", "organiser", unit="006", leader="Bà Đống")
    assert set(event.reach) == DESK_STAFF | {f"point:{world.leader.point_id}"}
    points.describe(world.db, world.organiser, "006", {"phone": ""})
    assert (point(world).leader, point(world).phone) == ("Bà Đống", "")


def test_an_organiser_names_the_deputy_and_where_to_call_that_one(world):
    points.describe(world.db, world.organiser, "006", {"leader": "Bà Đống", "deputy": "Ông Đa"})
    points.describe(world.db, world.organiser, "006", {"deputy_phone": "0000 000 106"})
    found = point(world)
    assert (found.leader, found.deputy, found.deputy_phone) == ("Bà Đống", "Ông Đa", "0000 000 106")
    assert found.phone == ""
    with refused(world, Invalid):
        points.describe(world.db, world.organiser, "006", {"deputy_phone": "0" * 41})


def test_an_organiser_of_the_office_names_the_briefing(world):
    points.describe(world.db, directory.SYSTEM, "006", {"leader": "Bà Đống"}, "DEMO")
    assert point(world).leader == "Bà Đống"
    with refused(world, NotFound):
        points.describe(world.db, directory.SYSTEM, "999", {"leader": "A"}, "DEMO")
    with refused(world, NotFound):
        points.describe(world.db, directory.SYSTEM, "006", {"leader": "A"}, "NEXT")


def test_who_attended_is_settled_when_the_briefing_ends(world):
    life.change(world.db, world.moderator, "close")
    for act in (
        lambda: points.check_in(world.db, world.leader, "006", {"name": "A"}),
        lambda: points.line_check(world.db, world.moderator, "006", {"ms": "1"}),
        lambda: points.describe(world.db, world.organiser, "006", {"leader": "A"}),
    ):
        with refused(world, NotNow, "The briefing is over"):
            act()
