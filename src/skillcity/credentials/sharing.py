"""Showing a part of one's passport to somebody without an account, by a link or a code, until a day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from skillcity.credentials.models import Certificate, Share, ShareLook
from skillcity.facts.models import Fact
from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record

LONGEST = timedelta(days=366)
NO_RECORD = Refused("credentials.no-record", Text("账号没有关联档案。", "The account has no record."))
GONE = NotFound(
    "credentials.share-gone",
    Text("链接不存在、已到期或已被收回。", "The link does not exist, has ended, or was taken back."),
    todo=Text("请向出示人索取新的链接。", "Ask the person for a new link."),
)


@dataclass(frozen=True, slots=True)
class Made:
    """A new share, and its address, which is shown this once."""

    share: Share
    url: str


def share(
    *,
    actor: Actor,
    receiver: str,
    purpose: str,
    ends_on: date,
    certificates: Sequence[str] = (),
    facts: Sequence[int] = (),
    with_class: bool = False,
) -> Made:
    """Show certificates (by number) and facts (by their place in the person's ledger) to a receiver (出示).

    Raises Refused (no record), InputError (nothing chosen, not one's own, days, empty words).
    """
    if actor.person_id is None:
        raise NO_RECORD
    _check(actor.person_id, receiver, purpose, ends_on, certificates, facts, with_class)
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        made = Share.objects.create(
            person_id=actor.person_id,
            secret=_hash(secret),
            receiver=receiver.strip(),
            purpose=purpose.strip(),
            certificates=list(dict.fromkeys(certificates)),
            facts=list(dict.fromkeys(facts)),
            with_class=with_class,
            ends_on=ends_on,
        )
        _audit(actor, "credentials.shared", made)
    return Made(made, f"{settings.PUBLIC_URL}/shared/{secret}")


def _check(
    person_id: int,
    receiver: str,
    purpose: str,
    ends_on: date,
    certificates: Sequence[str],
    facts: Sequence[int],
    with_class: bool,
) -> None:
    today = timezone.localdate()
    if not receiver.strip() or not purpose.strip():
        raise InputError("credentials.share-words", Text("请写明给谁看、做什么用。", "Say for whom and what for."))
    if not today <= ends_on <= today + LONGEST:
        raise InputError(
            "credentials.share-days", Text("到期日应在今后一年之内。", "The end lies within a year from today.")
        )
    if not certificates and not facts and not with_class:
        raise InputError("credentials.share-empty", Text("请至少选一项。", "Choose something to show."))
    mine = Certificate.objects.filter(person=person_id, number__in=certificates).count()
    known = Fact.objects.filter(person=person_id, seq__in=facts).count()
    if mine != len(set(certificates)) or known != len(set(facts)):
        raise InputError("credentials.share-foreign", Text("只能出示自己的记录。", "Only your own records."))


def withdraw(*, actor: Actor, share_id: int) -> Share:
    """Take a share back (收回); the link is dead at once. Raises NotFound, Conflict (taken back already)."""
    with transaction.atomic():
        found = (
            Share.objects.select_for_update(of=("self",)).filter(pk=share_id, person_id=actor.person_id or 0).first()
        )
        if found is None:
            raise GONE
        if found.withdrawn_at is not None:
            raise Conflict("credentials.share-withdrawn", Text("已经收回。", "It was taken back already."))
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        _audit(actor, "credentials.share-withdrawn", found)
    return found


def opened(secret: str) -> Share:
    """The share of a link that still holds, in the scope of the system; `note_opening` writes that it was opened.

    Raises NotFound, the same for a link that never was and for one that has ended.
    """
    found = Share.objects.select_related("person").filter(secret=_hash(secret), withdrawn_at=None).first()
    if found is None or found.ends_on < timezone.localdate():
        raise GONE
    return found


def note_opening(share: Share, device: str) -> ShareLook:
    """Write that somebody opened the share."""
    return ShareLook.objects.create(share=share, device=device[:40])


def shares_of(actor: Actor) -> QuerySet[Share]:
    """The shares of the actor's own record, the newest first."""
    return Share.objects.filter(person_id=actor.person_id or 0).prefetch_related("looks").order_by("-made_at")


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _audit(actor: Actor, act: str, made: Share) -> None:
    record(
        actor=actor,
        act=act,
        object_type="share",
        object_id=made.pk,
        person_id=made.person_id,
        purpose=made.purpose,
        details={"receiver": made.receiver, "certificates": made.certificates, "facts": made.facts},
    )
