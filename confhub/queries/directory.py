"""The office's directory as its pages list it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from confhub.models import Accreditation, Outlet, Person


def accounts(session: Session) -> Sequence[Person]:
    """All accounts with their accreditations and outlets, by name."""
    held = selectinload(Person.accreditations).joinedload(Accreditation.outlet)
    return session.scalars(select(Person).options(held).order_by(Person.name, Person.id)).all()


def account(session: Session, person_id: int) -> Person | None:
    """One account with its accreditations, or None."""
    held = selectinload(Person.accreditations).joinedload(Accreditation.outlet)
    return session.scalar(select(Person).options(held).where(Person.id == person_id))


def outlets(session: Session) -> Sequence[str]:
    """The names of all outlets, in order."""
    return session.scalars(select(Outlet.name).order_by(Outlet.name)).all()
