"""What happens in the registry: each verb checks permission and input, writes in one transaction, and is audited."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.id_number import IdNumber
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.audit.services import record
from skillcity.reference.engine.words import initials
from skillcity.registry import errors
from skillcity.registry.changing import details_of, write_contacts
from skillcity.registry.consents import give_consent, withdraw_consent
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Delegate, IdentityDocument, Organisation, Person
from skillcity.registry.permissions import may_change, may_register, may_reveal
from skillcity.registry.vault import vault

__all__ = [
    "appoint_delegate",
    "change_person",
    "give_consent",
    "link_account",
    "register_organisation",
    "register_person",
    "reveal_number",
    "withdraw_consent",
]


def register_person(
    *, actor: Actor, name: str, id_number: IdNumber, region_code: str, phone: str = "", email: str = ""
) -> Person:
    """Register a person with their resident ID number, sealed. Raises Refused, InputError, Conflict (number taken)."""
    may_register(actor, region_code).require()
    if not name.strip():
        raise errors.NAME_MISSING
    keep = vault()
    sealed = keep.seal(id_number.value)
    with transaction.atomic():
        person = Person.objects.create(
            name=name.strip(),
            initials=initials(name)[:32],
            birth_date=id_number.birth_date,
            sex=id_number.sex.value,
            region_code=region_code,
            synthetic=settings.SYNTHETIC,
        )
        try:
            with transaction.atomic():
                IdentityDocument.objects.create(
                    person=person,
                    key_id=sealed.key_id,
                    cipher=sealed.cipher,
                    blind_index=keep.index(id_number.value),
                    masked=id_number.masked,
                )
        except IntegrityError as error:
            raise errors.NUMBER_TAKEN from error
        write_contacts(person, phone=phone, email=email)
        _audit(actor, "registry.register-person", "person", person.pk, person_id=person.pk)
    return person


def change_person(
    *, actor: Actor, person_id: int, seen: str, name: str, region_code: str, phone: str, email: str
) -> Person:
    """Change name, county or contacts. `seen` is the `fingerprint` that the actor's form was made from.

    Raises Conflict when somebody changed the entry since, Refused, InputError, NotFound.
    """
    with transaction.atomic():
        person = _locked(person_id)
        may_change(actor, person).require()
        may_register(actor, region_code).require()
        before = details_of(person)
        if before.fingerprint != seen:
            raise errors.CHANGED
        if not name.strip():
            raise errors.NAME_MISSING
        person.name, person.initials, person.region_code = name.strip(), initials(name)[:32], region_code
        person.save(update_fields=["name", "initials", "region_code"])
        write_contacts(person, phone=phone, email=email)
        changed = details_of(person).differences(before)
        _audit(actor, "registry.change-person", "person", person.pk, person_id=person.pk, details={"changed": changed})
    return person


def link_account(*, actor: Actor, person_id: int, account_id: int) -> Person:
    """Let a worker's or assessor's account be the person's own. Raises Refused, InputError, Conflict, NotFound."""
    with transaction.atomic():
        person = _locked(person_id)
        may_change(actor, person).require()
        account = _account(account_id)
        if Role(account.role).reach is not Reach.PERSON:
            raise errors.ACCOUNT_ROLE
        if person.account_id not in {None, account.pk}:
            raise errors.ACCOUNT_TAKEN
        person.account = account
        try:
            with transaction.atomic():
                person.save(update_fields=["account"])
        except IntegrityError as error:
            raise errors.ACCOUNT_TAKEN from error
        _audit(
            actor,
            "registry.link-account",
            "person",
            person.pk,
            person_id=person.pk,
            details={"linked_account": account.pk},
        )
    return person


def appoint_delegate(*, actor: Actor, organisation_id: int, account_id: int) -> Delegate:
    """Let an account act for an organisation. Raises Refused, InputError, Conflict, NotFound."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise errors.unknown(errors.ORGANISATION, organisation_id)
    may_register(actor, organisation.region_code).require()
    account = _account(account_id)
    if Role(account.role).reach not in {Reach.ORGANISATION, Reach.CONSENT}:
        raise errors.ACCOUNT_ROLE
    with transaction.atomic():
        try:
            with transaction.atomic():
                delegate = Delegate.objects.create(account=account, organisation=organisation)
        except IntegrityError as error:
            raise errors.ACCOUNT_TAKEN from error
        _audit(
            actor, "registry.appoint-delegate", "organisation", organisation.pk, details={"linked_account": account.pk}
        )
    return delegate


def register_organisation(
    *,
    actor: Actor,
    name: str,
    kind: OrganisationKind,
    credit_code: CreditCode,
    region_code: str,
    founded_on: date | None = None,
) -> Organisation:
    """Register an organisation. Raises Refused, InputError, Conflict (credit code taken)."""
    may_register(actor, region_code).require()
    if not name.strip():
        raise errors.NAME_MISSING
    with transaction.atomic():
        try:
            with transaction.atomic():
                organisation = Organisation.objects.create(
                    name=name.strip(),
                    initials=initials(name)[:64],
                    kind=kind.value,
                    credit_code=str(credit_code),
                    region_code=region_code,
                    founded_on=founded_on,
                    synthetic=settings.SYNTHETIC,
                )
        except IntegrityError as error:
            raise errors.CODE_TAKEN from error
        _audit(actor, "registry.register-organisation", "organisation", organisation.pk)
    return organisation


def reveal_number(*, actor: Actor, person: Person, purpose: str) -> IdNumber:
    """Open the sealed ID number; who looked and why goes into the audit. Raises Refused, InputError, NotFound."""
    may_reveal(actor, person).require()
    own = actor.person_id == person.pk
    if not purpose.strip() and not own:
        raise errors.PURPOSE_MISSING
    document = IdentityDocument.objects.filter(person=person, kind="resident-id").first()
    if document is None:
        raise errors.unknown(errors.DOCUMENT, person.pk)
    with transaction.atomic():
        _audit(actor, "id-number", "person", person.pk, person_id=person.pk, purpose=purpose.strip()[:200])
    return IdNumber(vault().open(Sealed(document.key_id, bytes(document.cipher))))


def _locked(person_id: int) -> Person:
    person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None:
        raise errors.NO_PERSON
    return person


def _account(account_id: int) -> Account:
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise errors.unknown(errors.ACCOUNT, account_id)
    return account


def _audit(actor: Actor, act: str, kind: str, key: int, **more: object) -> None:
    record(actor=actor, act=act, object_type=kind, object_id=key, **more)  # type: ignore[arg-type]  # as given above
