"""Where printed pages begin in a document's text."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("documents", sa.Column("pages", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("documents", "pages")
