"""Vectors of phrases that are no passages: anchors' seeds and the everyday talk that they are held against."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "phrases",
        sa.Column("hash", sa.String(40), primary_key=True),
        sa.Column("encoder", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("phrases")
