"""The office's directory: rosters, accounts, accreditation."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from confhub import credentials, event_log
from confhub.commands import directory, grounds
from confhub.errors import Forbidden, Invalid, NotFound, NotNow
from confhub.models import OFFICE_LOG, Accreditation, Person, Unit
from tests.checks import problems, refused

SYSTEM = directory.SYSTEM
AN = {"name": "Lý Thu An", "email": "An@Example.org", "password": "mật khẩu dài"}


def last(world, log_id=OFFICE_LOG):
    """The newest event of the office."""
    with world.db.reading() as session:
        return event_log.read(session, log_id)[-1]


def person(world, person_id):
    with world.db.reading() as session:
        found = session.get_one(Person, person_id)
        session.expunge_all()
        return found


@pytest.fixture
def organiser_account(world):
    """Id of the office's only account: an organiser with a password."""
    return directory.create_first_organiser(world.db, AN).id


def test_rosters_are_installed_once_and_logged(db):
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Unit)) > 700
        assert [event.kind for event in event_log.read(session, OFFICE_LOG)] == ["directory.installed"]
        assert list(event_log.verify(session, OFFICE_LOG)) == []
    assert directory.install_rosters(db) == 0


def test_an_account_is_created(world):
    done = directory.create_account(world.db, world.organiser, AN)
    made = person(world, done.id)
    assert (made.name, made.email, made.organiser, made.active) == (
        "Lý Thu An",
        "an@example.org",
        False,
        True,
    )
    assert credentials.password_fits(made.password_hash, "mật khẩu dài")
    event = last(world)
    assert (event.kind, event.seq, event.actor["name"]) == ("person.created", done.seq, "Phạm Thu Trang")
    assert event.reach == []
    assert made.password_hash not in event.payload
    assert problems(world, OFFICE_LOG) == []


def test_a_password_fits_however_its_letters_were_composed(world):
    made = person(world, directory.create_account(world.db, SYSTEM, AN).id)
    assert credentials.password_fits(made.password_hash, unicodedata.normalize("NFD", "mật khẩu dài"))
    assert not credentials.password_fits(made.password_hash, "mat khau dai")


def test_an_account_needs_no_password_of_its_own(world):
    made = person(world, directory.create_account(world.db, SYSTEM, {**AN, "password": ""}).id)
    assert made.password_hash is None
    assert not credentials.password_fits(made.password_hash, "")


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "name", "write something"),
        ({"email": ""}, "email", "write something"),
        ({"email": "an"}, "email", "not an e-mail address"),
        ({"email": "an@example"}, "email", "not an e-mail address"),
        ({"email": "a b@example.org"}, "email", "not an e-mail address"),
        ({"email": "a" * 250 + "@x.vn"}, "email", "At most 254"),
        ({"password": "ngắn"}, "password", "10 to 200 characters"),
        ({"password": "á" * 201}, "password", "10 to 200 characters"),
        ({"password": ["mật khẩu dài"]}, "password", "10 to 200 characters"),
    ],
)
def test_an_account_is_refused_at_its_field(world, change, field, said):
    with refused(world, Invalid, said, field=field):
        directory.create_account(world.db, SYSTEM, {**AN, **change})


def test_an_address_has_one_account(world):
    directory.create_account(world.db, SYSTEM, AN)
    with refused(world, Invalid, "an account with this e-mail", field="email"):
        directory.create_account(world.db, SYSTEM, {**AN, "email": "AN@example.ORG "})


def test_a_reporters_account_is_accredited_in_the_same_act(world):
    done = directory.create_account(world.db, SYSTEM, {**AN, "outlet": "Báo Sông Hồng", "number": "012345"})
    with world.db.reading() as session:
        held = session.scalars(select(Accreditation)).one()
        assert (held.person_id, held.outlet.name, held.state) == (done.id, "Báo Sông Hồng", "approved")
        assert (held.document, held.number) == ("card", "012345")


def test_the_first_account_is_an_organisers_and_there_is_only_one_first(world):
    form = MultiDict({**AN, "organiser": ""})
    assert person(world, directory.create_first_organiser(world.db, form).id).organiser
    with refused(world, Forbidden):
        directory.create_first_organiser(world.db, {**AN, "email": "second@example.org"})


