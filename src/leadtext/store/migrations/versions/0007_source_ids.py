"""Documents keep the id that their source gives them. Those read before have none until their source is read anew."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("documents", sa.Column("source_id", sa.Text()))


def downgrade() -> None:
    op.drop_column("documents", "source_id")
