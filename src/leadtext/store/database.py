"""The database under a study: opening it, bringing its schema up to date, and one run at a time.

SQLite in WAL mode in the study's folder by default, so that analysts read while a run writes; PostgreSQL by a
URL when a team shares a study. On PostgreSQL each study has a schema of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from leadtext.errors import StoreError, StoreLocked

__all__ = ["DATABASE_FILE", "MIGRATIONS", "Database", "newest_revision"]

DATABASE_FILE = "leadtext.db"
MIGRATIONS = Path(__file__).parent / "migrations"

# Long enough for another process's short write, short enough that a person learns of a stuck one.
LOCK_WAIT_SECONDS = 10


class Database:
    """One study's database, opened and brought up to date.

    Args:
        url: an SQLAlchemy URL for SQLite or PostgreSQL.
        schema: on PostgreSQL, the schema that holds this study.

    Raises:
        StoreVersion: the database was made by a newer leadtext.
        StoreLocked: another process holds it.
        StoreError: it can't be opened, or isn't a leadtext database.
    """

    def __init__(self, url: str, *, schema: str | None = None) -> None:
        self.url = sa.make_url(url)
        self.name = self.url.render_as_string(hide_password=True)
        self.schema = schema
        self._held = False
        self._engine = self._make_engine()
        try:
            with self._explained():
                self._upgrade()
        except BaseException:
            self.close()
            raise

    @classmethod
    def in_folder(cls, folder: Path) -> Database:
        """The SQLite database of the study in a folder, made if it isn't there yet."""
        return cls(f"sqlite:///{folder / DATABASE_FILE}")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite, not PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection for looking things up: what it sees doesn't change while it is open."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction: all of what is written in it is kept, or, if anything fails, nothing."""
        with self._explained(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextlib.contextmanager
    def one_run(self) -> Iterator[None]:
        """Hold the study for one run; a run's own stages may ask for it again.

        Raises:
            StoreLocked: another run has it.
        """
        if self._held:
            yield
            return
        busy = StoreLocked(f"{self.name}: another run is at work on this study; wait until it has ended.")
        with contextlib.ExitStack() as stack:
            if self.is_sqlite:
                handle = stack.enter_context(open(f"{self.url.database}-run", "w"))
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise busy from None
            else:
                number = int.from_bytes(hashlib.sha256(f"leadtext {self.schema}".encode()).digest()[:7], "big")
                connection = stack.enter_context(self._engine.connect())
                if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number))):
                    raise busy
                connection.commit()
                stack.callback(connection.scalar, sa.select(sa.func.pg_advisory_unlock(number)))
            self._held = True
            stack.callback(setattr, self, "_held", False)
            yield

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def _make_engine(self) -> sa.Engine:
        if self.is_sqlite:
            engine = sa.create_engine(self.url, connect_args={"timeout": LOCK_WAIT_SECONDS})
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        if self.url.get_backend_name() != "postgresql":
            raise StoreError(f"{self.name}: the database must be SQLite or PostgreSQL.")
        url = self.url.set(drivername="postgresql+psycopg")
        wait = f"-c lock_timeout={LOCK_WAIT_SECONDS * 1000}"
        path = f" -c search_path={self.schema}" if self.schema else ""
        try:
            return sa.create_engine(url, connect_args={"options": wait + path}, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StoreError(
                f"{self.name}: PostgreSQL needs the optional set: pip install 'leadtext[postgresql]'."
            ) from error

    def _upgrade(self) -> None:
        with self._engine.begin() as connection:
            if self.schema and not self.is_sqlite:
                connection.execute(sa.schema.CreateSchema(self.schema, if_not_exists=True))
            if _revision(connection) == newest_revision():
                return
            # Alembic takes a quarter second to import, and most databases are up to date.
            from leadtext.store.upgrading import upgrade

            upgrade(connection, self.name)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in words what a database's driver complains about."""
        try:
            yield
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            if "locked" in reason or "lock timeout" in reason:
                raise StoreLocked(
                    f"{self.name}: the database is locked by another process; wait until it has ended, then run again."
                ) from error
            raise StoreError(f"{self.name}: the database can't be used: {reason}.") from error
        except DatabaseError as error:
            if isinstance(error.orig, sqlite3.DatabaseError) and "not a database" in str(error.orig):
                raise StoreError(f"{self.name}: this file is no SQLite database; move it away.") from error
            raise


def newest_revision() -> str:
    """The schema's newest revision: the migrations' files are named by theirs."""
    return max(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: sa.Connection) -> str | None:
    """The revision of the schema that a database has; None where it has none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy begins transactions itself, so that reads inside one see one state.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its lock at the start: taken half-way it could fail after the work is done.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
