"""Reading the registry: every look at people starts from the actor's scope."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import STRANGER, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.registry.models import Consent, Delegate, Membership, Organisation, Person


def actor_of(account: Account) -> Actor:
    """The actor behind a signed-in account. An account that was switched off is a stranger."""
    if not account.is_active:
        return STRANGER
    role = Role(account.role)
    person_id = None
    organisations: frozenset[int] = frozenset()
    if role.reach == Reach.PERSON:
        from skillcity.platform.accounts.scope import set_scope

        set_scope(Actor(account_id=account.pk, role=role))  # a person row is visible to its own account
        person_id = Person.objects.filter(account_id=account.pk).values_list("pk", flat=True).first()
    elif role.reach in {Reach.ORGANISATION, Reach.CONSENT}:
        organisations = frozenset(
            Delegate.objects.filter(account_id=account.pk).values_list("organisation_id", flat=True)
        )
    regions = frozenset({account.region_code}) if role.reach == Reach.COUNTY else frozenset()
    return Actor(account.pk, role, person_id, organisations, regions, account.name)


def people(actor: Actor, on: date) -> QuerySet[Person]:
    """The people this actor may see on a day. Row-level security says the same a second time."""
    everyone = Person.objects.all()
    if actor.reach == Reach.CITY:
        return everyone
    if actor.reach == Reach.COUNTY:
        return everyone.filter(region_code__in=actor.region_codes)
    if actor.reach == Reach.ORGANISATION:
        return everyone.filter(Exists(_members(actor, on)))
    if actor.reach == Reach.CONSENT:
        return everyone.filter(Exists(_consents(actor, on)))
    if actor.reach == Reach.PERSON and actor.person_id:
        return everyone.filter(pk=actor.person_id)
    return everyone.none()


def _members(actor: Actor, on: date) -> QuerySet[Membership]:
    present = Q(valid_to=None) | Q(valid_to__gte=on)
    return Membership.objects.filter(
        present, person=OuterRef("pk"), organisation__in=actor.organisation_ids, valid_from__lte=on
    )


def _consents(actor: Actor, on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(
        person=OuterRef("pk"), organisation__in=actor.organisation_ids, withdrawn_at=None, ends_on__gte=on
    )


def person_for(actor: Actor, person_id: int) -> Person:
    """The person of this id, if the actor may see them. Raises NotFound."""
    found = people(actor, timezone.localdate()).filter(pk=person_id).first()
    if found is None:
        raise NotFound(
            "registry.no-person",
            Text("没有这个人,或不在您的查看范围内。", "There is no such person, or you may not see them."),
            todo=Text("请从人员查询重新查找。", "Search for the person again."),
        )
    return found


def organisations() -> QuerySet[Organisation]:
    """All organisations: what is stored of them is public."""
    return Organisation.objects.all()
