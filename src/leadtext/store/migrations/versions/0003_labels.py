"""People's labels of a study's passages, and how many of them a share rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "labels",
        sa.Column("passage", sa.String(length=60), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("drawn", sa.String(length=16), nullable=False),
        sa.Column("probability", sa.Float(), nullable=True),
        sa.Column("taken_in", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("passage", "coder", "codebook", "version", name=op.f("pk_labels")),
    )
    op.add_column("series", sa.Column("labels", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("series", "labels")
    op.drop_table("labels")
