"""What the tests share: a throw-away PostgreSQL server, small studies."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadtext.store import Database

ROOT = Path(__file__).parents[1]
SERVER_PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SERVER_USER = "nobody"


@pytest.fixture(autouse=True)
def _no_database_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADTEXT_DATABASE_URL", raising=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL server on loopback, made for these tests and thrown away after them."""
    programs = SERVER_PROGRAMS if SERVER_PROGRAMS.is_dir() else _programs_on_path()
    if programs is None:
        pytest.skip("PostgreSQL's server programs aren't installed (Debian: postgresql-15)")
    as_user = {}
    if os.geteuid() == 0:
        # The server refuses to run as root.
        as_user = {"user": SERVER_USER, "group": pwd.getpwnam(SERVER_USER).pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="leadtext-pg-"))
    if as_user:
        shutil.chown(folder, SERVER_USER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "leadtext", "--auth=trust", "--encoding=UTF8", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        **as_user,
    )
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    control = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, cwd=folder, **as_user)
    try:
        yield f"postgresql://leadtext@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=folder, **as_user)
        shutil.rmtree(folder, ignore_errors=True)


def _programs_on_path() -> Path | None:
    found = shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


@pytest.fixture(params=["sqlite", "postgresql"])
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Opens the same empty database again and again: once SQLite, once PostgreSQL."""
    opened: list[Database] = []
    if request.param == "sqlite":

        def opener() -> Database:
            opened.append(Database.in_folder(tmp_path))
            return opened[-1]
    else:
        url = request.getfixturevalue("postgresql")
        schema = f"study_{uuid.uuid4().hex[:12]}"

        def opener() -> Database:
            opened.append(Database(url, schema=schema))
            return opened[-1]

    yield opener
    for database in opened:
        database.close()


@pytest.fixture
def database(open_database: Callable[[], Database]) -> Database:
    """An empty database: once SQLite, once PostgreSQL."""
    return open_database()


@pytest.fixture
def small_study(tmp_path: Path) -> Path:
    """A study of three publications in plain files and a table of comments."""
    folder = tmp_path / "study"
    shutil.copytree(ROOT / "tests" / "study", folder)
    return folder
