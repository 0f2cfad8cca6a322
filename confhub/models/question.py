"""A question with its two lives: the floor (the question itself) and the answer (routes, answers)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from confhub import workflow
from confhub.models.base import Base, Moment, one_of
from confhub.models.briefing import Point


class Question(Base):
    """A question, under one number that never changes within its briefing."""

    __tablename__ = "questions"
    __log__ = "briefing_id"
    __table_args__ = (
        UniqueConstraint("briefing_id", "number"),
        UniqueConstraint("briefing_id", "entered_seat_id", "client_id"),
        Index("ix_questions_floor", "briefing_id", "state", "position"),
        # One question at a time is on air.
        Index(
            "uq_questions_on_air",
            "briefing_id",
            unique=True,
            sqlite_where=text("state = 'on_air'"),
            postgresql_where=text("state = 'on_air'"),
        ),
        one_of("state", workflow.QUESTION_STATES),
        one_of("channel", workflow.CHANNELS),
        one_of("priority", workflow.PRIORITIES),
        CheckConstraint("(state = 'queued') = (position IS NOT NULL)", name="queued_has_place"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_target"),
        CheckConstraint("(state = 'declined') = (ground IS NOT NULL)", name="declined_has_ground"),
        CheckConstraint("state NOT IN ('on_air', 'answered') OR aired_at IS NOT NULL", name="aired_has_time"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"))
    number: Mapped[int]
    # With the seat that entered it: a request that is repeated is one question.
    client_id: Mapped[str | None] = mapped_column(String(64))
    entered_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    text: Mapped[str] = mapped_column(Text)
    # The moderator's wording for the floor; the asker's own words stay in ``text``.
    edited: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="received")
    version: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(10))
    priority: Mapped[str] = mapped_column(String(12), default="ordinary")
    position: Mapped[float | None]
    # Questions of one number are taken together; they stand side by side in the queue.
    group_no: Mapped[int | None]
    labels: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The moderator who has it in hand.
    claimed_seat_id: Mapped[int | None]
    claimed_by: Mapped[str] = mapped_column(String(160), default="")
    # A moderator asked the asker back, and waits for the reply.
    asked_back_at: Mapped[datetime | None] = mapped_column(Moment)

    asker_seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), index=True)
    asker_name: Mapped[str] = mapped_column(String(160))
    outlet: Mapped[str] = mapped_column(String(160))
    # The point that the asker named; a wish, not a route.
    wanted_point_id: Mapped[int | None] = mapped_column(ForeignKey("points.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))

    asked_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    aired_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    ground: Mapped[str | None] = mapped_column(String(40))
    outward: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    # Who acted last, to tell those who come too late.
    changed_verb: Mapped[str] = mapped_column(String(20), default="ask")
    changed_by: Mapped[str] = mapped_column(String(160))
    changed_seat_id: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Moment)

    routes: Mapped[list[Route]] = relationship(
        back_populates="question", order_by="Route.id", lazy="selectin"
    )
    answers: Mapped[list[Answer]] = relationship(
        back_populates="question", order_by="Answer.id", lazy="selectin"
    )
    merged_into: Mapped[Question | None] = relationship(
        remote_side=id, foreign_keys=merged_into_id, back_populates="merged", lazy="selectin", join_depth=1
    )
    merged: Mapped[list[Question]] = relationship(
        foreign_keys=merged_into_id, back_populates="merged_into", lazy="selectin", join_depth=1
    )
    parent: Mapped[Question | None] = relationship(
        remote_side=id, foreign_keys=parent_id, lazy="selectin", join_depth=1
    )
    wanted_point: Mapped[Point | None] = relationship(lazy="joined")

    @property
    def wording(self) -> str:
        """The text as the floor reads it."""
        return self.edited or self.text

    @property
    def is_undecided(self) -> bool:
        """True as long as it still needs a disposition."""
        return self.state in workflow.UNDECIDED

    @property
    def open_routes(self) -> list[Route]:
        """The routes that are still being answered, the leading one first."""
        open_ones = [route for route in self.routes if route.state in workflow.OPEN_ROUTE]
        return sorted(open_ones, key=lambda route: route.role != "lead")

    @property
    def lead(self) -> Route | None:
        """The open route that leads, if there is one."""
        return next((route for route in self.open_routes if route.role == "lead"), None)

    @property
    def live(self) -> Answer | None:
        """The spoken answer, if one was begun."""
        return next((answer for answer in self.answers if answer.kind == "live"), None)

    @property
    def written(self) -> Answer | None:
        """The written answer, unless there is none or it was cancelled."""
        return next((a for a in self.answers if a.kind == "written" and a.state != "cancelled"), None)


class Route(Base):
    """A question asked of a point; one of a question's open routes leads."""

    __tablename__ = "routes"
    __log__ = "briefing_id"
    __table_args__ = (
        UniqueConstraint("question_id", "point_id"),
        one_of("state", workflow.ROUTE_STATES),
        one_of("role", ("lead", "support")),
        CheckConstraint("(state = 'returned') = (reason IS NOT NULL)", name="returned_has_reason"),
        CheckConstraint(
            "reason IS NULL OR reason IN ('not_competent', 'other_unit', 'no_information', 'not_available')",
            name="reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("points.id"), index=True)
    role: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default="routed")
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str | None] = mapped_column(String(20))
    reply: Mapped[str] = mapped_column(Text, default="")
    suggested_id: Mapped[int | None] = mapped_column(ForeignKey("points.id"))
    routed_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    respond_by: Mapped[datetime | None] = mapped_column(Moment)
    # The leader did not respond in time: the deputy is asked.
    to_deputy: Mapped[bool] = mapped_column(default=False)

    @property
    def overdue_at(self) -> datetime | None:
        """When twice the time to respond has passed."""
        return self.respond_by + (self.respond_by - self.routed_at) if self.respond_by else None

    question: Mapped[Question] = relationship(back_populates="routes")
    point: Mapped[Point] = relationship(foreign_keys=point_id, lazy="joined")
    suggested: Mapped[Point | None] = relationship(foreign_keys=suggested_id, lazy="joined")


class Answer(Base):
    """What was answered: live (times and gist) or in writing (text, owner, due date)."""

    __tablename__ = "answers"
    __log__ = "briefing_id"
    __table_args__ = (
        UniqueConstraint("question_id", "kind"),
        one_of("kind", ("live", "written")),
        CheckConstraint(
            "(kind = 'live' AND state IN ('speaking', 'stopped', 'given')) OR (kind = 'written' AND state IN "
            "('drafting', 'submitted', 'cleared', 'published', 'cancelled'))",
            name="state",
        ),
        CheckConstraint("kind <> 'written' OR due IS NOT NULL", name="written_has_due"),
        CheckConstraint("kind <> 'live' OR from_at IS NOT NULL", name="live_has_time"),
        CheckConstraint(
            "state NOT IN ('submitted', 'cleared', 'published') OR text <> ''", name="submitted_has_text"
        ),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    briefing_id: Mapped[int] = mapped_column(ForeignKey("briefings.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("points.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10))
    speaker: Mapped[str] = mapped_column(String(160), default="")
    gist: Mapped[str] = mapped_column(Text, default="")
    from_at: Mapped[datetime | None] = mapped_column(Moment)
    to_at: Mapped[datetime | None] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None]
    due_days: Mapped[int | None]
    sent_back_note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(Moment)

    question: Mapped[Question] = relationship(back_populates="answers")
    point: Mapped[Point | None] = relationship(lazy="joined")
