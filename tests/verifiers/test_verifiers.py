"""Verifiers that share no line with ours say the same: twenty of twenty accepted, every tampering refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from skillcity.credentials.engine.multibase import base64url
from skillcity.credentials.engine.verifying import Outcome, verify
from tests.verifiers.genuine import KEYS, MAKERS, TRUST, as_text, signed, token
from tests.verifiers.node import answers
from tests.verifiers.tampering import DOCUMENTS, TOKENS, tampered_document, tampered_token

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MULTIKEYS = {method: key.public.multibase for method, key in KEYS.items()}
JWKS = {
    method: {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": base64url(key.public.key.public_bytes_raw())}
    for method, key in KEYS.items()
}
CASES: dict[str, tuple[str, dict[str, Any], dict[str, str], dict[str, str]]] = {
    "proof": (
        "proof.mjs",
        MULTIKEYS,
        {name: as_text(signed(name)) for name in MAKERS},
        {name: tampered_document(name) for name in DOCUMENTS},
    ),
    "token": (
        "token.mjs",
        JWKS,
        {name: token(name) for name in MAKERS},
        {name: tampered_token(name) for name in TOKENS},
    ),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, dict[str, str], dict[str, str], dict[str, bool]]:
    """The form, its genuine and its tampered texts, and what Node said of each text (one run for all)."""
    program, keys, genuine, tampered = CASES[request.param]
    texts = [*genuine.values(), *tampered.values()]
    return request.param, genuine, tampered, dict(zip(texts, answers(program, keys, texts), strict=True))


def test_each_of_twenty_genuine_certificates_is_accepted(case: Any) -> None:
    _, genuine, _, said = case
    assert len(set(genuine.values())) == 20
    assert [name for name, text in genuine.items() if not said[text]] == []


def test_each_way_of_tampering_is_refused(case: Any) -> None:
    _, genuine, tampered, said = case
    assert len(set(tampered.values()) - set(genuine.values())) == len(tampered) >= 20
    assert [name for name, text in tampered.items() if said[text]] == []


def test_we_say_the_same(case: Any) -> None:
    _, genuine, tampered, said = case
    ours = {text: verify(text, TRUST, (), NOW).outcome for text in said}
    assert {name: ours[text] for name, text in genuine.items() if ours[text] is not Outcome.GENUINE} == {}
    refused = (Outcome.TAMPERED, Outcome.MALFORMED, Outcome.UNKNOWN_ISSUER)
    assert {name: ours[text] for name, text in tampered.items() if ours[text] not in refused} == {}


def test_the_lock_of_the_packages_names_no_host() -> None:
    lock = (Path(__file__).parent / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
