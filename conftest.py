"""The database of the tests: a real PostgreSQL, one template with all migrations, one copy of it for each test process.

`db` (pytest-django) runs a test in a transaction that is rolled back, signed in as the application's role and, unless
the test says otherwise, with the system's scope. `committed_db` gives a test a database of its own, where commits are
real: append-only tables cannot be emptied.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings as hypothesis
from psycopg import sql

PROJECT = Path(__file__).parent
ORDER = (
    "tests/browser/test_looks.py",
    "tests/browser/test_",
    "tests/browser/changing/",
    "src/skillcity/site/tests/supervise/",
    "tests/fuzz/",
)
"""What goes first: the slowest, or one process waits for the other at the end; and who reads the city of the browser
before who changes it."""

hypothesis.register_profile("city", deadline=None)  # nothing is timed inside tests
hypothesis.load_profile("city")
pytest_plugins = ["tests.guards"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the tests that take minutes."""
    parser.addoption("--long", action="store_true", help="run the long tests too")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they were asked for, and put some files first."""
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    items.sort(key=lambda item: [not item.nodeid.startswith(place) for place in ORDER])


def migrations_digest() -> str:
    """Changes whenever a migration, or a module that migrations take their SQL from, changes."""
    digest = hashlib.sha256()
    sources = [*(PROJECT / "src").rglob("migrations/*.py"), *(PROJECT / "src").rglob("platform/*/*.py")]
    for path in sorted({*sources, PROJECT / "locks" / "run.txt"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Databases:
    """Makes, copies and drops the test databases, as the owner."""

    def __init__(self, owner: dict[str, object], app: dict[str, object]) -> None:
        self.owner = owner
        self.app = app
        self.template = f"skillcity_test_{migrations_digest()}"

    def execute(self, statement: sql.Composable, dbname: str = "") -> None:
        """Run one statement outside a transaction."""
        parameters = self.owner | ({"dbname": dbname} if dbname else {})
        with psycopg.connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute(sql.SQL("set client_min_messages to warning"))
            connection.execute(statement)

    def make_template(self) -> None:
        """Migrate an empty database once for all test processes."""
        with psycopg.connect(**self.owner, autocommit=True) as connection:  # type: ignore[arg-type]
            connection.execute("select pg_advisory_lock(hashtext('skillcity test template'))")
            found = connection.execute("select 1 from pg_database where datname = %s", [self.template]).fetchone()
            if not found:
                building = f"{self.template}_building"
                self.drop(building)
                self.execute(sql.SQL("create database {} template template0").format(sql.Identifier(building)))
                self._migrate(building)
                self.execute(
                    sql.SQL("alter database {} rename to {}").format(
                        sql.Identifier(building), sql.Identifier(self.template)
                    )
                )

    def _migrate(self, name: str) -> None:
        from django.core.management import call_command

        from skillcity.site.supervise.roles import ensure_extensions, ensure_grants

        parameters = self.owner | {"dbname": name}
        with psycopg.connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
            ensure_extensions(connection)
        with connected(parameters):
            call_command("migrate", verbosity=0, interactive=False)
        with psycopg.connect(**parameters, autocommit=True) as connection:  # type: ignore[arg-type]
            ensure_grants(connection)

    def copy(self, name: str) -> dict[str, object]:
        """A fresh copy of the template; returns the application's parameters for it."""
        self.drop(name)
        self.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(self.template))
        )
        return self.app | {"dbname": name}

    def drop(self, name: str) -> None:
        """Drop a database and whoever is connected to it.

        An autovacuum worker that happens to be at work in it may not be ended by the owner; it leaves by itself.
        """
        for last in (*[False] * 100, True):
            try:
                self.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                if last:
                    raise
                time.sleep(0.1)
            else:
                return


@contextmanager
def connected(parameters: dict[str, object]) -> Iterator[None]:
    """Point Django's connection at these parameters for a while."""
    from django.db import connections

    connection = connections["default"]
    connection.close()
    wanted = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    before = {key: connection.settings_dict[key] for key in wanted}
    connection.settings_dict.update({key: str(parameters.get(each, "")) for key, each in wanted.items()})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def databases(django_db_blocker: pytest.FixtureRequest) -> Iterator[Databases]:
    """The server of the tests: DATABASE_URL if set, else the embedded one, shared by all test processes."""
    from skillcity.site.supervise.server import database

    with database(Path(os.environ["SKILLCITY_VAR"])) as found:
        made = Databases(dict(found.owner), dict(found.app))
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            made.make_template()
        yield made


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """One copy of the template for this test process."""
    name = f"skillcity_test_{worker_id}"
    with django_db_blocker.unblock(), connected(databases.copy(name)):  # type: ignore[attr-defined]
        yield
    databases.drop(name)


@pytest.fixture(autouse=True)
def _system_scope(request: pytest.FixtureRequest) -> None:
    """A test that has a database sees all of it until it says who acts."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        from skillcity.platform.accounts.actor import SYSTEM
        from skillcity.platform.accounts.scope import set_scope

        set_scope(SYSTEM)


@pytest.fixture
def committed_db(
    databases: Databases, django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str
) -> Iterator[dict[str, object]]:
    """A database of this test's own, where commits are real; gives the application's connection parameters."""
    name = f"skillcity_own_{worker_id}"
    parameters = databases.copy(name)
    with django_db_blocker.unblock(), connected(parameters):  # type: ignore[attr-defined]
        yield parameters
    databases.drop(name)
