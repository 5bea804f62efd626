"""One transaction a request: a GET cannot write, what raised is undone, and a look is in the audit before it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.audit.models import Change, Entry
from skillcity.platform.audit.services import LOOKS
from skillcity.registry.models import Organisation, Person

pytestmark = pytest.mark.usefixtures("trial")
Browser = Callable[..., Client]


def rows() -> int:
    return Organisation.objects.count()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_get_cannot_write(browser: Browser, method: str) -> None:
    client = browser(raise_request_exception=False)
    assert getattr(client, method)("/trial/write").status_code == 500
    assert rows() == 0


def test_the_database_refuses_the_write_of_a_get(browser: Browser) -> None:
    with pytest.raises(DatabaseError, match="read-only transaction"):
        browser().get("/trial/write")


def test_a_get_cannot_leave_its_read_only_transaction(browser: Browser) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction read only")
        cursor.execute("select 1")
        with pytest.raises(DatabaseError, match="read-write"):
            cursor.execute("set transaction read write")
        transaction.set_rollback(True)


def test_a_post_writes(browser: Browser) -> None:
    assert browser().post("/trial/write").status_code == 302
    assert rows() == 1


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("input", 400),
        ("refused", 403),
        ("missing", 404),
        ("conflict", 409),
        ("no-solution", 422),
        ("404", 404),
        ("bug", 500),
        ("database", 500),
    ],
)
def test_what_a_view_wrote_before_it_raised_is_undone(browser: Browser, error: str, status: int) -> None:
    client = browser(raise_request_exception=False)
    assert client.post(f"/trial/write?error={error}").status_code == status
    assert rows() == 0


def test_an_answer_of_500_is_undone_though_nothing_raised(browser: Browser) -> None:
    browser(raise_request_exception=False).post("/trial/write?status=500")
    assert rows() == 0


def test_the_page_of_an_error_says_what_to_do_in_both_languages(browser: Browser) -> None:
    client = browser()
    assert "不行" in client.get("/trial/seen?error=input").content.decode()
    client.cookies["language"] = "en"
    page = client.get("/trial/seen?error=no-solution")
    assert page.status_code == 422
    assert "trial.no-solution" in page.content.decode()


def test_the_rest_interface_explains_an_error_as_json(browser: Browser) -> None:
    answer = browser().post("/api/trial?error=refused")
    assert answer.status_code == 403
    assert answer.json() == {"code": "trial.refused", "where": "", "zh": "不行", "en": "no"}


def person() -> Person:
    set_scope(SYSTEM)
    return Person.objects.create(name="林示一", region_code="330302", sex="female")


def looks(person_id: int) -> int:
    with acting_as(SYSTEM):
        return Entry.objects.filter(person_id=person_id, act="summary").count()


@pytest.mark.parametrize("status", [200, 422])
def test_a_look_is_in_the_audit_when_the_page_leaves(browser: Browser, status: int) -> None:
    client, shown = browser(), person()
    client.get(f"/trial/look?person={shown.pk}&status={status}")
    assert looks(shown.pk) == 1


@pytest.mark.parametrize("error", ["input", "missing", "404", "bug"])
def test_a_page_that_failed_has_shown_nobody(browser: Browser, error: str) -> None:
    client, shown = browser(raise_request_exception=False), person()
    client.get(f"/trial/look?person={shown.pk}&error={error}")
    assert looks(shown.pk) == 0


def test_a_page_does_not_leave_when_its_look_cannot_be_written(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no audit")

    client, shown = browser(raise_request_exception=False), person()
    monkeypatch.setattr("skillcity.site.middleware.request.write_looks", fail)
    page = client.get(f"/trial/look?person={shown.pk}")
    assert page.status_code == 500
    assert b"shown" not in page.content


def test_looks_of_one_request_are_not_those_of_the_next(browser: Browser) -> None:
    client, shown = browser(), person()
    client.get(f"/trial/look?person={shown.pk}")
    assert LOOKS.get() is None
    client.get("/trial/seen")
    assert looks(shown.pk) == 1


def test_the_actor_of_a_change_stands_in_its_history(browser: Browser) -> None:
    client = browser(Role.CITY_OFFICER)
    client.post("/trial/write?name=某单位")
    with acting_as(SYSTEM):
        change = Change.objects.filter(table_name="registry_organisation").order_by("-id")[0]
    assert change.actor == f"account:{client.session['_auth_user_id']}"
    assert change.operation == "insert"


def test_an_account_that_was_switched_off_is_a_stranger_at_once(browser: Browser) -> None:
    from skillcity.platform.accounts.models import Account

    client = browser(Role.CITY_OFFICER)
    assert client.get("/trial/seen").status_code == 200
    with acting_as(SYSTEM):
        Account.objects.update(is_active=False)
    assert client.get("/trial/seen").status_code == 302
