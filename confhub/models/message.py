"""What is said beside the floor: notes on a question, asking back, and the back channel."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from confhub import workflow
from confhub.models.base import Base, Moment, one_of


class Message(Base):
    """One message; it is never changed but by being acknowledged.

    On a question: a ``note`` among staff, ``clarify`` (the asker is asked back), ``reply`` (the asker's
    answer). On the back channel (``channel``): to an ``audience``, where it stays until acknowledged.
    """

    __tablename__ = "messages"
    __log__ = "briefing_id"
    __table_args__ = (
        Index("ix_messages_audience", "briefing_id", "audience"),
        one_of("kind", workflow.MESSAGE_KINDS),
        CheckConstraint("(kind = 'channel') = (audience <> '')", name="channel_has_audience"),
        CheckConstraint("kind = 'channel' OR question_id IS NOT NULL", name="belongs_to_question"),
        CheckConstraint("acknowledged_at IS NULL OR kind = 'channel'", name="acknowledged_on_channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(24), default="")
    text: Mapped[str] = mapped_column(Text)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    name: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(12))
    # The sender's point, where there is one.
    point_id: Mapped[int | None] = mapped_column(ForeignKey("points.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[str] = mapped_column(String(160), default="")
