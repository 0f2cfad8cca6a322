"""Seats in a briefing: granted by the organiser as access links or to accounts, taken by reporters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select

from confhub import audiences, credentials, policy, workflow
from confhub.commands import fields
from confhub.commands.base import LARGEST, Act, Data, Done, act_in
from confhub.db import Database
from confhub.errors import Forbidden, Invalid, NotFound, NotNow, say
from confhub.models import Accreditation, Person, Point, Seat
from confhub.policy import Actor

LINK_HOURS = 72


@dataclass(frozen=True)
class Granted:
    """A new seat and its token: shown once, kept only as a hash."""

    seat_id: int
    seq: int
    token: str | None


def grant(db: Database, actor: Actor, data: Data, code: str | None = None) -> Granted:
    """A seat by access link, or for an account.

    ``data``: ``role``, ``name``, ``point`` (unit code, for leaders), ``outlet`` (for reporters),
    ``person`` (e-mail of an account, which then needs no link), ``hours`` until the link expires
    (72 by default), ``link`` ("yes" to give an account a link as well).
    """
    return grant_many(db, actor, [data], code)[0]


def grant_many(db: Database, actor: Actor, many: Iterable[Data], code: str | None = None) -> list[Granted]:
    """Several seats in one act, in the order given; all of them or none."""
    with act_in(db, actor, code) as act:
        if actor.role not in policy.OFFICE:
            raise Forbidden()
        made = [_new_seat(act, data) for data in many]
        act.session.flush()
        act.reach |= {"organisers"}
        if any(seat.role == "reporter" for seat, _token in made):
            act.reach |= {"clerks"}
        act.record("seat.granted", seats=[seat.id for seat, _token in made])
        return [Granted(seat.id, act.seq, token) for seat, token in made]


def revoke(db: Database, actor: Actor, seat_id: int, code: str | None = None) -> Done:
    """Take a seat away at once; its link is dead and its sockets are dropped."""
    with act_in(db, actor, code) as act:
        seat = _seat_to_change(act, seat_id)
        seat.revoked_at = seat.revoked_at or act.at
        return _recorded(act, "seat.revoked", seat)


def renew(db: Database, actor: Actor, seat_id: int, code: str | None = None) -> Granted:
    """A new link for the same seat; the old link is dead at once."""
    with act_in(db, actor, code) as act:
        seat = _seat_to_change(act, seat_id)
        token = _new_link(act, seat)
        done = _recorded(act, "seat.renewed", seat)
        return Granted(seat.id, done.seq, token)


def link_points(db: Database, actor: Actor, again: bool = False, code: str | None = None) -> list[Granted]:
    """Links for the leaders of all points that have none that works; with ``again`` new ones for all.

    A seat that is there keeps its name and gets a new link; a point without one gets a seat. Raises
    NotNow when there is nothing to do.
    """
    with act_in(db, actor, code) as act:
        if actor.role not in policy.OFFICE:
            raise Forbidden()
        held = _held_by_link(act)
        given: dict[Seat, str] = {}
        for point in act.briefing.points:
            seats = held.get(point.id, [])
            if not seats:
                seat, token = _new_seat(act, {"role": "leader", "point": point.code})
                given[seat] = str(token)
            elif again or all(seat.has_ended(act.at) for seat in seats):
                given |= {seat: _new_link(act, seat) for seat in (seats if again else seats[-1:])}
        if not given:
            raise NotNow(say("Every point has a link already."))
        act.session.flush()
        act.reach |= {"organisers"}
        act.record("seat.linked", seats=[seat.id for seat in given])
        return [Granted(seat.id, act.seq, token) for seat, token in given.items()]


def register(db: Database, person_id: int, code: str) -> Done:
    """An accredited reporter registers for a briefing; ``Done.id`` is the seat.

    Raises Forbidden when the accreditation is missing, pending or suspended, and says which.
    Registering again answers the seat that is there.
    """
    with db.reading() as session:
        person = session.get(Person, person_id)
        if person is None or not person.active:
            raise NotFound()
        name, outlet = person.name, _accredited_outlet(session.scalars(_standing(person_id)).all())
    reporter = Actor(role="reporter", name=name, person_id=person_id, outlet=outlet)
    try:
        with act_in(db, reporter, code) as act:
            _refuse_registered(act, person_id)
            if act.briefing.state not in ("open", "live", "paused"):
                raise NotNow(say("The briefing is not open for registration."))
            seat = Seat(
                briefing_id=act.briefing.id, role="reporter", name=name, person_id=person_id, outlet=outlet,
                created_at=act.at,
            )  # fmt: skip
            act.session.add(seat)
            return _recorded(act, "seat.registered", seat)
    except _Registered as there:
        return there.done


class _Registered(Exception):
    """Leaves a registration that has been carried out before."""

    def __init__(self, done: Done) -> None:
        self.done = done


def _refuse_registered(act: Act, person_id: int) -> None:
    seat = act.session.scalar(
        select(Seat)
        .where(Seat.briefing_id == act.briefing.id, Seat.person_id == person_id, Seat.role == "reporter")
        .order_by(Seat.revoked_at.is_not(None), Seat.id)
        .limit(1)
    )
    if seat is None:
        return
    if seat.revoked_at is not None:
        raise Forbidden(say("The organiser has withdrawn your seat in this briefing."))
    raise _Registered(Done(act.seq - 1, id=seat.id, repeated=True))


def _new_seat(act: Act, data: Data) -> tuple[Seat, str | None]:
    role = fields.choice(data, "role", workflow.ROLES)
    person = _person(act, data)
    token = token_hash = point = None
    if person is None or fields.clean(data.get("link")):
        token, token_hash = credentials.new_token()
    if role == "leader":
        point = act.point(fields.clean(data.get("point")))
        if point is None:
            raise Invalid(point=say("Please choose the point that this leader speaks for."))
    if person is not None:
        _refuse_second_seat(act, person, role, point)
    default = person.name if person else (point.leader or point.name) if point else ""
    hours = fields.number(data, "hours", most=24 * 400, default=LINK_HOURS)
    seat = Seat(
        briefing_id=act.briefing.id,
        role=role,
        name=fields.line(data, "name", required=False) or default,
        person_id=person.id if person else None,
        point_id=point.id if point else None,
        outlet=fields.line(data, "outlet") if role == "reporter" else None,
        token_hash=token_hash,
        expires_at=act.at + timedelta(hours=hours) if token else None,
        created_at=act.at,
    )
    if not seat.name:
        raise Invalid(name=say("Please write something here."))
    act.session.add(seat)
    return seat, token


def _held_by_link(act: Act) -> dict[int, list[Seat]]:
    query = select(Seat).where(
        Seat.briefing_id == act.briefing.id,
        Seat.role == "leader",
        Seat.token_hash.is_not(None),
        Seat.revoked_at.is_(None),
    )
    held: dict[int, list[Seat]] = {}
    for seat in act.session.scalars(query.order_by(Seat.id)):
        assert seat.point_id is not None
        held.setdefault(seat.point_id, []).append(seat)
    return held


def _new_link(act: Act, seat: Seat) -> str:
    token, seat.token_hash = credentials.new_token()
    seat.expires_at, seat.revoked_at = act.at + timedelta(hours=LINK_HOURS), None
    return token


def _person(act: Act, data: Data) -> Person | None:
    email = fields.clean(data.get("person")).lower()
    if not email:
        return None
    person = act.session.scalar(select(Person).where(Person.email == email))
    if person is None:
        raise Invalid(person=say("There is no account with this e-mail address."))
    return person


def _refuse_second_seat(act: Act, person: Person, role: str, point: Point | None) -> None:
    held = select(Seat.id).where(
        Seat.briefing_id == act.briefing.id,
        Seat.person_id == person.id,
        Seat.role == role,
        Seat.point_id == (point.id if point else None),
        Seat.revoked_at.is_(None),
    )
    # Two of the same would leave one behind when the other is revoked.
    if act.session.scalar(held) is not None:
        raise Invalid(person=say("This account has that seat already."))


def _seat_to_change(act: Act, seat_id: int) -> Seat:
    if act.actor.role not in policy.OFFICE:
        raise Forbidden()
    seat = act.session.get(Seat, seat_id) if 0 < seat_id <= LARGEST else None
    if seat is None or seat.briefing_id != act.briefing.id:
        raise NotFound()
    return seat


def _standing(person_id: int) -> Select[Accreditation]:
    return select(Accreditation).where(Accreditation.person_id == person_id).order_by(Accreditation.id)


def _accredited_outlet(held: Iterable[Accreditation]) -> str:
    states = {each.state: each.outlet.name for each in held}
    if "approved" in states:
        return states["approved"]
    if "suspended" in states:
        raise Forbidden(say("Your accreditation is suspended. Please contact the organiser."))
    if "pending" in states:
        raise Forbidden(say("Your accreditation has not been approved yet."))
    raise Forbidden(say("Only accredited reporters can register. Please contact the organiser."))


def _recorded(act: Act, kind: str, seat: Seat) -> Done:
    act.session.flush()
    act.reach |= {"organisers"}
    if seat.role == "reporter":
        act.reach |= {audiences.asker(seat.id), "clerks"}
    act.record(kind, seat=seat.id)
    return Done(act.seq, id=seat.id)
