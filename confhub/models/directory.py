"""The office's directory: units, people, outlets and their accreditation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from confhub.models.base import Base, Moment, one_of

UNIT_KINDS = ("district", "ward", "commune", "town", "department")


class Unit(Base):
    """An administrative unit as it was valid between two dates, in one roster."""

    __tablename__ = "units"
    __log__ = "office"
    __table_args__ = (UniqueConstraint("roster", "code"), one_of("kind", UNIT_KINDS))

    id: Mapped[int] = mapped_column(primary_key=True)
    roster: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Person(Base):
    """An account: signs in with e-mail and password."""

    __tablename__ = "people"
    __log__ = "office"
    __unlogged__ = frozenset({"password_hash", "sign_in_epoch"})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    organiser: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    # Raised to end all of the person's sign-ins at once.
    sign_in_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)

    accreditations: Mapped[list[Accreditation]] = relationship(back_populates="person")


class Outlet(Base):
    """A press outlet (cơ quan báo chí)."""

    __tablename__ = "outlets"
    __log__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)


class Accreditation(Base):
    """A reporter's standing with the office, for one outlet."""

    __tablename__ = "accreditations"
    __log__ = "office"
    __table_args__ = (
        UniqueConstraint("person_id", "outlet_id"),
        one_of("document", ("card", "letter")),
        one_of("state", ("pending", "approved", "suspended")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlets.id"))
    document: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="pending")

    person: Mapped[Person] = relationship(back_populates="accreditations")
    outlet: Mapped[Outlet] = relationship()


class Setting(Base):
    """What the office decides and may change: grounds for refusal, legal bases, due days."""

    __tablename__ = "settings"
    __log__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    value: Mapped[Any] = mapped_column(JSON)
