"""Who may do what to an account. A verdict is a value; its refusal says why.

Separation of duties: the system administrator makes accounts, sets their passwords and switches them off; the security
administrator gives roles, switches accounts on and resets what secures them. A new account is off, and a password is
set only while an account is off: nobody lets somebody in alone. The operator at the command line is the system itself.
"""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role


class Verdict(Enum):
    """Why somebody may, or may not."""

    ALLOWED = "allowed"
    NOT_SYSTEM_ADMIN = "not-system-admin"
    NOT_SECURITY_ADMIN = "not-security-admin"
    NOT_AN_ADMIN = "not-an-admin"
    OWN_ACCOUNT = "own-account"
    STILL_ON = "still-on"

    def require(self) -> None:
        """Raise Refused unless the verdict is ALLOWED."""
        if self is not Verdict.ALLOWED:
            reason, todo = REASONS[self]
            raise Refused(f"accounts.{self.value}", reason, todo=todo)


ASK_SYSTEM = Text("请由系统管理员办理。", "A system administrator may do it.")
ASK_SECURITY = Text("请由安全管理员办理。", "A security administrator may do it.")
REASONS = {
    Verdict.NOT_SYSTEM_ADMIN: (
        Text("只有系统管理员可以这样做。", "Only a system administrator may do this."),
        ASK_SYSTEM,
    ),
    Verdict.NOT_SECURITY_ADMIN: (
        Text("只有安全管理员可以这样做。", "Only a security administrator may do this."),
        ASK_SECURITY,
    ),
    Verdict.NOT_AN_ADMIN: (
        Text("只有系统管理员和安全管理员可以管理账号。", "Only system and security administrators manage accounts."),
        Text("请联系管理员。", "Ask one of them."),
    ),
    Verdict.OWN_ACCOUNT: (
        Text("不能管理自己的账号。", "Nobody manages their own account."),
        Text("请由另一位管理员办理。", "Another administrator may do it."),
    ),
    Verdict.STILL_ON: (
        Text("账号在用，不能设置密码。", "The account is on: its password cannot be set."),
        Text(
            "请先停用，再设密码，然后由安全管理员启用。",
            "Switch it off first; a security administrator switches it on again.",
        ),
    ),
}
ANY = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})


def is_operator(actor: Actor) -> bool:
    """Whether the system itself acts, for the operator at the command line."""
    return actor.role is None and actor.reach is Reach.CITY


def may_list(actor: Actor) -> Verdict:
    """Whether the actor may see the accounts."""
    return Verdict.ALLOWED if is_operator(actor) or actor.role in ANY else Verdict.NOT_AN_ADMIN


def may_create(actor: Actor) -> Verdict:
    """Whether the actor may make an account."""
    return Verdict.ALLOWED if is_operator(actor) or actor.role is Role.SYSTEM_ADMIN else Verdict.NOT_SYSTEM_ADMIN


def may_set_password(actor: Actor, account: Account) -> Verdict:
    """Whether the actor may give the account a password."""
    if is_operator(actor):
        return Verdict.ALLOWED
    if actor.role is not Role.SYSTEM_ADMIN:
        return Verdict.NOT_SYSTEM_ADMIN
    if actor.account_id == account.pk:
        return Verdict.OWN_ACCOUNT
    return Verdict.STILL_ON if account.is_active else Verdict.ALLOWED


def may_switch_off(actor: Actor, account: Account) -> Verdict:
    """Whether the actor may end the account's access: both administrators, for what is urgent."""
    if is_operator(actor):
        return Verdict.ALLOWED
    if actor.role not in ANY:
        return Verdict.NOT_AN_ADMIN
    return Verdict.OWN_ACCOUNT if actor.account_id == account.pk else Verdict.ALLOWED


def may_secure(actor: Actor, account: Account) -> Verdict:
    """Whether the actor may give the role, switch on, unlock, or reset the second factor."""
    if is_operator(actor):
        return Verdict.ALLOWED
    if actor.role is not Role.SECURITY_ADMIN:
        return Verdict.NOT_SECURITY_ADMIN
    return Verdict.OWN_ACCOUNT if actor.account_id == account.pk else Verdict.ALLOWED
