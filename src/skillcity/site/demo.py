"""One login for each role of a synthetic city, so that a newcomer can look around; never in a real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.accounts.selectors import accounts_for
from skillcity.platform.accounts.services import create_account
from skillcity.policy.selectors import standings_of
from skillcity.registry.consents import give_consent
from skillcity.registry.kinds import MembershipRole, OrganisationKind, Purpose
from skillcity.registry.selectors import actor_of, consents_of, organisations, own_person, people
from skillcity.registry.services import appoint_delegate, link_account

CONSENTS = {Role.BANK: Purpose.LOAN, Role.INSURER: Purpose.INSURANCE}
PASSWORD = "look-around-2025"  # noqa: S105  (printed on the terminal, for invented people only)
COUNTY = "330382"
AT_ONCE = 2_000
LOOKED_AT = 20_000
KINDS = {
    Role.COLLEGE: OrganisationKind.TECHNICAL_COLLEGE,
    Role.ENTERPRISE: OrganisationKind.ENTERPRISE,
    Role.EVALUATION_BODY: OrganisationKind.EVALUATION_BODY,
    Role.BANK: OrganisationKind.BANK,
    Role.INSURER: OrganisationKind.INSURER,
    Role.SERVICE_STATION: OrganisationKind.SERVICE_STATION,
}


def demo_accounts() -> list[tuple[str, str, str]]:
    """Make what is missing and return (role label, user name, password) of each; nothing at all in a real city.

    Whoever changed a demo account's password has to remember it: the list shows the first one.
    """
    if not settings.SYNTHETIC:
        return []
    with acting_as(SYSTEM):
        known = {each.username: each for each in accounts_for(SYSTEM)}
        for role in Role:
            account = known.get(role.value) or _create(role)
            _belong(role, account)
    _let_in()
    return [(role.label.zh, role.value, PASSWORD) for role in Role]


def _create(role: Role) -> Account:
    return create_account(
        actor=SYSTEM,
        username=role.value,
        name=f"样例{role.label.zh}",
        role=role,
        region_code=COUNTY if role is Role.COUNTY_OFFICER else "",
        password=PASSWORD,
    )


def _belong(role: Role, account: Account) -> None:
    """Link the account to a person or an organisation of the sample, if it is not linked and there is one."""
    actor = actor_of(account)
    set_scope(SYSTEM)  # finding the actor of a person narrowed the scope
    if role.reach is Reach.PERSON and actor.person_id is None:
        person_id = FINDERS[role]()
        if person_id is not None:
            link_account(actor=SYSTEM, person_id=person_id, account_id=account.pk)
    elif role in KINDS and not actor.organisation_ids:
        organisation_id = _organisation(KINDS[role])
        if organisation_id is not None:
            appoint_delegate(actor=SYSTEM, organisation_id=organisation_id, account_id=account.pk)


def _let_in() -> None:
    """The worker lets the bank and the insurer use their record, unless they ever did: what was withdrawn stays so."""
    with acting_as(SYSTEM):
        actors = {each.username: actor_of(each) for each in accounts_for(SYSTEM)}
    worker = actors[Role.WORKER.value]
    for role, purpose in CONSENTS.items():
        with acting_as(worker):
            receiver = organisations().filter(pk__in=actors[role.value].organisation_ids).first()
            if worker.person_id is None or receiver is None:
                continue
            known = {(each.organisation_id, each.purpose) for each in consents_of(own_person(worker))}
            if (receiver.pk, purpose.value) not in known:
                until = timezone.localdate() + timedelta(days=365)
                give_consent(actor=worker, organisation=receiver, purpose=purpose, ends_on=until)


def _organisation(kind: OrganisationKind) -> int | None:
    """The one with the most workstations, then the most people: the flagship of its kind."""
    found = organisations().filter(kind=kind.value, synthetic=True)
    by_sites = found.annotate(places=Sum("sites__workstations", default=0)).order_by("-places", "pk")
    first = by_sites.first()
    if first is None or first.places:
        return first.pk if first else None
    fullest = found.annotate(members=Count("memberships")).order_by("-members", "pk").first()
    return fullest.pk if fullest else None


def _worker() -> int | None:
    """Somebody with a reason to look: the leader of a studio with a class, else anyone with a class, else anyone."""
    rows = people(SYSTEM, timezone.localdate()).filter(synthetic=True, account=None).order_by("pk")
    leaders = rows.filter(
        memberships__role=MembershipRole.LEADER.value, memberships__organisation__kind=OrganisationKind.STUDIO.value
    )
    first = rows.first()
    return _with_class(leaders) or _with_class(rows) or (first.pk if first else None)


def _with_class(rows: QuerySet[Any]) -> int | None:
    """The first of these people, as far as one looks, who has a talent class."""
    ids = rows.values_list("pk", flat=True)[:LOOKED_AT].iterator(chunk_size=AT_ONCE)
    while some := list(islice(ids, AT_ONCE)):
        standings = standings_of(some)
        found: int | None = next((each for each in some if each in standings and standings[each].value), None)
        if found is not None:
            return found
    return None


def _assessor() -> int | None:
    """Somebody who belongs to an organisation as an assessor, else anyone else than the worker."""
    found = people(SYSTEM, timezone.localdate()).filter(synthetic=True, account=None)
    assessors = found.filter(memberships__role=MembershipRole.ASSESSOR.value)
    person = assessors.order_by("pk").first() or found.order_by("pk").first()
    return person.pk if person else None


FINDERS: dict[Role, Callable[[], int | None]] = {Role.WORKER: _worker, Role.ASSESSOR: _assessor}
