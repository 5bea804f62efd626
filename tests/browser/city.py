"""A city of its own for the browser: sample data in a database, one signed-in session for each role, a web server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from skillcity.site.supervise import child
from tests.browser.stocking import SCALE, Known, recently, stock

START_SECONDS = 60.0
STOP = ((signal.SIGTERM, 3.0),)


@dataclass(frozen=True)
class Ids:
    """Rows of the sample that the tests visit."""

    worker: int
    college: int
    job: int


@dataclass(frozen=True)
class City:
    """Where the portal answers, and how each role is signed in (the value of its session cookie)."""

    url: str
    sessions: dict[str, str]
    ids: Ids
    logins: dict[str, tuple[str, str]]
    environment: dict[str, str]
    parameters: dict[str, Any]
    log: Path
    people: list[Known]

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the database, seen by the system. Not through Django: a browser test may not block its loop."""
        with psycopg.connect(**self.parameters) as connection:
            connection.execute("select set_config('app.scope', 'all', false)")
            return connection.execute(statement, list(values)).fetchall()  # type: ignore[arg-type]

    def evaluate(self) -> None:
        """What the worker does each minute: derive the stale talent classes."""
        code = "import django; django.setup(); from skillcity.policy.services import evaluate_everyone as e; e()"
        subprocess.run([sys.executable, "-c", code], env=self.environment, check=True, capture_output=True)


def settle() -> tuple[dict[str, str], dict[str, tuple[str, str]], Ids, list[Known]]:
    """Fill the database that Django is connected to: what `./skillcity up` does, and a session for each role."""
    from skillcity.policy.services import evaluate_everyone
    from skillcity.reference.services import load_shipped
    from skillcity.site.demo import demo_accounts
    from skillcity.site.sample.services import import_sample

    load_shipped(lambda *_: None)
    import_sample(SCALE)
    evaluate_everyone()
    logins = {name: (name, password) for _, name, password in demo_accounts()}
    people = stock()
    return _sessions(), logins, _ids(), people


def _sessions() -> dict[str, str]:
    """A signed-in session for each account, without the quarter of a second that a password costs."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.models import Account
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.site.sessions import SessionStore

    sessions = {}
    with acting_as(SYSTEM):
        for account in Account.objects.order_by("pk"):
            session = SessionStore()
            session[SESSION_KEY] = str(account.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
            session["account_authentication_methods"] = recently()
            session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            session.save()
            sessions[account.username] = str(session.session_key)
    return sessions


def _ids() -> Ids:
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.models import Account
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.jobs.models import Job
    from skillcity.registry.selectors import actor_of

    with acting_as(SYSTEM):
        accounts = {each.username: each for each in Account.objects.order_by("pk")}
        worker = actor_of(accounts["worker"]).person_id
    with acting_as(SYSTEM):
        college = min(actor_of(accounts["college"]).organisation_ids)
    if worker is None:
        raise LookupError("the worker's account has no person")
    with acting_as(SYSTEM):
        job = Job.objects.order_by("pk").values_list("pk", flat=True)[0]
    return Ids(worker=worker, college=college, job=job)


@contextmanager
def served(environment: dict[str, str], log: Path) -> Iterator[str]:
    """The web server on a free port, until the block ends; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "skillcity.site.supervise.web:application"]
    with log.open("wb") as file:
        process = child.start(command, log=file, on_parent_death=signal.SIGKILL, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, log)
        yield url
    finally:
        child.stop(process, signs=STOP)


def _wait(url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"the web server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def environment_for(parameters: dict[str, Any]) -> dict[str, str]:
    """What a process needs to work on this database, as the supervisor would hand it over."""
    from django.conf import settings

    hidden = ("DATABASE_URL", "SKILLCITY_DB_OWNER", "SKILLCITY_ROLE")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    extra = {"SKILLCITY_DB": json.dumps(parameters), "SKILLCITY_VAR": str(settings.VAR), "SKILLCITY_SYNTHETIC": "1"}
    # The keys, and the way passwords are hashed, of this process.
    extra |= {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    return kept | extra | {"PYTHONPATH": f"{settings.PROJECT / 'src'}:{settings.PROJECT}"}
