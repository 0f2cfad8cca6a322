"""The event log: a hash-chained sequence per briefing, and one for the office itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from confhub.models.base import Base, Moment

OFFICE_LOG = 1


class Log(Base):
    """A sequence of events; taking its next number is taking its lock."""

    __tablename__ = "logs"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")


class Event(Base):
    """One line of a log: what happened, who did it, whom it reaches, which rows it changed.

    ``payload`` is canonical JSON; it is None once redacted, and ``digest`` still proves the chain.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_question", "log_id", "number"),)

    log_id: Mapped[int] = mapped_column(ForeignKey("logs.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int | None]
    actor: Mapped[dict[str, Any]] = mapped_column(JSON)
    reach: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
