"""The embedded PostgreSQL: one server in one folder, a direct child of this process, reached by a Unix socket only."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise import child, configuration, leftovers
from skillcity.site.supervise.connecting import Parameters, connect
from skillcity.site.supervise.errors import database_did_not_start, of_os_error
from skillcity.site.supervise.locks import FileLock
from skillcity.site.supervise.logs import LogFile
from skillcity.site.supervise.places import Places, find_places

SUPERUSER = "postgres"
LOCK_SECONDS = 15.0
START_SECONDS = 60.0
POLL_SECONDS = 0.02
STOP = ((signal.SIGINT, 3.0), (signal.SIGQUIT, 1.0))  # fast, then immediate: then the next start recovers
MAINTENANCE_DATABASE = "postgres"


class EmbeddedPostgres:
    """A server in `folder` (data, socket, password, lock); as root in a place that its unprivileged user can reach.

    `durable=False` is for tests: a crash of the machine may lose everything.
    Use: `with EmbeddedPostgres(folder) as server: psycopg.connect(**server.superuser())`.
    """

    def __init__(self, folder: Path, *, durable: bool = True, log: Path | None = None) -> None:
        self.folder = folder
        self.durable = durable
        self.log = LogFile(log or folder / "postgres.log")
        self.process: subprocess.Popen[bytes] | None = None
        self._lock = FileLock(folder / "server.lock")
        self._places: Places | None = None
        self._password = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def places(self) -> Places:
        """Where the files lie; known after `start`."""
        if self._places is None:
            raise RuntimeError("the server has not been started")
        return self._places

    def superuser(self, dbname: str = MAINTENANCE_DATABASE) -> Parameters:
        """Connection parameters (psycopg) of the superuser: for roles, extensions and tests only."""
        return self.parameters(SUPERUSER, self._password, dbname)

    def parameters(self, user: str, password: str, dbname: str) -> Parameters:
        """Connection parameters (psycopg) of any role."""
        return {
            "host": str(self.places.sockets),
            "port": "5432",
            "dbname": dbname,
            "user": user,
            "password": password,
        }

    def start(self) -> None:
        """Make the data folder if there is none, start, and wait until queries are answered.

        Errors: `site.database-in-use`, `site.database-did-not-start`, `site.disk-full`, `site.not-writable`.
        """
        if not self._lock.acquire(wait_seconds=LOCK_SECONDS):
            raise InputError(
                "site.database-in-use",
                Text("另一个进程正在使用此数据库。", "another process runs this database."),
                where=str(self.folder),
            )
        try:
            self._places = find_places(self.folder)
            self._read_or_make_password()
            if not (self.places.data / "PG_VERSION").exists():
                self._initialise()
            self._check_version()
            self.launch()
            self._wait_until_ready()
            self._check_chinese_search()
        except OSError as error:
            self.stop()
            raise of_os_error(error, self.folder) from error
        except BaseException:
            self.stop()
            raise

    def launch(self) -> None:
        """Start the process without waiting for it: also what the supervisor calls after a crash."""
        places = self.places
        leftovers.clear(places.data)
        configuration.write(places.data, durable=self.durable)
        with self.log.open() as log:
            self.process = child.start(
                [places.programs / "bin" / "postgres", "-D", places.data, "-k", places.sockets],
                log=log,
                on_parent_death=signal.SIGINT,
                env=self._environment(),
                user=places.user,
                cwd=places.data,
            )

    def stop(self) -> None:
        """Stop: open transactions are rolled back, the data folder is left clean. Nothing happens when it is down."""
        if self.process is not None:
            child.stop(self.process, signs=STOP)
            self.process = None
        self._lock.release()

    def is_running(self) -> bool:
        """Whether the postmaster lives."""
        return self.process is not None and self.process.poll() is None

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": "/nonexistent"}

    def _read_or_make_password(self) -> None:
        path = self.places.folder / "superuser.password"
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            if self.places.user is not None:
                os.chown(draft, self.places.user.pw_uid, self.places.user.pw_gid)
            draft.replace(path)
        self._password = path.read_text()

    def _initialise(self) -> None:
        """Run `initdb` beside the final place and rename: an interrupted one leaves nothing that looks finished."""
        places = self.places
        draft = places.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        command = [
            str(places.programs / "bin" / "initdb"),
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            f"--pwfile={places.folder / 'superuser.password'}",
            "--auth=scram-sha-256",
            "--data-checksums",
            *([] if self.durable else ["--no-sync"]),
            *configuration.locale_arguments(),
        ]
        with self.log.open() as log:
            result = subprocess.run(
                command,
                check=False,
                env=self._environment(),
                cwd=places.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=child.die_with_parent(signal.SIGKILL),
                **child.as_user(places.user),
            )
        if result.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise database_did_not_start(self.log.path, self.log.last_complaint())
        draft.rename(places.data)

    def _check_version(self) -> None:
        """The data must be of the same major version as the programs."""
        stored = (self.places.data / "PG_VERSION").read_text().strip()
        command = [str(self.places.programs / "bin" / "postgres"), "--version"]
        shown = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout
        ours = shown.split()[2].split(".")[0]
        if stored != ours:
            raise InputError(
                "site.database-version",
                Text(
                    f"数据属于 PostgreSQL {stored}，程序是 {ours}。",
                    f"the data are of PostgreSQL {stored}, the programs of {ours}.",
                ),
                where=str(self.places.data),
                todo=Text("请按 docs/operations.md 升级。", "Upgrade as docs/operations.md tells."),
            )

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while True:
            if not self.is_running():
                raise database_did_not_start(self.log.path, self.log.last_complaint())
            try:
                connect(self.superuser()).close()
                return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise database_did_not_start(self.log.path, str(error).strip()) from error
                if time.monotonic() > end:
                    raise database_did_not_start(self.log.path, self.log.last_complaint()) from error
            time.sleep(POLL_SECONDS)

    def _check_chinese_search(self) -> None:
        """Refuse a server that finds no trigram in Chinese: every search would silently be empty."""
        with connect(self.superuser()) as connection:
            connection.execute("create extension if not exists pg_trgm")
            row = connection.execute("select coalesce(array_length(show_trgm('焊工'), 1), 0)").fetchone()
        if row is None or row[0] == 0:
            raise InputError(
                "site.no-chinese-search",
                Text("此数据库不能检索中文。", "this database cannot search Chinese."),
                where=str(self.places.data),
                todo=Text("请以 UTF-8 区域设置重建。", "Make it anew with a UTF-8 locale."),
            )
