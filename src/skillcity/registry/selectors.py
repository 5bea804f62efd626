"""Reading the registry: every look at people starts from the actor's scope."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from skillcity.platform.accounts.actor import STRANGER, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.audit.models import Entry
from skillcity.registry import errors
from skillcity.registry.models import Consent, Delegate, Membership, Organisation, Person
from skillcity.registry.searching import named_like, organisations_like


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
        organisations = _organisations_of(account) if account.acts_for is None else account.acts_for
    regions = frozenset({account.region_code}) if role.reach == Reach.COUNTY else frozenset()
    return Actor(account.pk, role, person_id, organisations, regions, account.name)


def _organisations_of(account: Account) -> frozenset[int]:
    return frozenset(Delegate.objects.filter(account_id=account.pk).values_list("organisation_id", flat=True))


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


def member_ids(actor: Actor) -> QuerySet[Membership, int]:
    """The people of the actor's own organisations that the actor may see, to start a question about them from."""
    return Membership.objects.filter(organisation__in=actor.organisation_ids).values_list("person", flat=True)


def _consents(actor: Actor, on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(
        person=OuterRef("pk"), organisation__in=actor.organisation_ids, withdrawn_at=None, ends_on__gte=on
    )


def person_for(actor: Actor, person_id: int) -> Person:
    """The person of this id, if the actor may see them. Raises NotFound."""
    found = people(actor, timezone.localdate()).filter(pk=person_id).first()
    if found is None:
        raise errors.NO_PERSON
    return found


def organisations() -> QuerySet[Organisation]:
    """All organisations: what is stored of them is public."""
    return Organisation.objects.all()


def organisation_for(organisation_id: int) -> Organisation:
    """One organisation. Raises NotFound."""
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise errors.unknown(errors.ORGANISATION, organisation_id)
    return found


def own_person(actor: Actor) -> Person:
    """The actor's own record. Raises NotFound when the account has none."""
    if actor.person_id is None:
        raise errors.NO_RECORD
    return person_for(actor, actor.person_id)


def search_people(actor: Actor, *, text: str = "", region_code: str = "") -> QuerySet[Person]:
    """People in the actor's scope by a part of the name, pinyin initials or whole ID number; by key.

    With their documents. Raises InputError for what looks like an ID number and is none.
    """
    rows = people(actor, timezone.localdate())
    if region_code:
        rows = rows.filter(region_code=region_code)
    return named_like(rows, text).order_by("pk").prefetch_related("documents")


def search_organisations(*, text: str = "", kind: str = "", region_code: str = "") -> QuerySet[Organisation]:
    """Organisations by a part of the name, pinyin initials or credit code, of a kind, in a county; by name."""
    rows = organisations()
    if kind:
        rows = rows.filter(kind=kind)
    if region_code:
        rows = rows.filter(region_code=region_code)
    return organisations_like(rows, text).order_by("name", "pk")


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Where a person belongs and belonged, the newest first, as far as the actor sees."""
    return Membership.objects.filter(person=person).select_related("organisation").order_by("-valid_from", "-pk")


def members_of(actor: Actor, organisation: Organisation) -> QuerySet[Membership] | None:
    """An organisation's present members in the actor's scope; None when they are not the actor's business."""
    own = actor.reach == Reach.ORGANISATION and organisation.pk in actor.organisation_ids
    if actor.reach not in {Reach.CITY, Reach.COUNTY} and not own:
        return None
    today = timezone.localdate()
    present = Q(valid_to=None) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(present, organisation=organisation, valid_from__lte=today)
    if actor.reach == Reach.COUNTY:
        rows = rows.filter(region_code__in=actor.region_codes)
    return rows.select_related("person").order_by("person_id", "pk")


def consents_of(person: Person) -> QuerySet[Consent]:
    """A person's consents, those in force first."""
    rows = Consent.objects.filter(person=person).select_related("organisation")
    return rows.order_by("withdrawn_at", "-ends_on", "-pk")


def access_log(actor: Actor) -> QuerySet[Entry]:
    """Who looked at or changed the actor's own data, the newest first; the actor's own acts are left out."""
    if actor.person_id is None:
        raise errors.NO_RECORD
    return Entry.objects.filter(person_id=actor.person_id).exclude(account_id=actor.account_id).order_by("-pk")
