"""A database for whoever needs one: the server named by DATABASE_URL, or the embedded one, started or joined.

One process of a clone runs the embedded server (it holds `var/run/server.owner`); others join it. Everybody who uses
it holds `var/run/server.users` shared, so that a short command does not stop the server under a longer one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise import external, roles
from skillcity.site.supervise.connecting import Parameters, connect
from skillcity.site.supervise.errors import of_os_error
from skillcity.site.supervise.locks import FileLock
from skillcity.site.supervise.postgres import EmbeddedPostgres
from skillcity.site.supervise.secrets import Secrets, load_secrets

JOIN_SECONDS = 60.0
POLL_SECONDS = 0.05
ADDRESS = "server.json"


@dataclass(frozen=True, slots=True)
class Database:
    """Where the database is and how both roles sign in; `server` only in the process that runs the embedded one."""

    owner: Parameters
    app: Parameters
    server: EmbeddedPostgres | None = None

    def environment(self, var: Path, *, as_owner: bool = False) -> dict[str, str]:
        """The variables that the settings read; the owner's password only for whoever works as the owner."""
        variables = {"SKILLCITY_VAR": str(var), "SKILLCITY_DB": json.dumps(self.app)}
        if as_owner:
            variables |= {"SKILLCITY_DB_OWNER": json.dumps(self.owner), "SKILLCITY_ROLE": "owner"}
        return variables


def default_var() -> Path:
    """The folder of everything that changes: `SKILLCITY_VAR`, else `var` in the project."""
    named = os.environ.get("SKILLCITY_VAR")
    return Path(named).resolve() if named else Path(__file__).resolve().parents[4] / "var"


@contextmanager
def database(var: Path | None = None, *, supervising: bool = False) -> Iterator[Database]:
    """Give a database for the length of the block, with roles and extensions in place.

    `supervising`: this process must run the embedded server itself (it waits for short commands to finish), and stops
    it at the end of the block whoever else uses it.
    Errors: those of `EmbeddedPostgres.start` and of `external`; `site.secrets-lost`, `site.disk-full`,
    `site.not-writable`, `site.database-busy`.
    """
    var = var or default_var()
    make_var(var)
    url = os.environ.get("DATABASE_URL")
    if url:
        yield external.prepare(url, load_secrets(var))
        return
    users = FileLock(var / "run" / "server.users")
    owner = FileLock(var / "run" / "server.owner")
    try:
        users.acquire(shared=True, wait_seconds=JOIN_SECONDS)
        joined = _join_or_own(var, owner, supervising=supervising)
        if joined is not None:
            yield joined
            return
        server = embedded(var)
        (var / "run" / ADDRESS).unlink(missing_ok=True)
        try:
            found = _start(var, server)
            yield found
            if not supervising:
                users.acquire(wait_seconds=None)  # exclusive: those who joined have finished
        finally:
            (var / "run" / ADDRESS).unlink(missing_ok=True)
            server.stop()
    finally:
        owner.release()
        users.release()


def embedded(var: Path) -> EmbeddedPostgres:
    """The embedded server of this installation, not started."""
    durable = os.environ.get("SKILLCITY_THROWAWAY") != "1"  # the tests' own server may lose everything
    return EmbeddedPostgres(var / "postgres", durable=durable, log=var / "log" / "postgres.log")


def make_var(var: Path) -> None:
    """Make the folder of everything that changes, or say in one line why not."""
    try:
        (var / "run").mkdir(parents=True, exist_ok=True)
        (var / "log").mkdir(exist_ok=True)
        probe = var / "run" / f".probe-{os.getpid()}"
        probe.write_bytes(b"0" * 4096)  # a full disk takes an empty file, but not its content
        probe.unlink()
    except OSError as error:
        raise of_os_error(error, var) from error


def _join_or_own(var: Path, owner: FileLock, *, supervising: bool) -> Database | None:
    """Join the running server, or return None with the owner's lock held: then this process runs it."""
    end = time.monotonic() + JOIN_SECONDS
    while time.monotonic() < end:
        if owner.acquire():
            return None
        if not supervising and (found := _running(var)) is not None:
            return found
        time.sleep(POLL_SECONDS)
    raise InputError(
        "site.database-busy",
        Text("另一个进程正占用内置数据库。", "another process holds the embedded database."),
        where=str(var / "run" / "server.owner"),
        todo=Text("请等它结束后再试。", "Wait for it to end and try again."),
    )


def _running(var: Path) -> Database | None:
    """Parameters of the server that another process of this clone runs, once it answers."""
    try:
        address = json.loads((var / "run" / ADDRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    found = _for_both_roles(address, load_secrets(var))
    try:
        connect(found.app).close()
    except psycopg.OperationalError:
        return None
    return found


def _start(var: Path, server: EmbeddedPostgres) -> Database:
    server.start()
    secrets = load_secrets(var)
    with connect(server.superuser()) as connection:
        roles.ensure_roles(connection, owner_password=secrets.owner_password, app_password=secrets.app_password)
        if not server.durable:
            roles.let_owner_make_databases(connection)
    with connect(server.superuser(roles.DATABASE)) as connection:
        roles.ensure_extensions(connection)
    address = server.parameters("", "", roles.DATABASE)
    found = _for_both_roles(address, secrets, server)
    _check_secrets(var, found)
    draft = var / "run" / f"{ADDRESS}.new"
    draft.write_text(json.dumps(address), encoding="utf-8")
    draft.replace(var / "run" / ADDRESS)
    return found


def _for_both_roles(address: Parameters, secrets: Secrets, server: EmbeddedPostgres | None = None) -> Database:
    return Database(
        owner=address | {"user": roles.OWNER, "password": secrets.owner_password},
        app=address | {"user": roles.APPLICATION, "password": secrets.app_password},
        server=server,
    )


def _check_secrets(var: Path, found: Database) -> None:
    """Data and secrets belong together: with other secrets the stored ID numbers could not be read."""
    for parameters in (found.owner, found.app):
        try:
            connect(parameters).close()
        except psycopg.OperationalError as error:
            raise InputError(
                "site.secrets-lost",
                Text("密钥文件与数据库不匹配。", "the file of secrets does not belong to this database."),
                where=str(var / "secrets.json"),
                todo=Text("请从备份恢复密钥文件。", "Restore the file from a backup."),
            ) from error
