"""Verifying here, where all keys and lists are at hand: one certificate, a thousand, or one found by its number."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from skillcity.credentials.engine.verifying import Verification, verify
from skillcity.credentials.keeping import trusted
from skillcity.credentials.limits import guessed_too_often, note_wrong_guess
from skillcity.credentials.live import verified, with_status
from skillcity.credentials.models import Certificate
from skillcity.credentials.publishing import issuing_bodies, published_lists
from skillcity.kernel.compact import compact
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.scope import seeing_all
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.models import IdentityDocument
from skillcity.registry.vault import vault

LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
TOKEN = re.compile(r"/verify/([A-Za-z0-9_-]{20})$")
NO_MATCH = NotFound(
    "credentials.no-match",
    Text("没有找到相符的证书。", "No certificate matches."),
    todo=Text(
        "请核对编号和身份证号后四位，或扫描证书上的二维码。",
        "Check the number and the last four characters, or scan the code on the certificate.",
    ),
)
NO_TOKEN = NotFound(
    "credentials.unknown-address",
    Text("这个核验地址不存在。", "This address verifies nothing."),
    todo=Text(
        "请扫描证书上的大二维码，或按编号核验。", "Scan the large code of the certificate, or verify by its number."
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A certificate of ours with what a verifier says of it."""

    certificate: Certificate
    verification: Verification
    successor: str = ""


def verify_here(texts: Sequence[str], now: datetime | None = None) -> list[Verification]:
    """What is to be thought of each: keys and lists are read once for all."""
    bodies = issuing_bodies()
    trust = {each.did: each for each in trusted(bodies.values())}
    lists = [each.ready for each in published_lists(bodies)]
    moment = now or timezone.now()
    return [verify(each, trust, lists, moment) for each in texts]


def by_token(token: str) -> Found:
    """The certificate behind the address in its small code. Raises NotFound."""
    with seeing_all():
        certificate = with_status(Certificate.objects.filter(token=token)).first()
        if certificate is None:
            raise NO_TOKEN
        return _found(certificate)


def by_number(number: str, last_four: str) -> Found:
    """The certificate of this number whose holder's ID number ends so.

    Raises NotFound, always the same: no such number, other characters, too many guesses about it.
    """
    spelled, last = compact(number), compact(last_four)
    certificate, sealed = _sealed(spelled)
    ends = vault().open(sealed)[-4:] if sealed else ""
    right = LAST_FOUR.fullmatch(last) is not None and hmac.compare_digest(ends.encode(), last.encode())
    if guessed_too_often(spelled) or certificate is None or not right:
        note_wrong_guess(spelled)
        raise NO_MATCH
    return _found(certificate)


def _sealed(number: str) -> tuple[Certificate | None, Sealed | None]:
    """The certificate and the sealed ID number; a number that is not there costs the same: another one is opened."""
    with seeing_all():
        certificate = with_status(Certificate.objects.filter(number=number)).first()
        documents = IdentityDocument.objects.filter(kind="resident-id").order_by("pk")
        found = documents.filter(person=certificate.person_id).first() if certificate else documents.first()
    return certificate, Sealed(found.key_id, bytes(found.cipher)) if found else None


def _found(certificate: Certificate) -> Found:
    (verification,) = verified([certificate], timezone.now())
    successor = getattr(certificate, "successor", None)
    return Found(certificate, verification, successor.token if successor else "")


def token_in(text: str) -> str:
    """The token of a verification address of ours in a text, or nothing."""
    found = TOKEN.search(text.strip())
    return found[1] if found else ""
