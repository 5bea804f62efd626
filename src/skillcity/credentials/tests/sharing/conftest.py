"""A worker who holds a certificate, and a stranger."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from skillcity.credentials.models import Certificate
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person
from skillcity.registry.tests.world import actor


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Nobody has opened anything in this minute."""
    cache.clear()


@pytest.fixture
def at(db: None) -> Bureau:
    return bureau()


@pytest.fixture
def holder(at: Bureau) -> Person:
    return examinee(at)


@pytest.fixture
def worker(holder: Person) -> Actor:
    return actor(Role.WORKER, person=holder)


@pytest.fixture
def made(at: Bureau, holder: Person, worker: Actor) -> Certificate:
    (found,) = issued(at, holder)
    return found


@pytest.fixture
def stranger() -> Client:
    return Client()
