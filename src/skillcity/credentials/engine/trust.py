"""Whose signature counts: issuers with their keys, each key with its days, and the day it was stolen if it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skillcity.credentials.engine.keys import PublicKey
from skillcity.credentials.engine.status import moment, read_moment


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A key of an issuer: used from `since`, no longer from `until`; what it signed from `compromised` on is void."""

    method: str
    key: PublicKey
    since: datetime
    until: datetime | None = None
    compromised: datetime | None = None

    def trusted_at(self, when: datetime) -> bool:
        """Whether a signature made at this moment counts."""
        ends = [each for each in (self.until, self.compromised) if each]
        return self.since <= when and all(when < end for end in ends)


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer that this verifier knows."""

    did: str
    name: str
    keys: tuple[IssuerKey, ...]

    def key(self, method: str) -> IssuerKey | None:
        """The key at this address."""
        return next((each for each in self.keys if each.method == method), None)


Trust = Mapping[str, TrustedIssuer]
"""Trusted issuers by their identifier."""


def did_document(issuer: TrustedIssuer) -> dict[str, Any]:
    """The issuer's DID document (W3C Controlled Identifiers): its keys, each with the moment it expires or is void."""
    methods = []
    for each in issuer.keys:
        method = {
            "id": each.method,
            "type": "Multikey",
            "controller": issuer.did,
            "publicKeyMultibase": each.key.multibase,
        }
        if each.until:
            method["expires"] = moment(each.until)
        if each.compromised:
            method["revoked"] = moment(each.compromised)
        methods.append(method)
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": issuer.did,
        "verificationMethod": methods,
        "assertionMethod": [each.method for each in issuer.keys],
    }


def write_trust(issuers: Iterable[TrustedIssuer]) -> dict[str, Any]:
    """The list of issuers as a verifier without network keeps it (format: docs/formats.md)."""
    return {
        "issuers": [
            {
                "id": issuer.did,
                "name": issuer.name,
                "keys": [
                    {
                        "id": each.method,
                        "publicKeyMultibase": each.key.multibase,
                        "since": moment(each.since),
                        "until": moment(each.until) if each.until else None,
                        "compromised": moment(each.compromised) if each.compromised else None,
                    }
                    for each in issuer.keys
                ],
            }
            for issuer in issuers
        ]
    }


def read_trust(value: Mapping[str, Any]) -> dict[str, TrustedIssuer]:
    """The trusted issuers of such a list; ValueError when it is none."""
    try:
        return {
            each["id"]: TrustedIssuer(each["id"], str(each["name"]), tuple(_key(key) for key in each["keys"]))
            for each in value["issuers"]
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no list of issuers: {error}") from None


def _key(value: Mapping[str, Any]) -> IssuerKey:
    until, compromised = value.get("until"), value.get("compromised")
    return IssuerKey(
        str(value["id"]),
        PublicKey.read(value["publicKeyMultibase"]),
        read_moment(value["since"]),
        read_moment(until) if until else None,
        read_moment(compromised) if compromised else None,
    )
