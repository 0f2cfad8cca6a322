"""The office's directory: rosters, accounts, outlets, accreditation, settings."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from confhub import audiences, credentials, event_log, office, places
from confhub.commands import fields, setting_values
from confhub.commands.base import LARGEST, Data, Done, OfficeAct, act_in_office
from confhub.db import Database
from confhub.errors import Forbidden, Invalid, NotFound, NotNow, say
from confhub.models import Accreditation, Briefing, Outlet, Person, Setting, Unit
from confhub.policy import Actor

SYSTEM = Actor(role="organiser", name="confhub")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def install_rosters(db: Database) -> int:
    """Put the built-in rosters into the directory if they are not there; returns units added."""
    with db.reading() as session:
        if not _missing_rosters(session):
            return 0
    with act_in_office(db, SYSTEM) as act:
        missing = _missing_rosters(act.session)
        if not missing:
            # Another process that started at the same time had the lock first.
            act.session.rollback()
            return 0
        added = sum(_install(act, name) for name in missing)
        act.record("directory.installed", rosters=missing)
        return added


def _missing_rosters(session: Session) -> list[str]:
    there = set(session.scalars(select(Unit.roster).distinct()))
    return [name for name in places.rosters() if name not in there]


def create_account(db: Database, actor: Actor, data: Data) -> Done:
    """An account: ``name``, ``email``, ``password`` (10 characters or more), ``organiser`` ("yes").

    With an ``outlet`` it is a reporter's, who is accredited by the same act; see ``accredit``.
    """
    password = _password(data, required=False)
    return _create_account(db, actor, data, password, first=False)


def create_first_organiser(db: Database, data: Data) -> Done:
    """The very first account, an organiser with a ``password``; Forbidden once there is any account."""
    return _create_account(db, SYSTEM, {**data, "organiser": "yes"}, _password(data), first=True)


def _create_account(db: Database, actor: Actor, data: Data, password: str, first: bool) -> Done:
    kept = credentials.hash_password(password) if password else None
    with act_in_office(db, actor) as act:
        if first and act.session.scalar(select(func.count()).select_from(Person)):
            raise Forbidden()
        person = Person(
            name=fields.line(data, "name"),
            email=_free_email(act, data),
            password_hash=kept,
            organiser=bool(fields.clean(data.get("organiser"))),
            created_at=act.at,
        )
        _refuse_link(act, person)
        act.session.add(person)
        act.session.flush()
        if fields.clean(data.get("outlet")):
            _set_standing(act, person, data)
        act.record("person.created", person=person.id)
        return Done(act.taken.seq, id=person.id)


def set_password(db: Database, actor: Actor, person_id: int, data: Data) -> Done:
    """A new ``password``; ends all sign-ins of the account."""
    kept = credentials.hash_password(_password(data))
    with act_in_office(db, actor) as act:
        person = _get(act, Person, person_id)
        _refuse_link(act, person)
        person.password_hash, person.sign_in_epoch = kept, person.sign_in_epoch + 1
        act.record("person.password_set", person=person.id)
        return Done(act.taken.seq, id=person.id)


def set_active(db: Database, actor: Actor, person_id: int, active: bool) -> Done:
    """Let an account sign in, or no longer; ends its sign-ins. Nobody locks themselves out."""
    with act_in_office(db, actor) as act:
        person = _get(act, Person, person_id)
        _refuse_link(act, person)
        if not active and person.id == actor.person_id:
            raise NotNow(say("You cannot deactivate your own account."))
        if not active and _is_last_organiser(act, person):
            raise NotNow(say("This is the last organiser who can sign in. Create another one first."))
        person.active, person.sign_in_epoch = active, person.sign_in_epoch + 1
        act.record("person.activated" if active else "person.deactivated", person=person.id)
        return Done(act.taken.seq, id=person.id)


def _refuse_link(act: OfficeAct, person: Person) -> None:
    # A link is made to be passed on and to expire: it must not become an organiser for good.
    if person.organiser and act.actor.seat_id is not None:
        raise Forbidden(say("Only an organiser who has signed in can change organisers' accounts."))


def accredit(db: Database, actor: Actor, person_id: int, data: Data) -> Done:
    """Set a reporter's standing: ``outlet`` (name), ``document`` (card, letter), ``number``, ``state``.

    Where it is not ``approved``, the reporter's seats for that outlet stop at once.
    """
    with act_in_office(db, actor) as act:
        held = _set_standing(act, _get(act, Person, person_id), data)
        act.record(f"accreditation.{held.state}", person=person_id, outlet=held.outlet.name)
        return Done(act.taken.seq, id=held.id)


def set_setting(db: Database, actor: Actor, name: str, value: Any) -> Done:
    """Change one of the office's settings (``office.DEFAULTS`` lists them)."""
    if name not in office.DEFAULTS:
        raise NotFound()
    with act_in_office(db, actor) as act:
        return put_setting(act, name, value)


def put_setting(act: OfficeAct, name: str, value: Any) -> Done:
    """Write a setting and record it, as the last step of a command of the office."""
    kept = setting_values.checked(act.session, name, value)
    row = act.session.scalar(select(Setting).where(Setting.name == name))
    if row is None:
        row = Setting(name=name)
        act.session.add(row)
    row.value = kept
    act.record("setting.changed", setting=name)
    _tell_briefings(act, name)
    return Done(act.taken.seq)


def _tell_briefings(act: OfficeAct, name: str) -> None:
    # Pages of briefings show settings; what reaches a page stands in its briefing's log.
    for briefing_id in act.session.scalars(
        select(Briefing.id).where(Briefing.state != "published").order_by(Briefing.id)
    ).all():
        taken = event_log.take(act.session, briefing_id)
        reach, data = audiences.EVERYONE, {"setting": name}
        event_log.record(act.session, taken, act.at, "setting.changed", act.actor, reach, data=data)


def _set_standing(act: OfficeAct, person: Person, data: Data) -> Accreditation:
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
    return held


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


def _password(data: Data, required: bool = True) -> str:
    password = data.get("password") or ""
    if not password and not required:
        return ""
    least, most = credentials.PASSWORD_MIN, credentials.PASSWORD_MAX
    if not isinstance(password, str) or not least <= len(password) <= most:
        raise Invalid(
            password=say("A password has %(least)d to %(most)d characters.", least=least, most=most)
        )
    return password


def _is_last_organiser(act: OfficeAct, person: Person) -> bool:
    who_can_sign_in = select(Person.id).where(
        Person.organiser, Person.active, Person.password_hash.is_not(None)
    )
    return act.session.scalars(who_can_sign_in).all() == [person.id]


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
    found = act.session.get(model, key) if 0 < key <= LARGEST else None
    if found is None:
        raise NotFound()
    return found
