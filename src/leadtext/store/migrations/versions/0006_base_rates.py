"""How often signals hold in each source, as tags follow it. Standing tags are made anew at the next run, with it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "base_rates",
        sa.Column("model", sa.String(64), primary_key=True),
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("base_rates")
