"""Groups of topics, the map of passages, the words of periods."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "topic_groups",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("born", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_groups")),
    )
    op.create_table(
        "grouped",
        sa.Column("topic", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_grouped_topic")),
        sa.ForeignKeyConstraint(["group"], ["topic_groups.id"], name=op.f("fk_grouped_group")),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_grouped")),
    )
    op.create_table(
        "map_points",
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("landmark", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passages.id"], name=op.f("fk_map_points_passage"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("passage", name=op.f("pk_map_points")),
    )
    op.create_table(
        "period_words",
        sa.Column("topic", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topics.id"], name=op.f("fk_period_words_topic")),
        sa.PrimaryKeyConstraint("topic", "period", name=op.f("pk_period_words")),
    )


def downgrade() -> None:
    op.drop_table("period_words")
    op.drop_table("map_points")
    op.drop_table("grouped")
    op.drop_table("topic_groups")
