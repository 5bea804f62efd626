"""Reading batches and certificates: a body its own, officers those of their places, auditors all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from skillcity.credentials.engine.credential import Statement, stated
from skillcity.credentials.engine.status import Purpose, marked_by
from skillcity.credentials.kinds import BatchStatus
from skillcity.credentials.models import Batch, Candidate, Certificate, ChangeRequest, SigningKey, Station
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach, Role

NO_BATCH = NotFound("credentials.batch", Text("没有这个批次。", "There is no such batch."))
NO_CERTIFICATE = NotFound("credentials.certificate", Text("没有这张证书。", "There is no such certificate."))
NO_KEY = NotFound("credentials.key", Text("没有这个密钥。", "There is no such key."))


def batches_for(actor: Actor) -> QuerySet[Batch]:
    """The batches that the actor may see, newest first."""
    rows = Batch.objects.select_related("station", "organisation").order_by("-pk")
    if actor.role is Role.EVALUATION_BODY:
        return rows.filter(organisation__in=actor.organisation_ids)
    if actor.reach is Reach.COUNTY:
        return rows.filter(organisation__region_code__in=actor.region_codes)
    return rows if actor.reach is Reach.CITY else rows.none()


def batch_for(actor: Actor, batch_pk: int) -> Batch:
    """One batch. Raises NotFound."""
    found = batches_for(actor).select_related("made_by", "approved_by", "job").filter(pk=batch_pk).first()
    if found is None:
        raise NO_BATCH
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines a batch has, how many have passed, how many certificates are out."""

    lines: int
    passed: int
    issued: int


def counts_of(batch: Batch) -> Counts:
    """The figures of a batch."""
    found = batch.candidates.aggregate(
        lines=Count("pk"), passed=Count("pk", filter=Q(passed=True)), issued=Count("certificate")
    )
    return Counts(**found)


def lines_of(batch: Batch) -> QuerySet[Candidate]:
    """The lines of a batch with their certificates, in the order in which they came."""
    return batch.candidates.select_related("certificate").prefetch_related("certificate__changes").order_by("pk")


def waiting_for(actor: Actor) -> QuerySet[Batch]:
    """The batches that wait for this clerk's approval: those of the body that others have submitted."""
    return batches_for(actor).filter(status=BatchStatus.SUBMITTED.value).exclude(made_by=actor.account_id)


def requests_for(actor: Actor) -> QuerySet[ChangeRequest]:
    """The requests that wait for this clerk: those of colleagues, about certificates of the body."""
    rows = ChangeRequest.objects.filter(granted=None, certificate__organisation__in=actor.organisation_ids)
    return rows.exclude(asked_by=actor.account_id).select_related("certificate").order_by("asked_at")


def certificates_for(actor: Actor) -> QuerySet[Certificate]:
    """The certificates that were issued here and that the actor may see, newest first."""
    rows = Certificate.objects.select_related("organisation").order_by("-pk")
    if actor.role is Role.EVALUATION_BODY:
        return rows.filter(organisation__in=actor.organisation_ids)
    if actor.reach is Reach.COUNTY:
        return rows.filter(region_code__in=actor.region_codes)
    if actor.reach is Reach.PERSON:
        return rows.filter(person=actor.person_id or 0)
    return rows if actor.reach is Reach.CITY else rows.none()


def search_certificates(actor: Actor, text: str) -> QuerySet[Certificate]:
    """Those whose number begins so, or whose holder bears this name."""
    rows = certificates_for(actor).prefetch_related("changes")
    words = text.strip()
    if not words:
        return rows
    return rows.filter(Q(number__startswith=words.upper()) | Q(candidate__name=words))


def certificate_for(actor: Actor, number: str) -> Certificate:
    """One certificate by its number. Raises NotFound."""
    rows = certificates_for(actor).select_related("candidate__batch", "supersedes", "successor")
    found = rows.prefetch_related("changes__asked_by", "changes__approved_by").filter(number=number).first()
    if found is None:
        raise NO_CERTIFICATE
    return found


def said_by(certificate: Certificate) -> Statement:
    """What the signed document says."""
    return stated(document_of(certificate))


def document_of(certificate: Certificate) -> dict[str, Any]:
    """The signed document."""
    found: dict[str, Any] = json.loads(certificate.document)
    return found


def marked_now(certificate: Certificate) -> frozenset[Purpose]:
    """What is marked now, from the changes that were fetched with the certificate."""
    changes = sorted(certificate.changes.all(), key=lambda each: (each.at, each.pk))
    return marked_by((each.purpose, each.marked) for each in changes)


def stations_for(actor: Actor) -> QuerySet[Station]:
    """The stations that the actor looks after."""
    rows = Station.objects.select_related("organisation").order_by("organisation__name", "code")
    return rows.filter(organisation__in=actor.organisation_ids) if actor.role is Role.EVALUATION_BODY else rows


def keys_for(actor: Actor) -> QuerySet[SigningKey]:
    """The keys of the actor's body, or of all; their private halves stay sealed."""
    rows = SigningKey.objects.select_related("organisation").defer("sealed").order_by("organisation__name", "-number")
    return rows.filter(organisation__in=actor.organisation_ids) if actor.role is Role.EVALUATION_BODY else rows


def key_for(actor: Actor, key_pk: int) -> SigningKey:
    """One key. Raises NotFound."""
    found = keys_for(actor).filter(pk=key_pk).first()
    if found is None:
        raise NO_KEY
    return found


def holders(certificates: Iterable[Certificate]) -> dict[int, str]:
    """The names in the documents, by key."""
    return {each.pk: said_by(each).holder for each in certificates}
