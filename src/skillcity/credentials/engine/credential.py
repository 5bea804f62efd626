"""A certificate as an Open Badge 3.0 that is a W3C Verifiable Credential 2.0.

What it says of the person is the name alone: no ID number and no hash of one, for a hash of eighteen digits whose
region and birth date are known is soon undone. Who must know that the bearer is the person compares the name with an
identity card, or asks the verification page with the number and the last four characters of the ID number.
Source: 1EdTech Open Badges 3.0, appendix B (data models); W3C Verifiable Credentials Data Model 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from skillcity.kernel.skill_level import SkillLevel

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = (VC, OB)
"""The contexts of our credentials."""
EDITIONS = ("context", "context-3.0.1", "context-3.0.2", "context-3.0.3", "extensions")
KNOWN = frozenset({VC, *(f"https://purl.imsglobal.org/spec/ob/v3p0/{edition}.json" for edition in EDITIONS)})
"""Those and their other editions, in credentials of others; one with any other is refused, and none is ever fetched."""
TYPES = ("VerifiableCredential", "OpenBadgeCredential")
BADGES = (TYPES[1], "AchievementCredential")
"""Both names of the type that Open Badges allows."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs: an evaluation body with its identifier (did:web or did:key) and its name."""

    did: str
    name: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says (one credential per statement: who is shown one learns nothing of the others).

    `kind`: the type of achievement as Open Badges names it; `code`: of the occupation or ability; `until`: its last
    day.
    """

    number: str
    holder: str
    title: str
    kind: str
    issued: date
    code: str = ""
    level: SkillLevel | None = None
    basis: str = ""
    until: date | None = None


def credential(
    statement: Statement, issuer: Issuer, *, identifier: str, status: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The certificate as a credential that has yet to be signed; `identifier` is an address of it, unguessable."""
    achievement: dict[str, Any] = {
        "id": f"{identifier}#achievement",
        "type": ["Achievement"],
        "achievementType": statement.kind,
        "name": statement.title,
        "criteria": {"narrative": statement.basis or statement.title},
        "description": statement.title,
        "inLanguage": "zh-CN",
    }
    if statement.code:
        achievement["humanCode"] = statement.code
    if statement.level:
        achievement["tag"] = [statement.level.value]
    found: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": identifier,
        "type": list(TYPES),
        "name": statement.title,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name},
        "validFrom": f"{statement.issued.isoformat()}T00:00:00+08:00",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": statement.holder, "identityType": "name"}
            ],
            "licenseNumber": statement.number,
            "achievement": achievement,
        },
    }
    if statement.until:
        found["validUntil"] = f"{statement.until.isoformat()}T23:59:59+08:00"
    if status:
        found["credentialStatus"] = [dict(each) for each in status]
    return found


def stated(document: Mapping[str, Any]) -> Statement:
    """What a credential says; ValueError when it is no Open Badge.

    One of another issuer may leave out the number, the holder (or hide it in a hash), the kind and the basis: each is
    then empty. The title and the day are never missing.
    """
    try:
        is_badge = any(each in _list(document["type"]) for each in BADGES)
        subject = document["credentialSubject"]
        achievement = subject["achievement"]
        tags = _list(achievement.get("tag", []))
        levels = [level for level in SkillLevel if level.value in tags]
        until = document.get("validUntil")
        found = Statement(
            number=subject.get("licenseNumber", ""),
            holder=next((each["identityHash"] for each in _list(subject.get("identifier", [])) if _is_name(each)), ""),
            title=achievement.get("name") or document["name"],
            kind=achievement.get("achievementType", ""),
            issued=date.fromisoformat(document["validFrom"][:10]),
            code=achievement.get("humanCode", ""),
            level=levels[0] if levels else None,
            basis=achievement.get("criteria", {}).get("narrative", ""),
            until=date.fromisoformat(until[:10]) if until else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no Open Badge: {error}") from None
    words = (found.number, found.holder, found.title, found.kind, found.code, found.basis)
    if not is_badge or not found.title or not all(isinstance(each, str) for each in words):
        raise ValueError("no Open Badge: its type, a title, and words are needed")
    "".join(
        words
    ).encode()  # half a surrogate pair, which JSON may hold, is no word: UnicodeEncodeError is a ValueError
    return found


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def _is_name(identity: Mapping[str, Any]) -> bool:
    return identity.get("identityType") == "name" and identity.get("hashed") is not True
