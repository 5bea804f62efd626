"""The proof against the published vector, and against every change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skillcity.credentials.engine.keys import PublicKey, SoftwareKey
from skillcity.credentials.engine.proof import canonical, proven, signing_input, with_proof

VECTORS = Path(__file__).resolve().parents[6] / "shared" / "data" / "vectors"
DOCUMENT = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": "did:example:1", "name": "焊工"}


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not here")
def test_the_vector_of_the_w3c_byte_for_byte() -> None:
    pair = json.loads((VECTORS / "keyPair.json").read_text())
    public = PublicKey.read(pair["publicKeyMultibase"])
    key = SoftwareKey.read(pair["privateKeyMultibase"])
    assert key.public.multibase == pair["publicKeyMultibase"]
    unsigned = json.loads((VECTORS / "unsigned.json").read_text())
    folder = VECTORS / "eddsa-jcs-2022"
    signed = json.loads((folder / "signedJCS.json").read_text())
    options = {name: value for name, value in signed["proof"].items() if name != "proofValue"}
    assert canonical(unsigned).decode() == (folder / "canonDocJCS.txt").read_text()
    assert canonical(options).decode() == (folder / "proofCanonJCS.txt").read_text()
    both = signing_input(unsigned, options).hex()
    assert both == (folder / "combinedHashJCS.txt").read_text().strip()
    assert with_proof(unsigned, key, created=signed["proof"]["created"]) == signed
    assert proven(signed, public)
