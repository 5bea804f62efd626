"""Showing a part of one's passport to somebody without an account, by a link or a code, until a day.

The link is a nonce and its keyed hash: the database holds the nonce, the installation the key, and only both make a
link. So the person can see the code again on any day, and who reads the database alone can open nothing.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Count, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from skillcity.credentials.engine.multibase import base64url, from_base64url
from skillcity.credentials.models import Certificate, Share
from skillcity.facts.models import Fact
from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.models import Entry
from skillcity.platform.audit.services import record
from skillcity.registry.models import Organisation

LONGEST = timedelta(days=366)
NONCE = 15
LOOK = "shared"
WORDS_OF = Concat(OuterRef("receiver"), Value(" (#"), Cast(OuterRef("pk"), CharField()), Value(")"))
NO_RECORD = Refused("credentials.no-record", Text("账号没有关联档案。", "The account has no record."))
GONE = NotFound(
    "credentials.share-gone",
    Text("链接不存在、已到期或已被收回。", "The link does not exist, has ended, or was taken back."),
    todo=Text("请向出示人索取新的链接。", "Ask the person for a new link."),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown: certificates by number, facts by their place in the person's ledger, and the talent class."""

    certificates: Sequence[str] = ()
    facts: Sequence[int] = ()
    with_class: bool = False

    @property
    def count(self) -> int:
        """How many things."""
        return len(set(self.certificates)) + len(set(self.facts)) + self.with_class


def share(
    *,
    actor: Actor,
    receiver: str,
    purpose: str,
    ends_on: date,
    choice: Choice,
    organisation: Organisation | None = None,
) -> Share:
    """Show certificates and facts to a receiver until a day (出示); `link_of` gives the address.

    `organisation`: the receiver when it is known here: its delegates are told of changes, but see nothing without the
    link. Raises Refused (no record), InputError (nothing chosen, not one's own, days, empty words).
    """
    if actor.person_id is None:
        raise NO_RECORD
    _check(actor.person_id, receiver, purpose, ends_on, choice)
    with transaction.atomic():
        made = Share.objects.create(
            person_id=actor.person_id,
            secret=secrets.token_bytes(NONCE),
            receiver=receiver.strip(),
            organisation=organisation,
            purpose=purpose.strip(),
            certificates=list(dict.fromkeys(choice.certificates)),
            facts=list(dict.fromkeys(choice.facts)),
            with_class=choice.with_class,
            ends_on=ends_on,
        )
        _audit(actor, "credentials.shared", made)
    return made


def _check(person_id: int, receiver: str, purpose: str, ends_on: date, choice: Choice) -> None:
    today = timezone.localdate()
    if not receiver.strip() or not purpose.strip():
        raise InputError("credentials.share-words", Text("请写明给谁看、做什么用。", "Say for whom and what for."))
    if not today <= ends_on <= today + LONGEST:
        raise InputError(
            "credentials.share-days", Text("到期日应在今后一年之内。", "The end lies within a year from today.")
        )
    if not choice.count:
        raise InputError(
            "credentials.share-empty",
            Text("没有选中任何一项。", "Nothing was chosen."),
            todo=Text("请回到护照勾选要出示的内容。", "Go back to the passport and tick what to show."),
        )
    mine = Certificate.objects.filter(person=person_id, number__in=choice.certificates).count()
    known = Fact.objects.filter(person=person_id, seq__in=choice.facts).count()
    if mine != len(set(choice.certificates)) or known != len(set(choice.facts)):
        raise InputError("credentials.share-foreign", Text("只能出示自己的记录。", "Only your own records."))


def withdraw(*, actor: Actor, share_id: int) -> Share:
    """Take a share back (收回); the link is dead at once. Raises NotFound, Conflict (taken back already)."""
    with transaction.atomic():
        found = Share.objects.select_for_update(of=("self",)).filter(pk=share_id).first()
        if found is None or found.person_id != actor.person_id:
            raise GONE
        if found.withdrawn_at is not None:
            raise Conflict("credentials.share-withdrawn", Text("已经收回。", "It was taken back already."))
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        _audit(actor, "credentials.share-withdrawn", found)
    return found


def link_of(share: Share) -> str:
    """The address that opens a share."""
    return f"{settings.PUBLIC_URL}/shared/{_token(bytes(share.secret))}"


def opened(token: str) -> Share:
    """The share of a link that still holds; to be asked beyond the scope of the stranger who has the link.

    Raises NotFound, the same for a link that never was and for one that has ended.
    """
    try:
        nonce = from_base64url(token)[:NONCE]
    except ValueError:
        raise GONE from None
    if not hmac.compare_digest(_token(nonce).encode(), token.encode()):
        raise GONE
    found = Share.objects.select_related("person").filter(secret=nonce, withdrawn_at=None).first()
    if found is None or found.ends_on < timezone.localdate():
        raise GONE
    return found


def shares_of(person_id: int) -> QuerySet[Share]:
    """A person's shares, the newest first."""
    return Share.objects.filter(person_id=person_id).order_by("-made_at", "-pk")


def shares_with_looks(person_id: int) -> QuerySet[Share]:
    """A person's shares, each with the number of its openings (`looks`) and the last one (`last_look`)."""
    seen = looks_at(OuterRef("person_id")).filter(purpose=WORDS_OF).order_by().values("act")
    return shares_of(person_id).annotate(
        looks=Coalesce(Subquery(seen.annotate(n=Count("pk")).values("n")), 0),
        last_look=Subquery(seen.annotate(last=Max("at")).values("last")),
    )


def looks_at(person_id: Any) -> QuerySet[Entry]:
    """The openings of a person's links, the newest first."""
    return Entry.objects.filter(act=LOOK, person_id=person_id).order_by("-pk")


def own_share(actor: Actor, share_id: int) -> Share:
    """One of the actor's own shares. Raises NotFound."""
    found = Share.objects.filter(pk=share_id).first()
    if found is None or found.person_id != actor.person_id:
        raise GONE
    return found


def look_words(share: Share) -> str:
    """What stands in the audit as the purpose of a look at this share; `WORDS_OF` says the same to the database."""
    return f"{share.receiver} (#{share.pk})"


def _token(nonce: bytes) -> str:
    key = sha256(b"skillcity share" + settings.SECRET_KEY.encode()).digest()
    return base64url(nonce + hmac.digest(key, nonce, "sha256")[:NONCE])


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
