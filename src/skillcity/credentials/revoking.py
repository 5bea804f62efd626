"""After the issue: suspend, give back, revoke, replace. Each is a signed entry on the lists that everybody may keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from skillcity.credentials.engine.status import Purpose, marked_by
from skillcity.credentials.issuing import require_exam
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Certificate, Station, StatusChange
from skillcity.credentials.numbering import prefix_of, take_numbers
from skillcity.credentials.permissions import NO_REASON, require_issuer, require_second
from skillcity.credentials.stating import stated_of
from skillcity.credentials.telling import tell_of_change
from skillcity.credentials.writing import Draft, write
from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.errors import Conflict
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.audit.services import record

IN_AUDIT = 200
"""Characters of a reason that the audit keeps; all of it stands with the certificate."""
NO_CHANGE = Conflict(
    "credentials.no-change",
    Text("证书已是这个状态，或不能再变更。", "The certificate is so already, or can no longer change."),
    todo=Text("请刷新页面。", "Reload the page."),
)


def marks(certificate: Certificate) -> frozenset[Purpose]:
    """What is marked now, as the database has it."""
    return marked_by(certificate.changes.order_by("at", "pk").values_list("purpose", "marked"))


def suspend(*, actor: Actor, certificate: Certificate, reason: str) -> StatusChange:
    """Stop a certificate from counting for a while (暂停), at once and by one person: to be on the safe side."""
    return _change(actor, certificate, Purpose.SUSPENDED, marked=True, reason=reason)


def reinstate(*, actor: Actor, certificate: Certificate, reason: str) -> StatusChange:
    """Let a suspended certificate count again (恢复)."""
    return _change(actor, certificate, Purpose.SUSPENDED, marked=False, reason=reason)


def revoke(*, actor: Actor, certificate: Certificate, reason: str, asked_by: int) -> StatusChange:
    """Revoke for good (撤销) what a colleague (`asked_by`, an account) asked to revoke; the fact is retracted with it.

    Raises Refused (own request, foreign body), Conflict, InputError (no reason).
    """
    require_second(actor, asked_by)
    with seeing_all():
        change = _change(actor, certificate, Purpose.REVOKED, marked=True, reason=reason, asked_by=asked_by)
        fact = _newest_fact(certificate)
        if not fact.retracts:
            retraction = NewFact(
                fact.person_id,
                fact.kind,
                fact.valid_from,
                fact.valid_to,
                fact.attributes,
                source=certificate.organisation.name,
                document=certificate.number,
                supersedes=fact.seq,
                retracts=True,
            )
            record_facts(actor=actor, facts=[retraction])
    return change


def replace(
    *,
    actor: Actor,
    certificate: Certificate,
    attributes: Mapping[str, Any],
    reason: str,
    asked_by: int | None = None,
) -> Certificate:
    """Issue a corrected certificate in the place of one (更换): a new number; the old one points to it.

    The name is the person's of now. `asked_by`: the colleague who asked for it. Raises Refused, Conflict (revoked,
    replaced already), InputError.
    """
    require_issuer(actor, certificate)
    if asked_by is not None:
        require_second(actor, asked_by)
    with seeing_all():
        old = _locked(certificate)
        fact = _newest_fact(old)
        if marks(old) & {Purpose.REVOKED, Purpose.SUPERSEDED} or fact.retracts:
            raise NO_CHANGE
        given = {**fact.attributes, **attributes}
        kind = CertificateKind(old.kind)
        if kind is CertificateKind.SKILL_LEVEL:
            require_exam(given["level"])
        stated = stated_of(kind, given)
        today = timezone.localdate()
        (number,) = take_numbers(prefix_of(kind, _station_of(old), today.year, stated.level), 1)
        draft = Draft(old.person, stated, number, given, supersedes=old, corrects=fact.seq)
        (new,) = write(actor=actor, kind=kind, issuer=old.organisation, issued_on=today, drafts=[draft])
        _change(actor, old, Purpose.SUPERSEDED, marked=True, reason=reason, asked_by=asked_by)
    return new


def _newest_fact(certificate: Certificate) -> Fact:
    """What is known now of what the certificate says; an officer may have corrected its fact since."""
    facts = {each.supersedes: each for each in Fact.objects.filter(person=certificate.person_id).order_by("seq")}
    fact = Fact.objects.get(person=certificate.person_id, seq=certificate.fact)
    while fact.seq in facts:
        fact = facts[fact.seq]
    return fact


def _station_of(certificate: Certificate) -> Station:
    """The station that gave the number of a certificate, or of the one that it took the place of."""
    first = certificate
    while first.candidate is None and first.supersedes is not None:
        first = first.supersedes
    if first.candidate is None:
        raise NO_CHANGE
    return first.candidate.batch.station


def _change(
    actor: Actor, certificate: Certificate, purpose: Purpose, *, marked: bool, reason: str, asked_by: int | None = None
) -> StatusChange:
    require_issuer(actor, certificate)
    if not reason.strip():
        raise NO_REASON
    with seeing_all():
        found = _locked(certificate)
        now = marks(found)
        if (purpose in now) is marked or Purpose.REVOKED in now:
            raise NO_CHANGE
        change = StatusChange.objects.create(
            certificate=found,
            purpose=purpose.value,
            marked=marked,
            reason=reason.strip(),
            asked_by_id=asked_by,
            approved_by_id=actor.account_id,
        )
        record(
            actor=actor,
            act=f"credentials.{purpose.value}-{'set' if marked else 'lifted'}",
            object_type="certificate",
            object_id=found.number,
            person_id=found.person_id,
            purpose=reason.strip()[:IN_AUDIT],
        )
        tell_of_change(found, purpose, marked=marked, reason=reason.strip())
    return change


def _locked(certificate: Certificate) -> Certificate:
    """The certificate, for this transaction alone; its row cannot be locked, for nobody may change it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('certificate'), %s)", [certificate.pk])
    return Certificate.objects.select_related("person", "organisation").get(pk=certificate.pk)
