"""Fixtures of the studio's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import set_scope
from skillcity.policy import editions
from skillcity.policy.studio.models import Draft
from skillcity.policy.studio.services import start_draft
from skillcity.policy.studio.tests.world import BASE, World, make_world
from tests.population import client_of


@pytest.fixture
def world(db: None) -> Iterator[World]:
    made = make_world()
    set_scope(SYSTEM)
    editions.forget()
    yield made
    editions.forget()


@pytest.fixture
def author(world: World) -> Actor:
    return world.actor(world.author)


@pytest.fixture
def other(world: World) -> Actor:
    return world.actor(world.other)


@pytest.fixture
def draft(author: Actor) -> Draft:
    return start_draft(actor=author, base=BASE)


@pytest.fixture
def browse(world: World) -> Callable[[Account], Client]:
    return lambda account: client_of(account)


@pytest.fixture
def page(world: World) -> Client:
    return client_of(world.author)


@pytest.fixture
def url(draft: Draft) -> str:
    return f"/studio/{draft.pk}"
