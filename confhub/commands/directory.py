"""The office's directory: rosters, accounts, outlets, accreditation, settings."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select

from confhub import credentials, office, places
from confhub.commands import fields
from confhub.commands.base import Data, Done, OfficeAct, act_in_office
from confhub.db import Database
from confhub.errors import Forbidden, Invalid, NotFound, say
from confhub.models import Accreditation, Outlet, Person, Setting, Unit
from confhub.policy import Actor

SYSTEM = Actor(role="organiser", name="confhub")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def install_rosters(db: Database) -> int:
    """Put the built-in rosters into the directory if they are not there; returns units added."""
    with db.reading() as session:
        there = set(session.scalars(select(Unit.roster).distinct()))
    missing = [name for name in places.rosters() if name not in there]
    if not missing:
        return 0
    with act_in_office(db, SYSTEM) as act:
        added = sum(_install(act, name) for name in missing)
        act.record("directory.installed", rosters=missing)
    return added


def create_account(db: Database, actor: Actor, data: Data) -> Done:
    """An account: ``name``, ``email``, ``password`` (10 characters or more), ``organiser`` ("yes")."""
    password = _password(data)
    kept = credentials.hash_password(password) if password else None
    with act_in_office(db, actor) as act:
        person = Person(
            name=fields.line(data, "name"),
            email=_free_email(act, data),
            password_hash=kept,
            organiser=bool(fields.clean(data.get("organiser"))),
            created_at=act.at,
        )
        act.session.add(person)
        act.session.flush()
        act.record("person.created", person=person.id)
        return Done(act.taken.seq, id=person.id)


def create_first_organiser(db: Database, data: Data) -> Done:
    """The very first account, an organiser; Forbidden once there is any account."""
    with db.reading() as session:
        if session.scalar(select(func.count()).select_from(Person)):
            raise Forbidden()
    return create_account(db, SYSTEM, {**data, "organiser": "yes", "password": data.get("password") or ""})


def set_password(db: Database, actor: Actor, person_id: int, data: Data) -> Done:
    """A new ``password``; ends all sign-ins of the account."""
    password = _password(data)
    if not password:
        raise Invalid(password=say("Please write something here."))
    kept = credentials.hash_password(password)
    with act_in_office(db, actor) as act:
        person = _get(act, Person, person_id)
        person.password_hash, person.sign_in_epoch = kept, person.sign_in_epoch + 1
        act.record("person.password_set", person=person.id)
        return Done(act.taken.seq, id=person.id)


def set_active(db: Database, actor: Actor, person_id: int, active: bool) -> Done:
    """Let an account sign in, or no longer; ends its sign-ins."""
    with act_in_office(db, actor) as act:
        person = _get(act, Person, person_id)
        person.active, person.sign_in_epoch = active, person.sign_in_epoch + 1
        act.record("person.activated" if active else "person.deactivated", person=person.id)
        return Done(act.taken.seq, id=person.id)


def accredit(db: Database, actor: Actor, person_id: int, data: Data) -> Done:
    """Set a reporter's standing: ``outlet`` (name), ``document`` (card, letter), ``number``, ``state``."""
    with act_in_office(db, actor) as act:
        person = _get(act, Person, person_id)
        outlet = _outlet(act, fields.line(data, "outlet"))
        held = act.session.scalar(
            select(Accreditation).where(
                Accreditation.person_id == person.id, Accreditation.outlet_id == outlet.id
            )
        )
        if held is None:
            held = Accreditation(person_id=person.id, outlet_id=outlet.id)
            act.session.add(held)
        held.document = fields.choice(data, "document", ("card", "letter"), held.document or "card")
        held.number = (
            fields.line(data, "number", most=40, required=False) if "number" in data else held.number or ""
        )
        held.state = fields.choice(data, "state", ("pending", "approved", "suspended"), "approved")
        act.session.flush()
        act.record(f"accreditation.{held.state}", person=person.id, outlet=outlet.name)
        return Done(act.taken.seq, id=held.id)


def set_setting(db: Database, actor: Actor, name: str, value: Any) -> Done:
    """Change one of the office's settings (``office.DEFAULTS`` lists them)."""
    if name not in office.DEFAULTS:
        raise NotFound()
    if not isinstance(value, type(office.DEFAULTS[name])):
        raise Invalid(**{name: say("This setting needs another kind of value.")})
    with act_in_office(db, actor) as act:
        row = act.session.scalar(select(Setting).where(Setting.name == name))
        if row is None:
            row = Setting(name=name)
            act.session.add(row)
        row.value = value
        act.record("setting.changed", setting=name)
        return Done(act.taken.seq)


def _install(act: OfficeAct, roster: str) -> int:
    units = places.load(roster)
    ids: dict[str, int] = {}
    for tops in (True, False):
        rows = [
            Unit(
                roster=roster, code=unit.code, name=unit.name, kind=unit.kind,
                parent_id=ids.get(unit.parent_code or ""), valid_from=unit.valid_from, valid_to=unit.valid_to,
            )
            for unit in units
            if (unit.parent_code is None) == tops
        ]  # fmt: skip
        act.session.add_all(rows)
        act.session.flush()
        ids.update({row.code: row.id for row in rows})
    return len(units)


def _password(data: Data) -> str:
    password = str(data.get("password") or "")
    if password and len(password) < credentials.PASSWORD_MIN:
        raise Invalid(
            password=say("A password needs at least %(least)d characters.", least=credentials.PASSWORD_MIN)
        )
    return password


def _free_email(act: OfficeAct, data: Data) -> str:
    email = fields.line(data, "email", most=254).lower()
    if not _EMAIL.fullmatch(email):
        raise Invalid(email=say("This is not an e-mail address."))
    if act.session.scalar(select(Person.id).where(Person.email == email)) is not None:
        raise Invalid(email=say("There is an account with this e-mail address already."))
    return email


def _outlet(act: OfficeAct, name: str) -> Outlet:
    outlet = act.session.scalar(select(Outlet).where(Outlet.name == name))
    if outlet is None:
        outlet = Outlet(name=name)
        act.session.add(outlet)
        act.session.flush()
    return outlet


def _get(act: OfficeAct, model: type[Any], key: int) -> Any:
    found = act.session.get(model, key)
    if found is None:
        raise NotFound()
    return found
