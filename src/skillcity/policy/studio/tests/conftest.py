"""Fixtures of the studio's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.scope import set_scope
from skillcity.policy import editions
from skillcity.policy.studio.models import Draft
from skillcity.policy.studio.services import start_draft
from skillcity.policy.studio.tests.world import BASE, World, make_world


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
