"""A body that issues, somebody who passed, and their certificate."""

from __future__ import annotations

import pytest

from skillcity.credentials.models import Certificate
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person
from skillcity.registry.tests.world import actor


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
