"""Accounts to act on, and actors who try."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope

Make = Callable[..., Account]


@pytest.fixture
def make(db: None) -> Make:
    """Make an account; the scope is the system's afterwards."""
    set_scope(SYSTEM)

    def make_account(role: Role = Role.BANK, *, username: str = "", is_active: bool = True) -> Account:
        region = "330382" if role is Role.COUNTY_OFFICER else ""
        return Account.objects.create(
            username=username or role.value, name="某人", role=role.value, region_code=region, is_active=is_active
        )

    return make_account


def actor_like(account: Account) -> Actor:
    """The actor of an account, without its people and organisations: these permissions never ask for them."""
    return Actor(account_id=account.pk, role=Role(account.role))
