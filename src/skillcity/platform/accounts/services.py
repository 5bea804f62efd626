"""What happens to accounts: each act checks who may, locks the row, writes, and tells the audit."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from skillcity.kernel.errors import Conflict, InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts import permissions
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.accounts.selectors import is_taken
from skillcity.platform.audit.services import record


def create_account(
    *, actor: Actor, username: str, name: str, role: Role, password: str, region_code: str = "", email: str = ""
) -> Account:
    """Make an account in its proposed role. It is off until a security administrator has seen it; the operator's is on.

    Errors: Refused; `accounts.taken`; `accounts.invalid` (no user name, county missing, weak password).
    """
    permissions.may_create(actor).require()
    if is_taken(username):
        raise TAKEN
    account = Account(
        username=username.lower(),
        name=name,
        email=email,
        role=role.value,
        region_code=county_of(role, region_code),
        is_active=permissions.is_operator(actor),
    )
    _check_password(account, password)
    account.set_password(password)
    _check(account)
    with transaction.atomic():
        account.save(force_insert=True)
        _audit(actor, "account-created", account)
    return account


def set_password(*, actor: Actor, account: Account, password: str) -> Account:
    """Give the account a new password; its open sessions end. Errors: Refused, `accounts.invalid`."""
    with transaction.atomic():
        found = _lock(account)
        permissions.may_set_password(actor, found).require()
        _check_password(found, password)
        found.set_password(password)
        found.save(update_fields=["password"])
        record(actor=actor, act="account-password-set", object_type="account", object_id=found.pk)
    return found


def switch_off(*, actor: Actor, account: Account) -> Account:
    """End the account's access, its open sessions too. Nothing happens if it is off already."""
    with transaction.atomic():
        found = _lock(account)
        permissions.may_switch_off(actor, found).require()
        return _switch(actor, found, on=False)


def switch_on(*, actor: Actor, account: Account, role: Role, region_code: str = "") -> Account:
    """Let the account sign in, in the role and county that the security administrator confirms by naming them.

    Errors: Refused; `accounts.changed` when the account has another role by now.
    """
    with transaction.atomic():
        found = _lock(account)
        permissions.may_secure(actor, found).require()
        if (found.role, found.region_code) != (role.value, county_of(role, region_code)):
            raise CHANGED
        return _switch(actor, found, on=True)


def change_role(*, actor: Actor, account: Account, role: Role, region_code: str = "") -> Account:
    """Give the account another role or county. Errors: Refused, `accounts.invalid`."""
    with transaction.atomic():
        found = _lock(account)
        permissions.may_secure(actor, found).require()
        before = {"role_before": found.role, "county_before": found.region_code}
        found.role, found.region_code = role.value, county_of(role, region_code)
        _check(found)
        found.save(update_fields=["role", "region_code"])
        _audit(actor, "account-role-changed", found, **before)
    return found


def reset_second_factor(*, actor: Actor, account: Account) -> int:
    """Remove authenticator and recovery codes (a phone was lost); returns how many there were. Errors: Refused."""
    with transaction.atomic():
        found = _lock(account)
        permissions.may_secure(actor, found).require()
        count: int = Authenticator.objects.filter(user=found).delete()[0]
        record(actor=actor, act="account-second-factor-reset", object_type="account", object_id=found.pk)
    return count


def unlock(*, actor: Actor, account: Account) -> int:
    """Forget the account's failed tries, from every address; returns how many rows there were. Errors: Refused."""
    with transaction.atomic():
        found = _lock(account)
        permissions.may_secure(actor, found).require()
        count: int = AccessAttempt.objects.filter(username=found.username).delete()[0]
        record(actor=actor, act="account-unlocked", object_type="account", object_id=found.pk)
    return count


def county_of(role: Role, region_code: str) -> str:
    """The county that a role keeps: none but that of a county officer."""
    return region_code if role.reach is Reach.COUNTY else ""


def _switch(actor: Actor, account: Account, *, on: bool) -> Account:
    if account.is_active is not on:
        account.is_active = on
        account.save(update_fields=["is_active"])
        _audit(actor, "account-switched-on" if on else "account-switched-off", account)
    return account


def _lock(account: Account) -> Account:
    return Account.objects.select_for_update(of=("self",)).get(pk=account.pk)


def _audit(actor: Actor, act: str, account: Account, **more: object) -> None:
    """What the audit says of an account: never its password, and no personal name."""
    details = {"username": account.username, "role": account.role, "county": account.region_code, **more}
    record(actor=actor, act=act, object_type="account", object_id=account.pk, details=details)


def _check(account: Account) -> None:
    try:
        account.full_clean(exclude={"password"})
    except ValidationError as error:
        raise _invalid(error) from error


def _check_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> InputError:
    """Django's and our own messages are late strings: they speak each language in turn."""
    words = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words[language] = " ".join(error.messages)
    return InputError(
        "accounts.invalid",
        Text(words["zh-hans"], words["en"]),
        todo=Text("请改正后重试。", "Please correct it and try again."),
    )


TAKEN = InputError(
    "accounts.taken",
    Text("这个用户名已有人用。", "This user name is taken."),
    todo=Text("请换一个用户名。", "Please choose another."),
)
CHANGED = Conflict(
    "accounts.changed",
    Text("这个账号的角色刚刚变了。", "The role of this account has just changed."),
    todo=Text("请核对后再启用。", "Look at it again, then switch it on."),
)
