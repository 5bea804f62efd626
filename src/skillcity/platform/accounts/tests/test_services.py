"""What happens to accounts, who is refused, and what the audit says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt

from skillcity.kernel.errors import Conflict, InputError, Refused
from skillcity.platform.accounts import services
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import known_username, locked_usernames, security_of, waiting_accounts
from skillcity.platform.accounts.tests.conftest import Make, actor_like
from skillcity.platform.audit.models import Change, Entry

GOOD = "correct-horse-battery"
Act = Callable[[Actor, Account], object]


def last_entry() -> Entry:
    return Entry.objects.order_by("-id")[0]


def create(
    actor: Actor, *, username: str = "li", role: Role = Role.BANK, region: str = "", password: str = GOOD
) -> Account:
    return services.create_account(
        actor=actor, username=username, name="李", role=role, region_code=region, password=password
    )


def test_a_new_account_is_off_until_somebody_else_switches_it_on(make: Make) -> None:
    account = create(actor_like(make(Role.SYSTEM_ADMIN)))
    assert not account.is_active
    assert account.check_password(GOOD)
    assert list(waiting_accounts(SYSTEM)) == [account]


def test_the_operators_account_is_on_at_once(make: Make) -> None:
    assert create(SYSTEM).is_active


def test_a_user_name_is_taken_once_whatever_its_capitals(make: Make) -> None:
    create(SYSTEM, username="Li")
    with pytest.raises(InputError, match=r"accounts\.taken"):
        create(SYSTEM, username="lI")
    assert known_username("LI") == "li"
    assert known_username("nobody") == "nobody"


@pytest.mark.parametrize("password", ["", "short", "1234567890", "password123"])
def test_a_weak_password_makes_no_account(make: Make, password: str) -> None:
    with pytest.raises(InputError, match=r"accounts\.invalid"):
        create(SYSTEM, password=password)
    assert not Account.objects.filter(username="li").exists()


def test_a_county_officer_has_a_county_and_the_others_none(make: Make) -> None:
    with pytest.raises(InputError, match=r"accounts\.invalid"):
        create(SYSTEM, role=Role.COUNTY_OFFICER)
    assert create(SYSTEM, role=Role.COUNTY_OFFICER, region="330382").region_code == "330382"
    assert create(SYSTEM, username="wang", role=Role.BANK, region="330382").region_code == ""


def test_switching_on_confirms_the_role_that_was_seen(make: Make) -> None:
    account, security = make(is_active=False), actor_like(make(Role.SECURITY_ADMIN))
    with pytest.raises(Conflict, match=r"accounts\.changed"):
        services.switch_on(actor=security, account=account, role=Role.CITY_OFFICER)
    assert services.switch_on(actor=security, account=account, role=Role.BANK).is_active


def test_changing_the_role_tells_the_audit_both(make: Make) -> None:
    account, security = make(), actor_like(make(Role.SECURITY_ADMIN))
    services.change_role(actor=security, account=account, role=Role.COUNTY_OFFICER, region_code="330302")
    entry = last_entry()
    assert (entry.act, entry.details["role_before"], entry.details["role"]) == (
        "account-role-changed",
        "bank",
        "county-officer",
    )
    with pytest.raises(InputError):
        services.change_role(actor=security, account=account, role=Role.COUNTY_OFFICER)


def test_a_password_is_set_while_the_account_is_off(make: Make) -> None:
    account, admin = make(), actor_like(make(Role.SYSTEM_ADMIN))
    with pytest.raises(Refused, match=r"accounts\.still-on"):
        services.set_password(actor=admin, account=account, password=GOOD)
    services.switch_off(actor=admin, account=account)
    assert services.set_password(actor=admin, account=account, password=GOOD).check_password(GOOD)
    assert last_entry().details == {}


def test_switching_off_twice_is_one_act(make: Make) -> None:
    account, admin = make(), actor_like(make(Role.SYSTEM_ADMIN))
    services.switch_off(actor=admin, account=account)
    services.switch_off(actor=admin, account=account)
    assert Entry.objects.filter(act="account-switched-off").count() == 1


def test_a_lost_phone_is_removed_with_its_recovery_codes(make: Make) -> None:
    account, security = make(), actor_like(make(Role.SECURITY_ADMIN))
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=account, type=kind, data={})
    assert security_of(account).has_totp
    assert security_of(account).recovery_codes
    assert services.reset_second_factor(actor=security, account=account) == 2
    assert not security_of(account).has_totp


def test_unlocking_forgets_the_wrong_passwords_of_this_account_only(make: Make) -> None:
    account, other, security = make(), make(Role.INSURER), actor_like(make(Role.SECURITY_ADMIN))
    for each in (account, other):
        AccessAttempt.objects.create(username=each.username, ip_address="10.0.0.1", failures_since_start=6)
    assert locked_usernames(["bank", "insurer", "x"]) == {"bank", "insurer"}
    assert services.unlock(actor=security, account=account) == 1
    assert locked_usernames(["bank", "insurer", "x"]) == {"insurer"}
    assert security_of(other).is_locked
    assert security_of(other).failed_tries == 6


ACTS: dict[str, Act] = {
    "password": lambda actor, account: services.set_password(actor=actor, account=account, password=GOOD),
    "off": lambda actor, account: services.switch_off(actor=actor, account=account),
    "on": lambda actor, account: services.switch_on(actor=actor, account=account, role=Role.BANK),
    "role": lambda actor, account: services.change_role(actor=actor, account=account, role=Role.CITY_OFFICER),
    "second factor": lambda actor, account: services.reset_second_factor(actor=actor, account=account),
    "unlock": lambda actor, account: services.unlock(actor=actor, account=account),
}
MAY: dict[str, set[Role]] = {
    "password": set(),  # the account is on
    "off": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "on": {Role.SECURITY_ADMIN},
    "role": {Role.SECURITY_ADMIN},
    "second factor": {Role.SECURITY_ADMIN},
    "unlock": {Role.SECURITY_ADMIN},
}


@pytest.mark.parametrize("name", ACTS)
def test_who_may_not_changes_nothing(make: Make, name: str) -> None:
    account = make(username="target")
    for role in set(Role) - MAY[name]:
        actor = actor_like(make(role))
        before = (Account.objects.filter(pk=account.pk).values().get(), Entry.objects.count(), Change.objects.count())
        with pytest.raises(Refused):
            ACTS[name](actor, account)
        after = (Account.objects.filter(pk=account.pk).values().get(), Entry.objects.count(), Change.objects.count())
        assert before == after, role


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_only_the_system_administrator_makes_accounts(make: Make, role: Role) -> None:
    with pytest.raises(Refused):
        create(actor_like(make(role)))
    assert not Account.objects.filter(username="li").exists()
