"""Whoever needs a database gets one: started, joined, or somebody else's."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from skillcity.kernel.errors import InputError
from skillcity.site.supervise import roles
from skillcity.site.supervise.connecting import connect
from skillcity.site.supervise.external import place as place_in_words
from skillcity.site.supervise.postgres import EmbeddedPostgres
from skillcity.site.supervise.server import database


@pytest.fixture(autouse=True)
def _own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("SKILLCITY_THROWAWAY", "1")


def url_of(server: EmbeddedPostgres, user: str = "", password: str = "", dbname: str = "postgres") -> str:
    known = server.superuser(dbname)
    return (
        f"postgresql://{user or known['user']}:{quote(password or known['password'])}@/{dbname}"
        f"?host={quote(known['host'], safe='')}"
    )


def test_both_roles_sign_in_and_the_application_owns_nothing(place: Path) -> None:
    with database(place / "var") as found:
        with connect(found.owner) as owner:
            owner.execute("create table thing (id bigserial primary key)")
            roles.ensure_grants(owner)
        with connect(found.app) as app:
            app.execute("insert into thing default values")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("drop table thing")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("create table other (id int)")


def test_append_only_tables_lose_the_rights_to_change_them(place: Path) -> None:
    with database(place / "var") as found:
        with connect(found.owner) as owner:
            owner.execute("create table ledger (id int)")
            owner.execute(
                "create function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$"
            )
            owner.execute("create trigger t before update on ledger for each row execute function refuse_change()")
            roles.ensure_grants(owner)
            roles.ensure_grants(owner)
        with connect(found.app) as app:
            app.execute("insert into ledger values (1)")
            for attack in ("update ledger set id = 2", "delete from ledger", "truncate ledger"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(attack)  # type: ignore[call-overload]


def test_a_second_command_joins_and_the_first_waits_for_it(place: Path) -> None:
    joined, leave = threading.Event(), threading.Event()
    order: list[str] = []

    def second() -> None:
        with database(place / "var") as found:
            assert found.server is None
            joined.set()
            leave.wait(10)
            connect(found.app).close()
            order.append("second")

    thread = threading.Thread(target=second)
    with database(place / "var") as found:
        assert found.server is not None
        thread.start()
        assert joined.wait(20)
        threading.Timer(0.3, leave.set).start()
    order.append("first")
    thread.join()
    assert order == ["second", "first"]


def test_other_secrets_than_the_data_were_written_with_are_refused(place: Path) -> None:
    with database(place / "var"):
        pass
    (place / "var" / "secrets.json").unlink()
    with pytest.raises(InputError) as caught, database(place / "var"):
        pass
    assert caught.value.code == "site.secrets-lost"


def test_the_environment_of_the_web_server_has_no_owner(place: Path) -> None:
    with database(place / "var") as found:
        variables = found.environment(place / "var")
        assert json.loads(variables["SKILLCITY_DB"])["user"] == "skillcity_app"
        assert found.owner["password"] not in str(variables)
        assert found.environment(place / "var", as_owner=True)["SKILLCITY_ROLE"] == "owner"


def test_a_named_server_gets_the_application_role(
    place: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url_of(server))
    for _ in range(2):
        with database(place / "var") as found, connect(found.app) as app:
            row = app.execute("select current_user").fetchone()
            assert row == ("skillcity_app",)
            assert found.server is None


def test_an_owner_who_may_not_make_roles_is_told_what_to_run(
    place: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(server.superuser()) as connection:
        connection.execute("create role plain login password 'x'")
        connection.execute("create database plain owner plain")
    monkeypatch.setenv("DATABASE_URL", url_of(server, "plain", "x", "plain"))
    with pytest.raises(InputError) as caught, database(place / "var"):
        pass
    assert caught.value.code == "site.application-role"
    assert "create role skillcity_app" in caught.value.text.en


def test_an_application_role_above_row_security_is_refused(
    place: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(server.superuser()) as connection:
        connection.execute("create role skillcity_app login superuser")
    monkeypatch.setenv("DATABASE_URL", url_of(server))
    with pytest.raises(InputError) as caught, database(place / "var"):
        pass
    assert caught.value.code == "site.application-role-too-strong"


def test_a_database_that_cannot_search_chinese_is_refused(
    place: Path, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(server.superuser()) as connection:
        connection.execute(
            "create database plain template template0 encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'"
        )
    monkeypatch.setenv("DATABASE_URL", url_of(server, dbname="plain"))
    with pytest.raises(InputError) as caught, database(place / "var"):
        pass
    assert caught.value.code == "site.no-chinese-search"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://someone:geheim@127.0.0.1:1/city", "site.database-unreachable"),
        ("postgresql://someone:geheim@no-such-host.invalid/city", "site.database-unreachable"),
        ("mysql://someone:geheim@127.0.0.1/city", "site.database-url"),
        ("nonsense", "site.database-url"),
    ],
)
def test_a_server_that_cannot_be_used_is_one_line_without_the_password(
    place: Path, monkeypatch: pytest.MonkeyPatch, url: str, code: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(InputError) as caught, database(place / "var"):
        pass
    assert caught.value.code == code
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_place_in_words_has_no_password() -> None:
    assert place_in_words({"host": "db", "password": "x", "dbname": "city"}) == "db:5432/city"


def test_this_module_needs_no_django() -> None:
    assert sys.modules["skillcity.site.supervise.server"].__dict__.get("django") is None
