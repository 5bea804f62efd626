"""Fixtures of the site's tests: the trial routes, and a browser for a new account."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from tests.population import client_of
from tests.trial import trial as trial

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    """The throttle counts in the cache of the process, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def make(db: None) -> Callable[..., Account]:
    """Make an account with the password of these tests."""

    def make_account(role: Role = Role.CITY_OFFICER, *, username: str = "", is_active: bool = True) -> Account:
        account = Account(username=username or role.value, name="某人", role=role.value, is_active=is_active)
        account.region_code = "330382" if role is Role.COUNTY_OFFICER else ""
        account.set_password(PASSWORD)
        with acting_as(SYSTEM):
            account.save()
        return account

    return make_account


@pytest.fixture
def browser(make: Callable[..., Account]) -> Callable[..., Client]:
    """A signed-in browser of a role."""

    def open_browser(role: Role = Role.CITY_OFFICER, **options: bool) -> Client:
        return client_of(make(role), **options)

    return open_browser
