from __future__ import annotations

from dataclasses import replace

import pytest

from skillcity.kernel.errors import NotFound, Refused
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.imports.kinds import ImportKind, all_kinds, kind_named, register
from skillcity.platform.imports.permissions import Permission, kinds_for, may_import, require_import


def test_a_registered_kind_is_found_by_its_key(kind: ImportKind) -> None:
    register(kind)
    assert kind_named("test-names") is kind
    assert all_kinds()[-1] is kind


def test_another_kind_under_the_same_key_is_a_mistake(kind: ImportKind) -> None:
    with pytest.raises(ValueError, match="already registered"):
        register(replace(kind, roles=frozenset()))
    with pytest.raises(ValueError, match="different keys"):
        register(replace(kind, key="other", columns=(*kind.columns, kind.columns[0])))
    with pytest.raises(ValueError, match="different keys"):
        register(replace(kind, key="other", columns=()))


def test_an_unknown_kind_is_told_the_nearest(kind: ImportKind) -> None:
    with pytest.raises(NotFound, match="test-names"):
        kind_named("test-name")


@pytest.mark.parametrize("role", Role)
def test_the_kind_says_which_roles_may(kind: ImportKind, role: Role) -> None:
    actor = Actor(account_id=1, role=role)
    expected = Permission.ROLE if role is Role.COUNTY_OFFICER else Permission.REFUSED
    assert may_import(actor, kind) is expected
    assert (kind in kinds_for(actor)) is (role is Role.COUNTY_OFFICER)


def test_the_system_may_and_a_stranger_may_not(kind: ImportKind) -> None:
    assert may_import(SYSTEM, kind) is Permission.SYSTEM
    with pytest.raises(Refused):
        require_import(STRANGER, kind)
