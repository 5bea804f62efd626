"""Who may read the audit: every role, the operator, a stranger."""

from __future__ import annotations

import pytest

from skillcity.kernel.errors import Refused
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.permissions import Verdict, may_read
from skillcity.platform.audit.selectors import Wanted, entries

READERS = {Role.AUDIT_ADMIN, Role.AUDITOR}


@pytest.mark.parametrize("role", Role)
def test_only_audit_administrators_and_auditors_read_it(role: Role) -> None:
    wanted = Verdict.ALLOWED if role in READERS else Verdict.NOT_A_READER
    assert may_read(Actor(account_id=1, role=role)) is wanted


def test_the_system_and_strangers_do_not_read_it() -> None:
    assert may_read(SYSTEM) is Verdict.NOT_A_READER
    assert may_read(STRANGER) is Verdict.NOT_A_READER


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_the_selector_refuses_everybody_else(role: Role) -> None:
    with pytest.raises(Refused, match=r"audit\.not-a-reader"):
        entries(Actor(account_id=1, role=role), Wanted())
