"""Keys of the evaluation bodies: made, used, replaced, declared stolen. A private key never leaves this module open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from skillcity.credentials.engine.keys import PublicKey, Signer, SoftwareKey
from skillcity.credentials.engine.trust import IssuerKey, TrustedIssuer
from skillcity.credentials.models import SigningKey
from skillcity.credentials.permissions import NO_REASON, require_body
from skillcity.kernel.errors import Conflict, InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.registry.engine.vault import Sealed
from skillcity.registry.models import Organisation
from skillcity.registry.vault import vault

PURPOSE = b"skillcity signing key"
KNOWN = Conflict(
    "credentials.compromised-known",
    Text("该密钥已报告泄露。", "This key was declared stolen already."),
    todo=Text("请刷新页面。", "Reload the page."),
)


def did_of(organisation: Organisation) -> str:
    """The identifier of an issuer (did:web): its document is served under `/issuers/<credit code>/did.json`."""
    host = quote(urlsplit(settings.PUBLIC_URL).netloc, safe="")
    return f"did:web:{host}:issuers:{organisation.credit_code}"


def current_key(organisation: Organisation) -> SigningKey:
    """The key that signs now; made when there is none, so that an evaluation body can begin at once."""
    current = SigningKey.objects.filter(organisation=organisation, until=None, compromised=None)
    found = current.first()
    if found is None:
        with transaction.atomic(), connection.cursor() as cursor:  # two jobs may need the first key at once
            cursor.execute("select pg_advisory_xact_lock(hashtext('signing key'), %s)", [organisation.pk])
            found = current.first() or _new_key(organisation)
    found.organisation = organisation
    return found


def signer_of(key: SigningKey) -> Signer:
    """The key ready to sign. With a hardware module this is where another `Signer` would be given."""
    private = bytes.fromhex(vault().open(Sealed(key.sealing_key, bytes(key.sealed)), PURPOSE))
    return SoftwareKey.of(Ed25519PrivateKey.from_private_bytes(private), method_of(key))


def method_of(key: SigningKey) -> str:
    """The address of the public key."""
    return f"{did_of(key.organisation)}#key-{key.number}"


def rotate_key(*, actor: Actor, organisation: Organisation) -> SigningKey:
    """Sign with a new key from now on (轮换); what the old one signed stays genuine. Raises Refused."""
    require_body(actor, organisation.pk)
    with transaction.atomic():
        now = timezone.now().replace(microsecond=0)  # signatures tell whole seconds
        old = SigningKey.objects.select_for_update(of=("self",)).filter(
            organisation=organisation, until=None, compromised=None
        )
        old.update(until=now + timedelta(seconds=1))
        new = _new_key(organisation, now)
        record(actor=actor, act="credentials.key-rotated", object_type="organisation", object_id=organisation.pk)
    return new


def declare_compromised(*, actor: Actor, key: SigningKey, since: datetime, reason: str) -> SigningKey:
    """Say that a key was in foreign hands since a moment (泄露): what it signed from then on is void.

    A new key follows. Raises Refused; InputError when the moment lies before the key's first use or in the future, or
    without a reason.
    """
    require_body(actor, key.organisation_id)
    if not reason.strip():
        raise NO_REASON
    if key.compromised is not None:
        raise KNOWN
    if not key.since <= since <= timezone.now():
        raise InputError(
            "credentials.compromised-when",
            Text("时刻应在启用之后、现在之前。", "The moment must lie between the key's first use and now."),
        )
    with transaction.atomic():
        SigningKey.objects.filter(pk=key.pk).update(compromised=since)
        new = current_key(key.organisation)
        record(
            actor=actor,
            act="credentials.key-compromised",
            object_type="signing-key",
            object_id=key.pk,
            purpose=reason.strip()[:200],
            details={"since": since.isoformat()},
        )
    return new


def _new_key(organisation: Organisation, now: datetime | None = None) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    sealed = vault().seal(private.private_bytes_raw().hex(), PURPOSE)
    last = SigningKey.objects.filter(organisation=organisation).order_by("-number").first()
    return SigningKey.objects.create(
        organisation=organisation,
        number=last.number + 1 if last else 1,
        public=PublicKey(private.public_key()).multibase,
        sealing_key=sealed.key_id,
        sealed=sealed.cipher,
        since=(now or timezone.now()).replace(microsecond=0),
    )


def trusted(organisations: Iterable[Organisation]) -> list[TrustedIssuer]:
    """Issuers with all their keys, the old and the stolen ones included."""
    keys: dict[int, list[SigningKey]] = {}
    issuers = {each.pk: each for each in organisations}
    for key in SigningKey.objects.filter(organisation__in=issuers).order_by("organisation", "number"):
        key.organisation = issuers[key.organisation_id]
        keys.setdefault(key.organisation_id, []).append(key)
    return [
        TrustedIssuer(
            did_of(issuers[pk]),
            issuers[pk].name,
            tuple(
                IssuerKey(method_of(key), PublicKey.read(key.public), key.since, key.until, key.compromised)
                for key in found
            ),
        )
        for pk, found in keys.items()
    ]
