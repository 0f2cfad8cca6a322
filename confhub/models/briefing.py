"""A briefing, its points, its agenda and the seats of those who take part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from confhub import workflow
from confhub.models.base import Base, Moment, one_of
from confhub.workflow import ROLES


class Briefing(Base):
    """One press briefing. Its id is also the id of its log."""

    __tablename__ = "briefings"
    __log__ = "id"
    __table_args__ = (
        one_of("state", workflow.BRIEFING_STATES),
        CheckConstraint(
            "NOT intake_open OR state IN ('open', 'live', 'paused')", name="intake_while_running"
        ),
        CheckConstraint(
            "state NOT IN ('closed', 'published') OR closed_at IS NOT NULL", name="closed_has_time"
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("logs.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    venue: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String(200))
    superior: Mapped[str] = mapped_column(String(200))
    roster: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    intake_open: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    last_number: Mapped[int] = mapped_column(default=0)

    points: Mapped[list[Point]] = relationship(back_populates="briefing", order_by="Point.position")
    agenda: Mapped[list[AgendaItem]] = relationship(order_by="AgendaItem.position")


class Point(Base):
    """A unit's place in one briefing; it keeps its own copy of code and name."""

    __tablename__ = "points"
    __log__ = "briefing_id"
    __table_args__ = (UniqueConstraint("briefing_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    leader: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    deputy: Mapped[str] = mapped_column(String(160), default="")
    deputy_phone: Mapped[str] = mapped_column(String(40), default="")
    checked_in_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_in_name: Mapped[str] = mapped_column(String(160), default="")
    line_checked_at: Mapped[datetime | None] = mapped_column(Moment)
    line_ms: Mapped[int | None]

    briefing: Mapped[Briefing] = relationship(back_populates="points")


class AgendaItem(Base):
    """An item of the agenda, with its planned length."""

    __tablename__ = "agenda_items"
    __log__ = "briefing_id"
    __table_args__ = (CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    speaker: Mapped[str] = mapped_column(String(160), default="")
    minutes: Mapped[int]


class Seat(Base):
    """A person's or a screen's place in one briefing: a role, by account, by access link, or both."""

    __tablename__ = "seats"
    __log__ = "briefing_id"
    __unlogged__ = frozenset({"token_hash"})
    __table_args__ = (
        one_of("role", ROLES),
        CheckConstraint("(role = 'leader') = (point_id IS NOT NULL)", name="leaders_have_points"),
        CheckConstraint("person_id IS NOT NULL OR token_hash IS NOT NULL", name="has_a_way_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(160))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("points.id"))
    outlet: Mapped[str | None] = mapped_column(String(160))
    token_hash: Mapped[str | None] = mapped_column(Text, unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)

    briefing: Mapped[Briefing] = relationship()
    point: Mapped[Point | None] = relationship()

    def has_ended(self, at: datetime) -> bool:
        """True when the seat was revoked, or has expired by ``at``."""
        return self.revoked_at is not None or (self.expires_at is not None and self.expires_at <= at)
