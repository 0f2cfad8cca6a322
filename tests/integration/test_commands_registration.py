"""Reporters take their seats themselves, if they are accredited."""

from __future__ import annotations

import pytest

from confhub.commands import directory, life, seats
from confhub.errors import Forbidden, NotFound, NotNow
from confhub.models import Seat
from tests.checks import problems, refused


def seat(world, seat_id):
    with world.db.reading() as session:
        found = session.get_one(Seat, seat_id)
        session.expunge_all()
        return found


def test_an_accredited_reporter_registers_once(world, reporter_account):
    done = seats.register(world.db, reporter_account, "DEMO")
    made = seat(world, done.id)
    assert (made.role, made.name, made.outlet) == ("reporter", "Lý Thu An", "Báo Sông Hồng")
    assert (made.person_id, made.token_hash, made.expires_at) == (reporter_account, None, None)
    event = world.events()[-1]
    assert (event.kind, event.actor["name"], event.actor["role"]) == (
        "seat.registered",
        "Lý Thu An",
        "reporter",
    )
    assert event.actor["person"] == reporter_account
    assert set(event.reach) == {"organisers", "clerks", f"asker:{done.id}"}
    again = seats.register(world.db, reporter_account, "DEMO")
    assert (again.id, again.seq, again.repeated) == (done.id, done.seq, True)
    assert world.events()[-1].seq == done.seq
    assert problems(world) == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "Only accredited reporters can register"),
        ("pending", "has not been approved yet"),
        ("suspended", "is suspended"),
    ],
)
def test_who_is_not_accredited_is_told_so(world, state, said):
    person_id = directory.create_account(
        world.db, directory.SYSTEM, {"name": "A", "email": "a@example.org"}
    ).id
    if state:
        directory.accredit(world.db, directory.SYSTEM, person_id, {"outlet": "Báo", "state": state})
    with refused(world, Forbidden, said):
        seats.register(world.db, person_id, "DEMO")


def test_registration_ends_with_the_briefing_and_with_the_account(world, reporter_account):
    with refused(world, NotFound):
        seats.register(world.db, reporter_account, "NEXT")
    with refused(world, NotFound):
        seats.register(world.db, 9999, "DEMO")
    life.change(world.db, world.moderator, "close")
    with refused(world, NotNow, "not open for registration"):
        seats.register(world.db, reporter_account, "DEMO")
    directory.set_active(world.db, directory.SYSTEM, reporter_account, False)
    with refused(world, NotFound):
        seats.register(world.db, reporter_account, "DEMO")


def test_a_withdrawn_seat_is_not_taken_again(world, reporter_account):
    done = seats.register(world.db, reporter_account, "DEMO")
    seats.revoke(world.db, world.organiser, done.id)
    with refused(world, Forbidden, "The organiser has withdrawn your seat"):
        seats.register(world.db, reporter_account, "DEMO")
