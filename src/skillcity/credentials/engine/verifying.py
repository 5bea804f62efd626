"""Is it genuine? Seven answers, told apart; from what is at hand alone: no network, no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from skillcity.credentials.engine.credential import KNOWN, TYPES, VC, Statement, stated
from skillcity.credentials.engine.jwt import MOST, jwt_verifies, read_json, read_jwt
from skillcity.credentials.engine.proof import SUITE, method_of, proven
from skillcity.credentials.engine.qr import PREFIX, unpack
from skillcity.credentials.engine.status import Purpose, bits_of, is_marked, read_moment
from skillcity.credentials.engine.trust import Trust, TrustedIssuer

FUTURE = timedelta(minutes=5)
"""Clocks differ: what is signed up to five minutes from now is taken."""


class Outcome(StrEnum):
    """What a verification says."""

    GENUINE = "genuine"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNKNOWN_ISSUER = "unknown-issuer"
    TAMPERED = "tampered"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list whose signature has been checked: what it says, and as of when."""

    url: str
    issuer: str
    purpose: Purpose
    bits: bytes
    signed: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome with what is known; `reason` says in a word what decided it.

    `lists`: the status lists that were asked, oldest first; `unchecked`: the purposes for which no list was at hand;
    `suspended`: for the outcome "revoked", that it is for a time only.
    """

    outcome: Outcome
    reason: str
    statement: Statement | None = None
    document: Mapping[str, Any] | None = None
    issuer: TrustedIssuer | None = None
    signed: datetime | None = None
    lists: tuple[StatusList, ...] = ()
    unchecked: tuple[Purpose, ...] = ()
    suspended: bool = False

    @property
    def as_of(self) -> datetime | None:
        """The moment of the oldest status list used: later revocations are not known; None: none was used."""
        return self.lists[0].signed if self.lists else None


def verify(text: str, trust: Trust, lists: Iterable[StatusList], now: datetime) -> Verification:
    """What is to be thought of a credential: JSON with its proof, a `vc+jwt`, or the text of a QR code."""
    try:
        if len(text) > MOST:
            raise ValueError("too long")
        document, method, signed, token = _read(text.strip())
        statement, issuer_id = stated(document), _issuer(document)
        ends = read_moment(document["validUntil"]) if "validUntil" in document else None
        wanted = _entries(document)
    except ValueError as error:
        return Verification(Outcome.MALFORMED, str(error))
    found = Verification(Outcome.UNKNOWN_ISSUER, "issuer", statement, document, trust.get(issuer_id), signed)
    if found.issuer is None:
        return found
    key = found.issuer.key(method)
    if key is None or not key.trusted_at(signed):
        return _with(found, Outcome.UNKNOWN_ISSUER, "key")
    try:
        right = jwt_verifies(token, key.key) if token else proven(document, key.key)
    except ValueError:
        right = False
    if not right:
        return _with(found, Outcome.TAMPERED, "signature")
    if signed > now + FUTURE:
        return _with(found, Outcome.TAMPERED, "signed-in-the-future")
    return _standing(found, wanted, [each for each in lists if each.issuer == issuer_id], ends, now)


def _standing(
    found: Verification,
    wanted: list[tuple[Purpose, str, int]],
    lists: list[StatusList],
    ends: datetime | None,
    now: datetime,
) -> Verification:
    used, unchecked, marked = [], [], set()
    for purpose, url, place in wanted:
        at_hand = [each for each in lists if (each.url, each.purpose) == (url, purpose)]
        newest = max(at_hand, key=lambda each: each.signed, default=None)
        if newest is None or place >= len(newest.bits) * 8:
            unchecked.append(purpose)
            continue
        used.append(newest)
        if is_marked(newest.bits, place):
            marked.add(purpose)
    found = Verification(
        Outcome.GENUINE,
        "",
        found.statement,
        found.document,
        found.issuer,
        found.signed,
        tuple(sorted(used, key=lambda each: each.signed)),
        tuple(dict.fromkeys(unchecked)),
        suspended=Purpose.SUSPENDED in marked and Purpose.REVOKED not in marked,
    )
    if marked & {Purpose.REVOKED, Purpose.SUSPENDED}:
        return _with(found, Outcome.REVOKED, "suspended" if found.suspended else "revoked")
    if Purpose.SUPERSEDED in marked:
        return _with(found, Outcome.SUPERSEDED, "superseded")
    if ends and now > ends:
        return _with(found, Outcome.EXPIRED, "expired")
    return found


def _with(found: Verification, outcome: Outcome, reason: str) -> Verification:
    return replace(found, outcome=outcome, reason=reason)


def read_list(text: str, trust: Trust) -> StatusList:
    """A status list whose signature is a trusted issuer's; ValueError for any other."""
    document, method, signed, token = _read(text.strip())
    issuer = trust.get(_issuer(document))
    if issuer is None:
        raise ValueError("the status list is of an unknown issuer")
    key = issuer.key(method)
    right = key and key.trusted_at(signed) and (jwt_verifies(token, key.key) if token else proven(document, key.key))
    if not right:
        raise ValueError("the signature of the status list is wrong")
    purpose, bits = bits_of(document)
    until = read_moment(document.get("validUntil"))
    return StatusList(str(document.get("id")), issuer.did, purpose, bits, read_moment(document.get("validFrom")), until)


