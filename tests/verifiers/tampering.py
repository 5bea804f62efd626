"""More than twenty ways to tamper, each with a certificate that was genuine: its document, its proof, its token."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.multibase import base58, base64url, from_base58, from_base64url
from tests.verifiers.genuine import KEY, OTHER, OWN_DID, Document, as_text, signed, token

ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group of Ed25519: S + ORDER is the same number to a careless verifier (RFC 8032, section 5.1.7)."""
FALSE = replace(SoftwareKey.new(), method=KEY.method)
"""A key under the name of the right one."""


def _put(*path: str | int, to: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _drop(*path: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def _spelled_otherwise(document: Document) -> None:
    name = document["credentialSubject"]["identifier"][0]
    other = unicodedata.normalize("NFD", name["identityHash"])
    assert other != name["identityHash"]
    name["identityHash"] = other


SUBJECT = "credentialSubject"
IN_DOCUMENT: dict[str, Callable[[Document], None]] = {
    "another holder": _put(SUBJECT, "identifier", 0, "identityHash", to="王大明"),
    "another spelling of the same name": _spelled_otherwise,
    "a space in the number": _put(SUBJECT, "licenseNumber", to="S000033000001263000001 "),
    "a shorter number": _put(SUBJECT, "licenseNumber", to="S00003300000126300000"),
    "a higher level": _put(SUBJECT, "achievement", "tag", to=["technician"]),
    "a number that is nearly the same": _put(SUBJECT, "creditsEarned", to=3.0000000000000004),
    "words in place of a number": _put(SUBJECT, "creditsEarned", to="3"),
    "another issuer": _put("issuer", "id", to=OWN_DID),
    "another name of the issuer": _put("issuer", "name", to="另一机构"),
    "an earlier day": _put("validFrom", to="2020-11-20T00:00:00+08:00"),
    "the same moment in another zone": _put("validFrom", to="2026-11-19T16:00:00Z"),
    "a later end": _put("validUntil", to="2099-11-20T23:59:59+08:00"),
    "no end": _drop("validUntil"),
    "another place on the status list": _put("credentialStatus", 0, "statusListIndex", to="4712"),
    "another status list": _put("credentialStatus", 0, "statusListCredential", to="https://evil.example/1"),
    "no status": _drop("credentialStatus"),
    "statuses in another order": lambda document: document["credentialStatus"].reverse(),
    "something added": _put(SUBJECT, "role", to="考评员"),
    "nothing added, but its name": _put(SUBJECT, "role", to=None),
    "something left out": _drop(SUBJECT, "achievement", "criteria"),
    "contexts in another order": lambda document: document["@context"].reverse(),
    "a context left out": lambda document: document["@context"].pop(),
}


def _of_proof(change: Callable[[bytes], bytes]) -> Callable[[Document], None]:
    def changed(document: Document) -> None:
        value = document["proof"]["proofValue"]
        document["proof"]["proofValue"] = base58(change(from_base58(value)))

    return changed


def _flipped(signature: bytes) -> bytes:
    return bytes([signature[0] ^ 1]) + signature[1:]


def _careless(signature: bytes) -> bytes:
    return signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")


def _proof_of(document: Document) -> Callable[[Document], None]:
    return lambda changed: changed.update(proof=document["proof"])


IN_PROOF: dict[str, Callable[[Document], None]] = {
    "signed at another moment": _put("proof", "created", to="2026-11-20T02:00:01Z"),
    "no moment": _drop("proof", "created"),
    "signed to sign in with": _put("proof", "proofPurpose", to="authentication"),
    "the issuer's other key named": _put("proof", "verificationMethod", to=OTHER.method),
    "another suite named": _put("proof", "cryptosuite", to="eddsa-rdfc-2022"),
    "the contexts of the proof left out": _drop("proof", "@context"),
    "something added to the proof": _put("proof", "expires", to="2099-01-01T00:00:00Z"),
    "the proof of another certificate": _proof_of(signed("plain")),
    "the proof of another key": _proof_of(signed("rich", FALSE)),
    "a bit of the signature": _of_proof(_flipped),
    "half a signature": _of_proof(lambda signature: signature[:32]),
    "a zero before the signature": _of_proof(lambda signature: b"\0" + signature),
    "a signature for careless verifiers": _of_proof(_careless),
    "no signature": _of_proof(lambda signature: b""),
}
DOCUMENTS = IN_DOCUMENT | IN_PROOF


def tampered_document(name: str) -> str:
    """The rich certificate, tampered with in this way."""
    document: Document = json.loads(as_text(signed("rich")))
    DOCUMENTS[name](document)
    assert document != signed("rich"), name
    return as_text(document)


def _part(value: Any) -> str:
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _in_payload(change: Callable[[Document], None]) -> Callable[[list[str]], None]:
    def changed(parts: list[str]) -> None:
        payload = json.loads(from_base64url(parts[1]))
        change(payload)
        parts[1] = _part(payload)

    return changed


def _in_header(**more: Any) -> Callable[[list[str]], None]:
    def changed(parts: list[str]) -> None:
        header = json.loads(from_base64url(parts[0])) | more
        parts[0] = _part({name: value for name, value in header.items() if value is not None})

    return changed


def _in_signature(change: Callable[[bytes], bytes]) -> Callable[[list[str]], None]:
    def changed(parts: list[str]) -> None:
        parts[2] = base64url(change(from_base64url(parts[2])))

    return changed


def _of_token(index: int, other: str) -> Callable[[list[str]], None]:
    def changed(parts: list[str]) -> None:
        assert parts[index] != other.split(".")[index]
        parts[index] = other.split(".")[index]

    return changed


def _hashed_with_the_public_key(parts: list[str]) -> None:
    _in_header(alg="HS256")(parts)
    secret = KEY.public.key.public_bytes_raw()
    parts[2] = base64url(hmac.new(secret, ".".join(parts[:2]).encode(), hashlib.sha256).digest())


def _written_with_spaces(parts: list[str]) -> None:
    parts[1] = base64url(json.dumps(json.loads(from_base64url(parts[1])), ensure_ascii=False).encode())


IN_TOKEN: dict[str, Callable[[list[str]], None]] = {
    "no algorithm": lambda parts: (_in_header(alg="none")(parts), parts.__setitem__(2, ""))[0],
    "a hash with the public key for a secret": _hashed_with_the_public_key,
    "another algorithm": _in_header(alg="ES256"),
    "another name of the algorithm": _in_header(alg="Ed25519"),
    "another type": _in_header(typ="JWT"),
    "no type": _in_header(typ=None),
    "the issuer's other key named, in the header": _in_header(kid=OTHER.method),
    "another moment of signing": _in_header(iat=1_795_000_000),
    "something that must be understood": _in_header(crit=["exp"], exp=4_000_000_000),
    "a key of its own brought along": _in_header(jwk={"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
    "the header of another": _of_token(0, token("its own identifier")),
    "the payload of another": _of_token(1, token("plain")),
    "the signature of another": _of_token(2, token("plain")),
    "the signature of another key": _of_token(2, token("rich", FALSE)),
    "the payload with spaces": _written_with_spaces,
    "a bit of the signature": _in_signature(_flipped),
    "half a signature": _in_signature(lambda signature: signature[:32]),
    "a signature for careless verifiers": _in_signature(_careless),
    "no signature": lambda parts: parts.__setitem__(2, ""),
    "no signature and no dot": lambda parts: parts.pop(),
}
TOKENS = {name: _in_payload(change) for name, change in IN_DOCUMENT.items()} | IN_TOKEN


def tampered_token(name: str) -> str:
    """The token of the rich certificate, tampered with in this way."""
    parts = token("rich").split(".")
    TOKENS[name](parts)
    return ".".join(parts)
