"""Bitstring status lists: one bit a certificate, in a signed list that everybody may keep a copy of.

Source: W3C Bitstring Status List 1.0. Three lists stand side by side: revoked, suspended, and superseded (which the
standard calls `refresh`: a newer credential is there).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from skillcity.credentials.engine.multibase import base64url, from_base64url

LEAST = 131_072
"""Entries of the shortest list that the standard allows: a single certificate hides among so many."""
MOST = 8 * 1024 * 1024
"""Bytes of the longest list that is unpacked: 67 million certificates."""
CONTEXT = "https://www.w3.org/ns/credentials/v2"


class Purpose(StrEnum):
    """What a bit that is set says of the certificate."""

    REVOKED = "revocation"
    SUSPENDED = "suspension"
    SUPERSEDED = "refresh"


FOR_GOOD = frozenset({Purpose.REVOKED, Purpose.SUPERSEDED})
"""What is never taken back."""


def marked_by(changes: Iterable[tuple[str, bool]]) -> frozenset[Purpose]:
    """What is marked after these changes, in their order: of each purpose the last one counts."""
    return frozenset(Purpose(purpose) for purpose, marked in dict(changes).items() if marked)


def encoded(marked: Collection[int], size: int = LEAST) -> str:
    """The list with these places set, compressed; ValueError when a place is not on it."""
    bits = bytearray((max(size, LEAST) + 7) // 8)
    for place in marked:
        if not 0 <= place < len(bits) * 8:
            raise ValueError(f"place {place} is not on the list")
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64url(gzip.compress(bytes(bits), 9, mtime=0))


def decoded(text: str) -> bytes:
    """The bits; ValueError when they cannot be read or would be too many."""
    if not text.startswith("u"):
        raise ValueError("no base64url Multibase")
    unpack = zlib.decompressobj(wbits=31)
    try:
        bits = unpack.decompress(from_base64url(text[1:]), MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if unpack.unconsumed_tail or not unpack.eof:
        raise ValueError("the list is too long, or cut off")
    return bits


def is_marked(bits: bytes, place: int) -> bool:
    """Whether the bit of a place is set; ValueError when the place is not on the list."""
    if not 0 <= place < len(bits) * 8:
        raise ValueError(f"place {place} is not on the list")
    return bool(bits[place // 8] & (0x80 >> place % 8))


def entry(list_url: str, place: int, purpose: Purpose) -> dict[str, Any]:
    """What a certificate says of where its status stands."""
    return {
        "id": f"{list_url}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose.value,
        "statusListIndex": str(place),
        "statusListCredential": list_url,
    }


def list_credential(
    *, url: str, issuer: str, purpose: Purpose, marked: Collection[int], size: int, now: datetime, until: datetime
) -> dict[str, Any]:
    """The list as a credential, to be signed; it holds from now until it must be fetched anew."""
    return {
        "@context": [CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(now),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded(marked, size),
        },
    }


def moment(when: datetime) -> str:
    """A moment in UTC as RFC 3339 writes it, whole seconds; ValueError without a time zone."""
    if when.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return when.astimezone(tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def read_moment(text: object) -> datetime:
    """A moment with a time zone; ValueError for anything else."""
    if not isinstance(text, str):
        raise ValueError("no moment")
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return found


def bits_of(credential: Mapping[str, Any]) -> tuple[Purpose, bytes]:
    """What a list credential is about, and its bits; ValueError when it is no list."""
    subject = credential.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") != "BitstringStatusList":
        raise ValueError("no status list")
    text = subject.get("encodedList")
    if not isinstance(text, str):
        raise ValueError("no status list")
    return Purpose(str(subject.get("statusPurpose"))), decoded(text)
