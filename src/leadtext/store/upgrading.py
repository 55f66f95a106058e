"""Bringing a database's schema up to date, by Alembic's migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from leadtext.errors import StoreError, StoreVersion
from leadtext.store.database import MIGRATIONS

__all__ = ["upgrade"]


def upgrade(connection: sa.Connection, name: str) -> None:
    """Bring a database to the newest revision, in the transaction that it is in.

    Args:
        connection: to the database.
        name: what the database is called in a refusal.

    Raises:
        StoreVersion: the database was made by a newer leadtext.
        StoreError: it isn't a leadtext database.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    here = MigrationContext.configure(connection).get_current_revision()
    head = script.get_current_head()
    if here == head:
        return
    known = {revision.revision for revision in script.walk_revisions()}
    if here is not None and here not in known:
        raise StoreVersion(
            f"{name}: this database was made by a newer version of leadtext (its schema is '{here}'; "
            f"this version knows '{head}'); upgrade leadtext, or run the study in a fresh folder."
        )
    if here is None and sa.inspect(connection).get_table_names():
        raise StoreError(f"{name}: this database holds tables that are not leadtext's; name another database.")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