@pytest.mark.parametrize("password", ["", None, "ngắn"])
def test_the_first_organiser_must_be_able_to_sign_in(world, password):
    with refused(world, Invalid, field="password"):
        directory.create_first_organiser(world.db, {**AN, "password": password})


def test_a_new_password_ends_all_sign_ins(world, organiser_account):
    before = person(world, organiser_account)
    directory.set_password(world.db, SYSTEM, organiser_account, {"password": "khác hẳn trước"})
    after = person(world, organiser_account)
    assert after.sign_in_epoch == before.sign_in_epoch + 1
    assert credentials.password_fits(after.password_hash, "khác hẳn trước")
    assert last(world).kind == "person.password_set"
    with refused(world, Invalid, field="password"):
        directory.set_password(world.db, SYSTEM, organiser_account, {})


def test_an_account_is_closed_and_opened_again(world):
    person_id = directory.create_account(world.db, SYSTEM, AN).id
    for active, kind in [(False, "person.deactivated"), (True, "person.activated")]:
        directory.set_active(world.db, SYSTEM, person_id, active)
        assert person(world, person_id).active is active
        assert last(world).kind == kind
    assert person(world, person_id).sign_in_epoch == 2


def test_the_last_organiser_who_can_sign_in_stays(world, organiser_account):
    with refused(world, NotNow, "last organiser who can sign in"):
        directory.set_active(world.db, SYSTEM, organiser_account, False)
    other = {"name": "B", "email": "b@example.org", "organiser": "yes"}
    second = directory.create_account(world.db, SYSTEM, other).id  # without a password
    with refused(world, NotNow, "last organiser who can sign in"):
        directory.set_active(world.db, SYSTEM, organiser_account, False)
    directory.set_password(world.db, SYSTEM, second, {"password": "mật khẩu khác"})
    directory.set_active(world.db, SYSTEM, organiser_account, False)
    assert not person(world, organiser_account).active


def test_a_standing_is_kept_per_outlet_and_changes(world):
    person_id = directory.create_account(world.db, SYSTEM, AN).id
    first = directory.accredit(
        world.db, SYSTEM, person_id, {"outlet": "Báo A", "number": "01", "document": "letter"}
    )
    directory.accredit(world.db, SYSTEM, person_id, {"outlet": " Báo  A", "state": "suspended"})
    assert last(world).kind == "accreditation.suspended"
    directory.accredit(world.db, SYSTEM, person_id, {"outlet": "Báo B", "state": "pending"})
    with world.db.reading() as session:
        held = session.scalars(select(Accreditation).order_by(Accreditation.id)).all()
        assert [(a.outlet.name, a.document, a.number, a.state) for a in held] == [
            ("Báo A", "letter", "01", "suspended"),
            ("Báo B", "card", "", "pending"),
        ]
        assert held[0].id == first.id
    assert problems(world, OFFICE_LOG) == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "outlet"),
        ({"outlet": "A", "document": "badge"}, "document"),
        ({"outlet": "A", "state": "good"}, "state"),
    ],
)
def test_a_standing_is_one_of_the_list(world, data, field):
    person_id = directory.create_account(world.db, SYSTEM, AN).id
    with refused(world, Invalid, field=field):
        directory.accredit(world.db, SYSTEM, person_id, data)


@pytest.mark.parametrize("person_id", [0, 99, 10**30])
def test_there_is_no_such_account(world, person_id):
    for act in (
        lambda: directory.set_password(world.db, SYSTEM, person_id, {"password": "mật khẩu dài"}),
        lambda: directory.set_active(world.db, SYSTEM, person_id, False),
        lambda: directory.accredit(world.db, SYSTEM, person_id, {"outlet": "A"}),
    ):
        with refused(world, NotFound):
            act()


@pytest.mark.parametrize("by", ["moderator", "clerk", "chair", "technician", "leader", "reporter", "display"])
def test_the_office_is_the_organisers(world, by):
    actor = world.actors[by]
    for act in (
        lambda: directory.create_account(world.db, actor, AN),
        lambda: directory.set_setting(world.db, actor, "due_days", 3),
        lambda: grounds.add_ground(world.db, actor, {"vi": "Căn cứ", "en": "Ground"}),
    ):
        with refused(world, Forbidden):
            act()
