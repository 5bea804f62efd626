"""Kinds of jobs for the tests, registered for one test at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.jobs import kinds
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.running import Run

TITLE = Text("试验", "A trial")


@pytest.fixture
def register() -> Iterator[Callable[..., JobKind]]:
    known = dict(kinds._kinds)

    def add(run: Callable[[Run], Mapping[str, Any]], **more: Any) -> JobKind:
        return kinds.register(JobKind("trial", run, **more))

    yield add
    kinds._kinds.clear()
    kinds._kinds.update(known)


def account(name: str, role: Role) -> Actor:
    region = "330302" if role is Role.COUNTY_OFFICER else ""
    made = Account.objects.create(username=name, name=name, role=role.value, region_code=region)
    return Actor(account_id=made.pk, role=role, name=name, region_codes=frozenset({region}) - {""})


@pytest.fixture
def alice(db: None) -> Actor:
    """A county officer."""
    return account("alice", Role.COUNTY_OFFICER)


@pytest.fixture
def bob(db: None) -> Actor:
    """Another one."""
    return account("bob", Role.COUNTY_OFFICER)
