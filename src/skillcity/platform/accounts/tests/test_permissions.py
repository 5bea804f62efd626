"""Who may do what to an account: every role, the operator, a stranger, and everyone to themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skillcity.kernel.errors import Refused
from skillcity.platform.accounts import permissions
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.permissions import Verdict
from skillcity.platform.accounts.roles import Role

SYSTEM_ADMIN, SECURITY_ADMIN = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN
OTHERS = [role for role in Role if role not in {SYSTEM_ADMIN, SECURITY_ADMIN}]
SOMEBODY = Account(pk=7, username="somebody", role=Role.BANK.value, is_active=True)
OFF = Account(pk=7, username="somebody", role=Role.BANK.value, is_active=False)
Rule = Callable[[Actor], Verdict]

RULES: dict[str, tuple[Rule, dict[Role, Verdict], Verdict]] = {
    "list": (
        permissions.may_list,
        {SYSTEM_ADMIN: Verdict.ALLOWED, SECURITY_ADMIN: Verdict.ALLOWED},
        Verdict.NOT_AN_ADMIN,
    ),
    "create": (permissions.may_create, {SYSTEM_ADMIN: Verdict.ALLOWED}, Verdict.NOT_SYSTEM_ADMIN),
    "password of one that is off": (
        lambda actor: permissions.may_set_password(actor, OFF),
        {SYSTEM_ADMIN: Verdict.ALLOWED},
        Verdict.NOT_SYSTEM_ADMIN,
    ),
    "password of one that is on": (
        lambda actor: permissions.may_set_password(actor, SOMEBODY),
        {SYSTEM_ADMIN: Verdict.STILL_ON},
        Verdict.NOT_SYSTEM_ADMIN,
    ),
    "switch off": (
        lambda actor: permissions.may_switch_off(actor, SOMEBODY),
        {SYSTEM_ADMIN: Verdict.ALLOWED, SECURITY_ADMIN: Verdict.ALLOWED},
        Verdict.NOT_AN_ADMIN,
    ),
    "secure": (
        lambda actor: permissions.may_secure(actor, SOMEBODY),
        {SECURITY_ADMIN: Verdict.ALLOWED},
        Verdict.NOT_SECURITY_ADMIN,
    ),
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("role", Role)
def test_every_role_gets_its_verdict(name: str, role: Role) -> None:
    rule, known, otherwise = RULES[name]
    assert rule(Actor(account_id=1, role=role)) is known.get(role, otherwise)


@pytest.mark.parametrize("name", RULES)
def test_the_operator_may_do_everything_and_a_stranger_nothing(name: str) -> None:
    rule, _, otherwise = RULES[name]
    assert rule(SYSTEM) is Verdict.ALLOWED
    assert rule(STRANGER) is otherwise


@pytest.mark.parametrize("role", Role)
def test_nobody_manages_their_own_account(role: Role) -> None:
    own = Account(pk=1, username="me", role=role.value, is_active=False)
    actor = Actor(account_id=1, role=role)
    for rule in (permissions.may_set_password, permissions.may_switch_off, permissions.may_secure):
        assert rule(actor, own) is not Verdict.ALLOWED


def test_an_actor_called_system_with_an_account_is_not_the_operator() -> None:
    assert not permissions.is_operator(Actor(account_id=1, role=Role.CITY_OFFICER, name="system"))
    assert not permissions.is_operator(Actor(account_id=1, role=None, name="system"))


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.ALLOWED])
def test_each_refusal_says_why_in_both_languages(verdict: Verdict) -> None:
    with pytest.raises(Refused) as refusal:
        verdict.require()
    assert refusal.value.code == f"accounts.{verdict.value}"
    assert refusal.value.what.zh
    assert refusal.value.what.en
    assert refusal.value.todo.zh


def test_no_administrator_alone_lets_somebody_in() -> None:
    """The whole point: making an account or setting its password, and switching it on, are two people's."""
    for role in Role:
        actor = Actor(account_id=1, role=role)
        opens = permissions.may_secure(actor, OFF) is Verdict.ALLOWED
        knows_password = permissions.may_set_password(actor, OFF) is Verdict.ALLOWED
        assert not (opens and knows_password)
