"""Consents: one organisation may use a person's data for one purpose until a day, or until the person takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.registry import errors
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Consent, Organisation, Person
from skillcity.registry.permissions import may_consent

RECEIVERS: Mapping[Purpose, frozenset[OrganisationKind]] = {
    Purpose.LOAN: frozenset({OrganisationKind.BANK}),
    Purpose.INSURANCE: frozenset({OrganisationKind.INSURER}),
    Purpose.PLACEMENT: frozenset(
        {OrganisationKind.SERVICE_STATION, OrganisationKind.ENTERPRISE, OrganisationKind.CHAIN_LEADER}
    ),
    Purpose.VERIFICATION: frozenset(OrganisationKind),
}


def give_consent(*, actor: Actor, organisation: Organisation, purpose: Purpose, ends_on: date) -> Consent:
    """The actor, a person, gives a consent. Raises Refused, InputError, Conflict (given already)."""
    if actor.person_id is None:
        raise errors.NO_RECORD
    person = Person.objects.get(pk=actor.person_id)
    may_consent(actor, person).require()
    if OrganisationKind(organisation.kind) not in RECEIVERS[purpose]:
        raise errors.NOT_A_RECEIVER
    if ends_on <= timezone.localdate():
        raise errors.CONSENT_ENDS
    with transaction.atomic():
        expired = Consent.objects.filter(person=person, organisation=organisation, purpose=purpose.value)
        expired.filter(withdrawn_at=None, ends_on__lt=timezone.localdate()).update(withdrawn_at=timezone.now())
        try:
            with transaction.atomic():
                consent = Consent.objects.create(
                    person=person,
                    region_code=person.region_code,
                    organisation=organisation,
                    purpose=purpose.value,
                    ends_on=ends_on,
                )
        except IntegrityError as error:
            raise errors.CONSENT_GIVEN from error
        _audit(actor, "registry.give-consent", consent)
    return consent


def withdraw_consent(*, actor: Actor, consent_id: int) -> Consent:
    """The person takes a consent back; the receiver sees nothing from then on. Raises Refused, Conflict, NotFound."""
    with transaction.atomic():
        consent = Consent.objects.select_for_update(of=("self",)).filter(pk=consent_id).first()
        if consent is None:
            raise errors.unknown(errors.CONSENT, consent_id)
        may_consent(actor, Person.objects.get(pk=consent.person_id)).require()
        if consent.withdrawn_at is not None:
            raise errors.CONSENT_WITHDRAWN
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        _audit(actor, "registry.withdraw-consent", consent)
    return consent


def _audit(actor: Actor, act: str, consent: Consent) -> None:
    record(
        actor=actor,
        act=act,
        object_type="consent",
        object_id=consent.pk,
        person_id=consent.person_id,
        purpose=consent.purpose,
        details={"organisation": consent.organisation_id},
    )
