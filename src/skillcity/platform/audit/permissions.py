"""Who may read the audit. A verdict is a value. Who looked at oneself is another page, open to everyone."""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role


class Verdict(Enum):
    """Why somebody may, or may not."""

    ALLOWED = "allowed"
    NOT_A_READER = "not-a-reader"

    def require(self) -> None:
        """Raise Refused unless the verdict is ALLOWED."""
        if self is not Verdict.ALLOWED:
            raise REFUSAL


REFUSAL = Refused(
    "audit.not-a-reader",
    Text("只有审计管理员和审计人员可以查看审计记录。", "Only audit administrators and auditors read the audit."),
    todo=Text("请联系审计管理员。", "Ask an audit administrator."),
)


def may_read(actor: Actor) -> Verdict:
    """Whether the actor may read everybody's entries."""
    return Verdict.ALLOWED if actor.role in {Role.AUDIT_ADMIN, Role.AUDITOR} else Verdict.NOT_A_READER
