"""Seats, and the actor that a sign-in, a link or a token amounts to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from confhub.credentials import hash_token
from confhub.models import Accreditation, Briefing, Outlet, Person, Point, Seat
from confhub.models.base import Moment
from confhub.policy import Actor


@dataclass(frozen=True)
class Login:
    """What a browser's cookie carries: an account (with its epoch) and seats opened by links.

    ``links`` gives a mark of the link by seat id: a seat whose link was renewed asks for the new one.
    """

    person_id: int | None = None
    epoch: int = 0
    links: Mapping[int, str] = field(default_factory=dict)


def login_of(cookie: Mapping[str, Any]) -> Login:
    """What a session cookie says: its ``person``, ``epoch`` and ``seats``."""
    links = {int(seat_id): mark for seat_id, mark in cookie.get("seats", {}).items()}
    return Login(cookie.get("person"), cookie.get("epoch", 0), links)


def with_link(held: Mapping[str, str], seat: Seat) -> dict[str, str]:
    """A cookie's ``seats`` with one more, whose link has just been opened."""
    return {**held, str(seat.id): _mark(seat)}


def person_of(session: Session, login: Login) -> Person | None:
    """The account that is signed in, or None when its sign-ins were ended."""
    if login.person_id is None:
        return None
    person = session.get(Person, login.person_id)
    valid = person is not None and person.active and person.sign_in_epoch == login.epoch
    return person if valid else None


def seats_of(session: Session, login: Login, now: datetime) -> Sequence[Seat]:
    """All living seats of a sign-in, in any briefing, latest briefing first."""
    person = person_of(session, login)
    ways: list[ColumnElement[bool]] = [Seat.id.in_(login.links)]
    if person is not None:
        ways.append(Seat.person_id == person.id)
    query = _living(now).where(or_(*ways)).join(Briefing)
    found = session.scalars(query.order_by(Briefing.starts_at.desc(), Seat.id))
    by_account = person.id if person is not None else 0
    return [s for s in found if s.person_id == by_account or login.links.get(s.id) == _mark(s)]


def actor_at(
    session: Session, login: Login, now: datetime, role: str, code: str, unit: str | None = None
) -> Actor | None:
    """The actor that a sign-in is at one desk of one briefing, or None when it has no seat there.

    An organiser's account needs no seat: it is organiser in every briefing.
    """
    briefing = session.scalar(select(Briefing).where(Briefing.code == code))
    if briefing is None:
        return None
    for seat in seats_of(session, login, now):
        if seat.briefing_id == briefing.id and seat.role == role and (unit is None or _unit(seat) == unit):
            return actor_of(seat)
    person = person_of(session, login)
    if role == "organiser" and person is not None and person.organiser:
        return Actor(
            role="organiser",
            name=person.name,
            briefing_id=briefing.id,
            briefing_code=briefing.code,
            person_id=person.id,
        )
    return None


def office_actor(session: Session, login: Login, now: datetime) -> Actor | None:
    """An organiser of the office, by account or by an organiser's link; no briefing in it."""
    person = person_of(session, login)
    if person is not None and person.organiser:
        return Actor(role="organiser", name=person.name, person_id=person.id)
    seat = next((s for s in seats_of(session, login, now) if s.role == "organiser"), None)
    if seat is None:
        return None
    return Actor(role="organiser", name=seat.name, person_id=seat.person_id, seat_id=seat.id)


def by_token(session: Session, token: str, now: datetime) -> Seat | None:
    """The living seat that an access token opens, or None."""
    return session.scalar(_living(now).where(Seat.token_hash == hash_token(token)))


def actor_by_token(session: Session, token: str, now: datetime) -> Actor | None:
    """The actor of the living seat that an access token opens, or None; by one plain statement."""
    found = session.connection().execute(_ACTOR, {"token": hash_token(token), "now": now}).one_or_none()
    return Actor(**found._mapping) if found is not None else None


def actor_of(seat: Seat) -> Actor:
    """The actor of a seat."""
    return Actor(
        role=seat.role,
        name=seat.name,
        briefing_id=seat.briefing_id,
        briefing_code=seat.briefing.code,
        seat_id=seat.id,
        person_id=seat.person_id,
        point_id=seat.point_id,
        point_code=_unit(seat),
        outlet=seat.outlet,
    )


def still_valid(session: Session, seat_ids: Collection[int], now: datetime) -> set[int]:
    """Which of these seats are neither revoked nor expired."""
    query = _living(now).where(Seat.id.in_(seat_ids)).with_only_columns(Seat.id)
    return set(session.scalars(query))


def of_briefing(session: Session, briefing_id: int) -> Sequence[Seat]:
    """All seats of a briefing, revoked ones too, by role and name."""
    query = select(Seat).where(Seat.briefing_id == briefing_id).outerjoin(Point, Point.id == Seat.point_id)
    return session.scalars(query.order_by(Seat.role, Point.position, Seat.name, Seat.id)).all()


def reporters(session: Session, briefing_id: int) -> Sequence[Seat]:
    """The reporters registered for a briefing, by name."""
    query = select(Seat).where(
        Seat.briefing_id == briefing_id, Seat.role == "reporter", Seat.revoked_at.is_(None)
    )
    return session.scalars(query.order_by(Seat.name, Seat.id)).all()


def names(session: Session, seat_ids: Collection[int]) -> dict[int, str]:
    """The name that each of these seats bears, by its id."""
    rows = session.execute(select(Seat.id, Seat.name).where(Seat.id.in_(seat_ids)))
    return dict(rows.all())


def people(session: Session) -> Sequence[Person]:
    """All accounts, by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def person_by_email(session: Session, email: str) -> Person | None:
    """The account with this e-mail address, or None."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def standing(session: Session, person_id: int) -> Sequence[Accreditation]:
    """A person's accreditations."""
    return session.scalars(select(Accreditation).where(Accreditation.person_id == person_id)).all()


def _living(now: datetime | BindParameter[datetime]) -> Select[Seat]:
    return select(Seat).where(
        Seat.revoked_at.is_(None),
        or_(Seat.expires_at.is_(None), Seat.expires_at > now),
        ~_account_closed(),
        ~_standing_lost(),
    )


def _account_closed() -> ColumnElement[bool]:
    closed = select(Person.id).where(Person.id == Seat.person_id, ~Person.active)
    return closed.exists()


def _standing_lost() -> ColumnElement[bool]:
    """A reporter's seat stops while the accreditation for its outlet is suspended or pending."""
    lost = (
        select(Accreditation.id)
        .join(Outlet, Outlet.id == Accreditation.outlet_id)
        .where(
            Accreditation.person_id == Seat.person_id,
            Outlet.name == Seat.outlet,
            Accreditation.state != "approved",
        )
    )
    return and_(Seat.role == "reporter", lost.exists())


def _mark(seat: Seat) -> str:
    # Enough of the hash to tell one link from another; it opens nothing.
    return (seat.token_hash or "")[:12]


def _unit(seat: Seat) -> str | None:
    return seat.point.code if seat.point else None


# Every call of the API begins with it.
_ACTOR = (
    _living(bindparam("now", type_=Moment))
    .where(Seat.token_hash == bindparam("token"))
    .join(Briefing, Briefing.id == Seat.briefing_id)
    .outerjoin(Point, Point.id == Seat.point_id)
    .with_only_columns(
        Seat.role,
        Seat.name,
        Seat.briefing_id,
        Briefing.code.label("briefing_code"),
        Seat.id.label("seat_id"),
        Seat.person_id,
        Seat.point_id,
        Point.code.label("point_code"),
        Seat.outlet,
        maintain_column_froms=True,
    )
)
