"""Writing certificates: number, place, document and fact of each, in one transaction with whatever they come from.

A passed batch (`issuing`) and a correction (`revoking.replace`) both end here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from skillcity.credentials.engine.credential import Issuer, Statement, credential
from skillcity.credentials.engine.keys import Signer
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import LEAST, Purpose, entry, moment
from skillcity.credentials.keeping import current_key, did_of, signer_of
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Candidate, Certificate
from skillcity.credentials.numbering import take_numbers
from skillcity.credentials.stating import Stated
from skillcity.credentials.telling import tell_of_issue
from skillcity.facts.engine.attributes import check_attributes
from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, record_facts
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.registry.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Draft:
    """A certificate about to be: who, what it says, its number, and the certificate that it takes the place of.

    `corrects`: the fact that its own takes the place of, by its number among the person's.
    """

    person: Person
    stated: Stated
    number: str
    attributes: Mapping[str, Any]
    candidate: Candidate | None = None
    supersedes: Certificate | None = None
    corrects: int | None = None


def write(
    *, actor: Actor, kind: CertificateKind, issuer: Organisation, issued_on: date, drafts: Sequence[Draft]
) -> list[Certificate]:
    """Sign and store certificates and record each as a fact, in the transaction of the caller."""
    signer = signer_of(current_key(issuer))
    places = _places(issuer, len(drafts))
    facts = _record(actor, kind, issuer, issued_on, drafts)
    made = []
    for draft, (status_list, place), fact in zip(drafts, places, facts, strict=True):
        token = secrets.token_urlsafe(15)
        document = _signed(draft, kind, issuer, issued_on, token, status_list, place, signer)
        made.append(
            Certificate(
                number=draft.number,
                token=token,
                kind=kind.value,
                person=draft.person,
                region_code=draft.person.region_code,
                organisation=issuer,
                candidate=draft.candidate,
                title=draft.stated.title,
                issued_on=issued_on,
                until=draft.stated.until,
                fact=fact,
                document=json.dumps(document, ensure_ascii=False, separators=(",", ":")),
                status_list=status_list,
                place=place,
                supersedes=draft.supersedes,
            )
        )
    found = Certificate.objects.bulk_create(made)
    tell_of_issue(found)
    for each in found:
        record(
            actor=actor,
            act="credentials.issued",
            object_type="certificate",
            object_id=each.number,
            person_id=each.person_id,
        )
    return found


def _places(issuer: Organisation, count: int) -> list[tuple[int, int]]:
    """List and place of the next certificates of an issuer, 131,072 to a list; taken like numbers."""
    serials = [int(number[-6:]) for number in take_numbers(f"status/{issuer.pk}/", count)]
    return [divmod(serial - 1, LEAST) for serial in serials]


def _record(
    actor: Actor, kind: CertificateKind, issuer: Organisation, issued_on: date, drafts: Sequence[Draft]
) -> list[int]:
    """Record the facts; gives the number of each among its person's facts."""
    declared = kind_named(kind.value)
    facts = []
    for draft in drafts:
        number = {"number": draft.number} if "number" in declared.attributes else {}
        facts.append(
            NewFact(
                draft.person.pk,
                kind.value,
                issued_on,
                draft.stated.until if declared.lasts else None,
                check_attributes(declared, {**draft.attributes, **number}),
                source=issuer.name,
                document=draft.number,
                supersedes=draft.corrects,
            )
        )
    record_facts(actor=actor, facts=facts)
    numbers = [draft.number for draft in drafts]
    found = Fact.objects.filter(person__in=[draft.person.pk for draft in drafts], kind=kind.value, document__in=numbers)
    seqs = dict(found.values_list("document", "seq"))
    return [seqs[number] for number in numbers]


def _signed(
    draft: Draft,
    kind: CertificateKind,
    issuer: Organisation,
    issued_on: date,
    token: str,
    status_list: int,
    place: int,
    signer: Signer,
) -> dict[str, Any]:
    statement = Statement(
        number=draft.number,
        holder=draft.person.name,
        title=draft.stated.title,
        kind=kind.achievement,
        issued=issued_on,
        code=draft.stated.code,
        level=draft.stated.level,
        basis=draft.stated.basis,
        until=draft.stated.until,
    )
    status = [entry(list_url(issuer, purpose, status_list), place, purpose) for purpose in Purpose]
    document = credential(
        statement,
        Issuer(did_of(issuer), issuer.name),
        identifier=f"{settings.PUBLIC_URL}/verify/{token}",
        status=status,
    )
    return with_proof(document, signer, created=moment(timezone.now()))


def list_url(issuer: Organisation, purpose: Purpose, number: int) -> str:
    """The address of a status list."""
    return f"{settings.PUBLIC_URL}/issuers/{issuer.credit_code}/status/{purpose.value}/{number}"
