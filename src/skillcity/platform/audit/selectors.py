"""Reading the audit: entries by what is asked, and whether the database still keeps them from being changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.platform.audit.permissions import may_read

GUARDED = """
select c.relname,
    count(*) filter (where t.tgtype & 24 = 24 and t.tgenabled = 'A') > 0 as rows_kept,
    count(*) filter (where t.tgtype & 32 = 32 and t.tgenabled = 'A') > 0 as table_kept,
    not has_table_privilege(c.oid, 'update') and not has_table_privilege(c.oid, 'delete')
        and not has_table_privilege(c.oid, 'truncate') as no_right
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
where p.proname = 'refuse_change' and not t.tgisinternal and c.relnamespace = 'public'::regnamespace
group by c.oid, c.relname order by c.relname
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search in the audit; what is empty does not matter. Days are inclusive, in the city's time."""

    account: str = ""
    act: str = ""
    person_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """How an append-only table is kept: by triggers that also replication cannot pass, and by missing rights."""

    table: str
    rows_kept: bool
    table_kept: bool
    no_right: bool

    @property
    def is_whole(self) -> bool:
        """Whether every guard stands."""
        return self.rows_kept and self.table_kept and self.no_right


def entries(actor: Actor, wanted: Wanted, *, before: int | None = None) -> QuerySet[Entry]:
    """The entries that match, newest first; `before` continues below an entry of that number. Errors: Refused."""
    may_read(actor).require()
    if actor.role is Role.AUDIT_ADMIN:
        _open_the_audit()
    found = Entry.objects.order_by("-id")
    if wanted.account:
        ids = Account.objects.filter(username__icontains=wanted.account).order_by("pk").values("pk")
        found = found.filter(Q(account_id__in=ids) | Q(actor=wanted.account))
    if wanted.act:
        found = found.filter(act=wanted.act)
    if wanted.person_id is not None:
        found = found.filter(person_id=wanted.person_id)
    if wanted.first_day:
        found = found.filter(at__gte=_begin(wanted.first_day))
    if wanted.last_day:
        found = found.filter(at__lt=_begin(wanted.last_day + timedelta(days=1)))
    return found.filter(id__lt=before) if before else found


def usernames(found: Sequence[Entry]) -> dict[int, str]:
    """The user name of each account that acted or was acted on."""
    ids = {each.account_id for each in found if each.account_id is not None}
    ids |= {int(each.object_id) for each in found if each.object_type == "account" and each.object_id.isdecimal()}
    return dict(Account.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "username"))


def guards() -> list[Guard]:
    """Every append-only table and how it is kept now, read from the database's own catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return [Guard(*row) for row in cursor.fetchall()]


def _open_the_audit() -> None:
    # An administrator's scope shows no personal rows. This opens the audit alone, until the transaction ends.
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.scope', 'audit', true)")


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
