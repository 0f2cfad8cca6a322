"""The moderators' console: labels, groups, claims, deputies, messages, technicians"""

import sqlalchemy as sa
from alembic import op

from confhub import models

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROLES = ("organiser", "moderator", "clerk", "chair", "leader", "technician", "reporter", "display")


def upgrade() -> None:
    with op.batch_alter_table("seats") as batch_op:
        batch_op.drop_constraint(op.f("ck_seats_role"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_seats_role"), "role IN ({})".format(", ".join(f"'{role}'" for role in _ROLES))
        )
    op.add_column("points", _text("deputy", 160))
    op.add_column("points", _text("deputy_phone", 40))
    op.add_column("questions", sa.Column("group_no", sa.Integer(), nullable=True))
    op.add_column("questions", sa.Column("labels", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("questions", sa.Column("claimed_seat_id", sa.Integer(), nullable=True))
    op.add_column("questions", _text("claimed_by", 160))
    op.add_column("questions", sa.Column("asked_back_at", models.base.Moment(timezone=True), nullable=True))
    op.add_column("routes", sa.Column("to_deputy", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("acknowledged_at", models.base.Moment(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=160), nullable=False),
        sa.CheckConstraint(
            "(kind = 'channel') = (audience <> '')", name=op.f("ck_messages_channel_has_audience")
        ),
        sa.CheckConstraint(
            "acknowledged_at IS NULL OR kind = 'channel'", name=op.f("ck_messages_acknowledged_on_channel")
        ),
        sa.CheckConstraint(
            "kind = 'channel' OR question_id IS NOT NULL", name=op.f("ck_messages_belongs_to_question")
        ),
        sa.CheckConstraint("kind IN ('note', 'clarify', 'reply', 'channel')", name=op.f("ck_messages_kind")),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefings.id"], name=op.f("fk_messages_briefing_id")),
        sa.ForeignKeyConstraint(["point_id"], ["points.id"], name=op.f("fk_messages_point_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_messages_question_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_messages_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_audience", "messages", ["briefing_id", "audience"])
    op.create_index(op.f("ix_messages_question_id"), "messages", ["question_id"])


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")
