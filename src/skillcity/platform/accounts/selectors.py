"""Reading accounts: a list with a search, one account, and what secures it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.permissions import may_list


@dataclass(frozen=True, slots=True)
class Security:
    """What secures an account; `failed_tries` counts those that still matter."""

    has_totp: bool
    recovery_codes: bool
    failed_tries: int
    is_locked: bool


def accounts_for(actor: Actor, *, query: str = "", role: str = "", state: str = "") -> QuerySet[Account]:
    """The accounts that match, by user name. `state`: on, off, or anything else for both. Errors: Refused."""
    may_list(actor).require()
    found = Account.objects.order_by("username")
    if query:
        found = found.filter(Q(username__icontains=query) | Q(name__icontains=query))
    if role:
        found = found.filter(role=role)
    if state in {"on", "off"}:
        found = found.filter(is_active=state == "on")
    return found


def account_for(actor: Actor, account_id: int) -> Account:
    """One account. Errors: Refused, `accounts.unknown`."""
    found = accounts_for(actor).filter(pk=account_id).first()
    if found is None:
        raise NotFound("accounts.unknown", Text("没有这个账号。", "There is no such account."), where=str(account_id))
    return found


def account_named(actor: Actor, username: str) -> Account:
    """The account of a user name, whatever its capitals. Errors: Refused, `accounts.unknown`."""
    found = accounts_for(actor).filter(username__iexact=username).first()
    if found is None:
        raise NotFound("accounts.unknown", Text("没有这个账号。", "There is no such account."), where=username)
    return found


def known_account(username: str) -> Account | None:
    """The account of this user name for whoever was told the name; it tells the role and nothing else."""
    return Account.objects.filter(username__iexact=username).order_by("pk").first()


def is_taken(username: str) -> bool:
    """Whether an account has this user name, whatever its capitals: signing in does not tell them apart."""
    return Account.objects.filter(username__iexact=username).exists()


def known_username(given: str) -> str:
    """The user name as its account spells it; the given one when there is no such account.

    Signing in finds an account whatever the capitals: failed tries must count for the account, not for its spellings.
    """
    found = list(Account.objects.filter(username__iexact=given).order_by("pk").values_list("username", flat=True)[:2])
    return found[0] if len(found) == 1 else given


def security_of(account: Account) -> Security:
    """What secures one account."""
    kinds = set(Authenticator.objects.filter(user=account).order_by("pk").values_list("type", flat=True))
    tries = list(recent_failures([account.username]).values_list("failures_since_start", flat=True))
    return Security(
        has_totp=Authenticator.Type.TOTP in kinds,
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        failed_tries=sum(tries),
        is_locked=any(each >= settings.AXES_FAILURE_LIMIT for each in tries),
    )


def locked_usernames(usernames: Iterable[str]) -> frozenset[str]:
    """Which of these accounts are locked from at least one address."""
    locked = recent_failures(usernames).filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return frozenset(name for name in locked.values_list("username", flat=True) if name)


def recent_failures(usernames: Iterable[str]) -> QuerySet[AccessAttempt]:
    """Failed tries that still count (axes forgets them after the cool-off)."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        username__in=list(usernames), attempt_time__gte=since
    )
    return attempts.order_by("-attempt_time")


def waiting_accounts(actor: Actor) -> QuerySet[Account]:
    """New accounts that nobody has switched on yet, oldest first. Errors: Refused."""
    return accounts_for(actor, state="off").filter(last_login=None).order_by("created_at")
