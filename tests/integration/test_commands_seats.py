"""Seats: granted by link or account, expiring, revoked, renewed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from confhub.commands import directory, life, questions, seats
from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from confhub.models import Seat
from confhub.queries import seats as seated
from tests.checks import happened, refused


def seat(world, seat_id):
    with world.db.reading() as session:
        found = session.get_one(Seat, seat_id)
        session.expunge_all()
        return found


def opens(world, token):
    """The id of the seat that a token opens now, or None."""
    with world.db.reading() as session:
        found = seated.by_token(session, token, world.db.clock())
        return found.id if found else None


def test_a_link_opens_its_seat_until_it_expires(world, clock):
    granted = seats.grant(world.db, world.organiser, {"role": "clerk", "name": "Bà Tâm"})
    made = seat(world, granted.seat_id)
    assert (made.role, made.name, made.point_id, made.outlet) == ("clerk", "Bà Tâm", None, None)
    event = happened(world, "seat.granted", "organiser", seats=[granted.seat_id])
    assert set(event.reach) == {"organisers"}
    assert event.seq == granted.seq
    assert opens(world, granted.token) == granted.seat_id
    clock.forward(hours=72, seconds=-1)
    assert opens(world, granted.token) == granted.seat_id
    clock.forward(seconds=1)
    assert opens(world, granted.token) is None


def test_the_token_is_kept_nowhere(world):
    granted = seats.grant(world.db, world.organiser, {"role": "clerk", "name": "Bà Tâm"})
    assert granted.token not in str(vars(seat(world, granted.seat_id)))
    event = world.events()[-1]
    assert granted.token not in event.payload
    assert "token" not in event.payload


def test_a_leader_sits_at_a_point_and_bears_its_name_by_default(world):
    granted = seats.grant(world.db, world.organiser, {"role": "leader", "point": "268", "hours": "2"})
    made = seat(world, granted.seat_id)
    assert (made.point_id, made.name) == (world.leader3.point_id, "Quận Hà Đông")


def test_a_point_is_for_leaders_only(world):
    granted = seats.grant(world.db, world.organiser, {"role": "chair", "name": "Ông Chủ", "point": "268"})
    assert seat(world, granted.seat_id).point_id is None


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({}, "role", "choose one of the list"),
        ({"role": "king", "name": "A"}, "role", "choose one of the list"),
        ({"role": "clerk"}, "name", "write something"),
        ({"role": "leader", "name": "A"}, "point", "choose the point"),
        ({"role": "leader", "name": "A", "point": "999"}, "point", "choose the point"),
        ({"role": "reporter", "name": "A"}, "outlet", "write something"),
        ({"role": "clerk", "name": "A", "hours": "0"}, "hours", "from 1 to 9600"),
        ({"role": "clerk", "name": "A", "hours": "9601"}, "hours", "from 1 to 9600"),
        ({"role": "clerk", "person": "nobody@example.org"}, "person", "no account with this e-mail"),
        ({"role": "clerk", "name": "á" * 161}, "name", "At most 160"),
    ],
)
def test_a_seat_says_whose_it_is(world, data, field, said):
    with refused(world, Invalid, said, field=field):
        seats.grant(world.db, world.organiser, data)


def test_many_seats_are_granted_in_one_act_or_none_of_them(world):
    many = [{"role": "clerk", "name": f"Thư ký {n}"} for n in range(3)]
    granted = seats.grant_many(world.db, world.organiser, many)
    assert len({each.token for each in granted}) == 3
    happened(world, "seat.granted", "organiser", seats=[each.seat_id for each in granted])
    with refused(world, Invalid, field="role"):
        seats.grant_many(world.db, world.organiser, [*many, {"role": "king"}])
    with world.db.reading() as session:
        assert session.scalar(select(func.count()).where(Seat.name.like("Thư ký %"))) == 3


@pytest.mark.parametrize("by", ["moderator", "clerk", "chair", "technician", "leader", "reporter", "display"])
def test_only_organisers_give_and_take_seats(world, by):
    actor, seat_id = world.actors[by], world.clerk.seat_id
    for act in (
        lambda: seats.grant(world.db, actor, {"role": "clerk", "name": "A"}),
        lambda: seats.revoke(world.db, actor, seat_id),
        lambda: seats.renew(world.db, actor, seat_id),
        lambda: seats.link_points(world.db, actor),
    ):
        with refused(world, Forbidden):
            act()


def test_a_revoked_seat_is_dead_at_once(world, clock):
    done = seats.revoke(world.db, world.organiser, world.reporter.seat_id)
    event = happened(world, "seat.revoked", "organiser", seat=world.reporter.seat_id)
    assert set(event.reach) == {"organisers", "clerks", f"asker:{world.reporter.seat_id}"}
    assert (done.seq, done.id) == (event.seq, world.reporter.seat_id)
    assert opens(world, world.tokens["reporter"]) is None
    revoked_at = seat(world, world.reporter.seat_id).revoked_at
    clock.forward(minutes=1)
    seats.revoke(world.db, world.organiser, world.reporter.seat_id)
    assert seat(world, world.reporter.seat_id).revoked_at == revoked_at == clock.forward(minutes=-1)


def test_who_was_faster_than_the_revocation_acts_no_more(world):
    """The request passed the door with the seat; the command looks again."""
    number = world.ask()
    seats.revoke(world.db, world.organiser, world.moderator.seat_id)
    with refused(world, Forbidden, "Your seat in this briefing has ended"):
        world.act("moderator", "queue", number)


def test_an_expired_seat_acts_no_more(world, clock):
    clock.forward(days=61)
    with refused(world, Forbidden, "Your seat in this briefing has ended"):
        questions.ask(world.db, world.reporter, {"text": "Còn kịp không?"})


def test_a_new_link_replaces_the_old_one_and_brings_a_revoked_seat_back(world, clock):
    seats.revoke(world.db, world.organiser, world.clerk.seat_id)
    clock.forward(hours=1)
    granted = seats.renew(world.db, world.organiser, world.clerk.seat_id)
    happened(world, "seat.renewed", "organiser", seat=world.clerk.seat_id)
    assert granted.seat_id == world.clerk.seat_id
    assert (opens(world, world.tokens["clerk"]), opens(world, granted.token)) == (None, granted.seat_id)
    clock.forward(hours=72)
    assert opens(world, granted.token) is None


@pytest.mark.parametrize("seat_id", [0, -1, 9999, 10**30])
def test_there_is_no_such_seat(world, seat_id):
    for act in (seats.revoke, seats.renew):
        with refused(world, NotFound):
            act(world.db, world.organiser, seat_id)


def test_a_seat_of_another_briefing_is_not_there(world):
    data = {"code": "NEXT", "title": "T", "starts_at": "2026-12-01T09:00", "roster": "hanoi-2024"}
    life.create(world.db, directory.SYSTEM, data)
    other = seats.grant(world.db, directory.SYSTEM, {"role": "clerk", "name": "A"}, "NEXT")
    with refused(world, NotFound):
        seats.revoke(world.db, world.organiser, other.seat_id)


def test_an_account_holds_a_seat_once_and_needs_no_link(world, reporter_account):
    data = {"role": "moderator", "person": "AN@example.org "}
    granted = seats.grant(world.db, world.organiser, data)
    made = seat(world, granted.seat_id)
    assert (granted.token, made.expires_at, made.name) == (None, None, "Lý Thu An")
    with refused(world, Invalid, "has that seat already", field="person"):
        seats.grant(world.db, world.organiser, data)
    seats.revoke(world.db, world.organiser, granted.seat_id)
    assert seats.grant(world.db, world.organiser, {**data, "link": "yes"}).token


def test_points_without_a_link_get_one_and_all_get_new_ones_on_request(world):
    seats.revoke(world.db, world.organiser, world.leader3.seat_id)
    made = seats.link_points(world.db, world.organiser)
    assert [seat(world, each.seat_id).point_id for each in made] == [world.leader3.point_id]
    happened(world, "seat.linked", "organiser", seats=[each.seat_id for each in made])
    with refused(world, NotNow, "Every point has a link already"):
        seats.link_points(world.db, world.organiser)
    again = seats.link_points(world.db, world.organiser, again=True)
    assert len(again) == 3
    assert opens(world, world.tokens["leader"]) is None
    assert opens(world, again[1].token) == again[1].seat_id == world.leader.seat_id


def test_who_came_by_the_old_link_is_out_when_there_is_a_new_one(world, enter, app):
    clerk = enter("clerk")
    assert clerk.get("/b/DEMO/clerk").status_code == 200
    granted = seats.renew(world.db, world.organiser, world.clerk.seat_id)
    assert clerk.get("/b/DEMO/clerk").status_code == 303  # to the sign-in
    assert clerk.get(f"/enter/{granted.token}").status_code == 303
    assert clerk.get("/b/DEMO/clerk").status_code == 200
