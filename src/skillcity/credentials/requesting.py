"""Two people for what cannot be undone: one asks that a certificate be revoked or replaced, a colleague decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.kinds import CertificateKind, Matter
from skillcity.credentials.models import Certificate, ChangeRequest
from skillcity.credentials.permissions import NO_REASON, require_issuer, require_second
from skillcity.credentials.revoking import IN_AUDIT, NO_CHANGE, marks, replace, revoke
from skillcity.credentials.stating import stated_of
from skillcity.kernel.errors import Conflict, NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.platform.notices.services import tell
from skillcity.registry.models import Delegate

WAITS = Conflict(
    "credentials.request-waits",
    Text("这张证书已有待复核的申请。", "A request about this certificate waits already."),
    todo=Text("请先复核或撤回那一项。", "Decide on that one, or take it back, first."),
)
DECIDED = Conflict(
    "credentials.request-decided",
    Text("申请已经办结。", "The request was decided already."),
    todo=Text("请刷新页面。", "Reload the page."),
)
NONE = NotFound("credentials.request", Text("没有这项申请。", "There is no such request."))
ASKED = Text("请复核：{matter} {number}", "Please decide: {matter} {number}")
GRANTED = Text("已同意：{matter} {number}", "Granted: {matter} {number}")
DECLINED = Text("未同意：{matter} {number}：{answer}", "Declined: {matter} {number}: {answer}")


def ask(
    *,
    actor: Actor,
    certificate: Certificate,
    matter: Matter,
    reason: str,
    attributes: Mapping[str, Any] | None = None,
) -> ChangeRequest:
    """Ask for a revocation or replacement (申请). Raises Refused, InputError (no reason), Conflict (asked already).

    `attributes`: what the corrected certificate shall say instead.
    """
    account = require_issuer(actor, certificate)
    if not reason.strip():
        raise NO_REASON
    gone = {Purpose.REVOKED} if matter is Matter.REVOKE else {Purpose.REVOKED, Purpose.SUPERSEDED}
    if marks(certificate) & gone:
        raise NO_CHANGE
    try:
        with transaction.atomic():
            made = ChangeRequest.objects.create(
                certificate=certificate,
                matter=matter.value,
                attributes=dict(attributes or {}),
                reason=reason.strip(),
                asked_by_id=account,
            )
    except IntegrityError as error:
        if "request_open_once" not in str(error):
            raise
        raise WAITS from error
    _audit(actor, f"credentials.{matter.value}-asked", made)
    colleagues = Delegate.objects.filter(organisation=certificate.organisation_id).exclude(account=account)
    _tell(list(colleagues.order_by("pk").values_list("account", flat=True)), made, ASKED)
    return made


def grant(*, actor: Actor, request_id: int) -> ChangeRequest:
    """Do what a colleague asked for (同意).

    Raises NotFound, Refused (own request, foreign body), Conflict, InputError.
    """
    with transaction.atomic():
        found = _waiting(request_id)
        certificate = found.certificate
        require_issuer(actor, certificate)
        require_second(actor, found.asked_by_id)
        if found.matter == Matter.REVOKE:
            revoke(actor=actor, certificate=certificate, reason=found.reason, asked_by=found.asked_by_id)
        else:
            replace(
                actor=actor,
                certificate=certificate,
                attributes=found.attributes,
                reason=found.reason,
                asked_by=found.asked_by_id,
            )
        _decide(actor, found, granted=True, answer="")
        _tell([found.asked_by_id], found, GRANTED)
    return found


def decline(*, actor: Actor, request_id: int, answer: str) -> ChangeRequest:
    """Say no with a reason (不同意), or take back one's own request (撤回).

    Raises NotFound, Refused, Conflict (decided already), InputError (no reason).
    """
    if not answer.strip():
        raise NO_REASON
    with transaction.atomic():
        found = _waiting(request_id)
        require_issuer(actor, found.certificate)
        _decide(actor, found, granted=False, answer=answer.strip())
        if found.asked_by_id != actor.account_id:
            _tell([found.asked_by_id], found, DECLINED)
    return found


def words_of(request: ChangeRequest, current: Mapping[str, Any]) -> str:
    """What the certificate would say after a replacement, in one line."""
    return stated_of(CertificateKind(request.certificate.kind), {**current, **request.attributes}).title


def _waiting(request_id: int) -> ChangeRequest:
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("certificate__organisation")
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise NONE
    if found.granted is not None:
        raise DECIDED
    return found


def _decide(actor: Actor, found: ChangeRequest, *, granted: bool, answer: str) -> None:
    found.granted, found.answer = granted, answer
    found.decided_by_id, found.decided_at = actor.account_id, timezone.now()
    found.save(update_fields=["granted", "answer", "decided_by", "decided_at"])
    _audit(actor, f"credentials.{found.matter}-{'granted' if granted else 'declined'}", found)


def _audit(actor: Actor, act: str, found: ChangeRequest) -> None:
    record(
        actor=actor,
        act=act,
        object_type="certificate",
        object_id=found.certificate.number,
        person_id=found.certificate.person_id,
        purpose=(found.answer or found.reason)[:IN_AUDIT],
    )


def _tell(accounts: list[int], found: ChangeRequest, words: Text) -> None:
    said = words.format(matter=Matter(found.matter).label, number=found.certificate.number, answer=found.answer)
    url = reverse("certificate", args=[found.certificate.number])
    tell(accounts=accounts, words=said, url=url, about=f"certificate:{found.certificate.number}")
