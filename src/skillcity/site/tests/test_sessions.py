"""A session is read together with its account; a kept connection that the server has closed is made anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.jobs import forget
from skillcity.platform.accounts.models import Account, Answer, Session
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.models import Delegate, Organisation
from skillcity.registry.selectors import actor_of
from skillcity.site.sessions import Accounts, SessionStore
from tests.population import client_of

Make = Callable[..., Account]


def session_of(client: Client) -> Session:
    return Session.objects.get(pk=client.cookies["sessionid"].value)


def read(client: Client) -> SessionStore:
    """The session of a browser, read as a request reads it."""
    store = SessionStore(client.cookies["sessionid"].value)
    store.load()
    return store


def test_a_session_knows_its_account(make: Make) -> None:
    account = make()
    assert session_of(client_of(account)).account_id == account.pk


def test_the_account_comes_with_the_session_and_only_once(make: Make) -> None:
    account, other = make(), make(username="another")
    client = client_of(account)
    read(client)
    assert Accounts().get_user(other.pk) == other  # not the one that was read
    read(client)
    found = Accounts().get_user(account.pk)
    assert (found, found.acts_for) == (account, frozenset())
    assert Accounts().get_user(account.pk).acts_for is None  # read by itself


def test_an_account_that_was_switched_off_is_nobody(make: Make) -> None:
    account = make()
    client = client_of(account)
    with acting_as(SYSTEM):
        Account.objects.filter(pk=account.pk).update(is_active=False)
    read(client)
    assert Accounts().get_user(account.pk) is None


def test_the_organisation_comes_with_the_session(make: Make) -> None:
    account = make(Role.ENTERPRISE)
    with acting_as(SYSTEM):
        firm = Organisation.objects.create(
            kind="enterprise", name="某某厂", credit_code="91330300MA2AAAAA1X", region_code="330302"
        )
        Delegate.objects.create(account=account, organisation=firm)
    read(client_of(account))
    found = Accounts().get_user(account.pk)
    assert found.acts_for == {firm.pk}
    assert actor_of(found) == actor_of(account)


def test_at_night_ended_sessions_and_old_answers_are_forgotten(committed_db: dict[str, object]) -> None:
    now = timezone.now()
    with acting_as(SYSTEM):
        account = Account.objects.create(username="someone", name="某人", role=Role.CITY_OFFICER.value)
        for key, minutes in (("ended", -1), ("open", 1)):
            Session.objects.create(session_key=key, expire_date=now + timedelta(minutes=minutes), account=account)
        for key in ("old", "new"):
            Answer.objects.create(account=account, key=key, path="/", digest=b"")
        Answer.objects.filter(key="old").update(at=now - timedelta(days=8))
    forget(0)
    with acting_as(SYSTEM):
        assert list(Session.objects.values_list("pk", flat=True)) == ["open"]
        assert list(Answer.objects.values_list("key", flat=True)) == ["new"]


@pytest.mark.parametrize("asked", [False, True], ids=["between requests", "after an error"])
def test_a_connection_that_the_server_has_closed_is_made_anew(committed_db: dict[str, object], asked: bool) -> None:
    connection.ensure_connection()
    before = connection.connection.info.backend_pid
    assert connection.is_usable()
    with psycopg.connect(**committed_db) as other:  # type: ignore[arg-type]  # parameters by name
        other.execute("select pg_terminate_backend(%s, 5000)", [before])
    connection.errors_occurred = asked
    connection.close_if_unusable_or_obsolete()
    connection.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        assert cursor.fetchone() != (before,)
