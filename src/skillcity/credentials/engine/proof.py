"""The proof `eddsa-jcs-2022`: a document is put in its one canonical form, hashed, and the hash signed with Ed25519.

Sources: W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3; RFC 8785 (JSON Canonicalization Scheme).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from skillcity.credentials.engine.keys import PublicKey, Signer
from skillcity.credentials.engine.multibase import base58, from_base58

SUITE = "eddsa-jcs-2022"
Document = Mapping[str, Any]
FindKey = Callable[[str], PublicKey | None]


def canonical(value: Any) -> bytes:
    """The canonical form (JCS); ValueError for what has none: numbers beyond IEEE 754, lone surrogates."""
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise ValueError(str(error)) from None


def signing_input(document: Document, options: Document) -> bytes:
    """What is signed, 64 bytes: the hash of the options, then the hash of the document without its proof."""
    return sha256(canonical(options)).digest() + sha256(canonical(document)).digest()


def with_proof(document: Document, signer: Signer, *, created: str, purpose: str = "assertionMethod") -> dict[str, Any]:
    """The document with its proof; `created` is a moment as RFC 3339 writes it."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": signer.method,
        "proofPurpose": purpose,
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = signer.sign(signing_input(document, options))
    return {**document, "proof": {**options, "proofValue": base58(signature)}}


def method_of(document: Document) -> str:
    """The verification method that the proof names; ValueError when there is no proof of this suite."""
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        raise ValueError("no eddsa-jcs-2022 proof")
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not isinstance(proof.get("proofValue"), str):
        raise ValueError("a proof without method or value")
    return method


def proven(document: Document, key: PublicKey, purpose: str = "assertionMethod") -> bool:
    """Whether the proof is this key's for this document; ValueError when document or proof cannot be read."""
    method_of(document)
    proof = document["proof"]
    if proof.get("proofPurpose") != purpose or not _contexts_agree(document, proof):
        return False
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    bare = {name: value for name, value in document.items() if name != "proof"}
    if "@context" in proof:
        bare["@context"] = proof["@context"]
    return key.verifies(from_base58(proof["proofValue"]), signing_input(bare, options))


def _contexts_agree(document: Document, proof: Document) -> bool:
    """The document must begin with the contexts that were signed."""
    if "@context" not in proof:
        return True
    signed, shown = (
        each if isinstance(each, list) else [each] for each in (proof["@context"], document.get("@context"))
    )
    return shown[: len(signed)] == signed