def _read(text: str) -> tuple[dict[str, Any], str, datetime, str]:
    """The document, the key that it names, when it was signed, and the token when it is one."""
    if not text.startswith(("{", PREFIX)):
        return *read_jwt(text), text
    document = _with_our_proof(read_json(text) if text.startswith("{") else unpack(text))
    signed = document["proof"].get("created", document.get("validFrom"))
    return document, method_of(document), read_moment(signed), ""


def _with_our_proof(document: dict[str, Any]) -> dict[str, Any]:
    """Of several proofs (a proof set, each over the document alone) the first of the suite that we verify."""
    proofs = document.get("proof")
    if not isinstance(proofs, list):
        method_of(document)
        return document
    ours = [each for each in proofs if isinstance(each, Mapping) and each.get("cryptosuite") == SUITE]
    if not ours or "previousProof" in ours[0]:
        raise ValueError("no eddsa-jcs-2022 proof of the document alone")
    return {**document, "proof": ours[0]}


def _issuer(document: Mapping[str, Any]) -> str:
    contexts = document.get("@context")
    types = document.get("type")
    if not isinstance(contexts, list) or contexts[:1] != [VC] or not set(map(str, contexts)) <= KNOWN:
        raise ValueError("a context that is not known")
    if len(set(contexts)) < len(contexts):
        raise ValueError("a context stands twice")
    if not isinstance(types, list) or TYPES[0] not in types:
        raise ValueError("no verifiable credential")
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if not isinstance(name, str):
        raise ValueError("no issuer")
    return name


def _entries(document: Mapping[str, Any]) -> list[tuple[Purpose, str, int]]:
    """Each purpose with its list and the place on it.

    A status of another kind than ours is one for which no list is at hand.
    """
    entries = document.get("credentialStatus", [])
    found: list[tuple[Purpose, str, int]] = []
    for each in entries if isinstance(entries, list) else [entries]:
        if not isinstance(each, Mapping) or not isinstance(each.get("type"), str):
            raise ValueError("a status that is none")
        purpose = each.get("statusPurpose")
        is_ours = each["type"] == "BitstringStatusListEntry" and purpose in list(Purpose)
        if not is_ours or each.get("statusSize", 1) != 1:
            found.append((Purpose.REVOKED, "", 0))
            continue
        place, url = each.get("statusListIndex"), each.get("statusListCredential")
        if not isinstance(place, str) or not (place.isascii() and place.isdigit()) or not isinstance(url, str):
            raise ValueError("a status without list or place")
        found.append((Purpose(str(purpose)), url, int(place)))
    return found
