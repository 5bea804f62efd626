"""Multibase, tokens, status lists and QR codes: there and back, and what is refused."""

from __future__ import annotations

import gzip
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.credentials.engine.jwt import jwt_verifies, read_json, read_jwt, to_jwt
from skillcity.credentials.engine.keys import PublicKey, SoftwareKey
from skillcity.credentials.engine.multibase import base58, base64url, from_base58, from_base64url
from skillcity.credentials.engine.proof import canonical, method_of, proven, with_proof
from skillcity.credentials.engine.qr import pack, unpack
from skillcity.credentials.engine.status import bits_of, decoded, encoded, is_marked, moment, read_moment
from skillcity.credentials.tests.engine.samples import KEY, SIGNED, as_jwt, as_qr, unsigned


@given(st.binary(max_size=80))
def test_bytes_come_back(data: bytes) -> None:
    assert from_base58(base58(data)) == data
    assert from_base64url(base64url(data)) == data


@pytest.mark.parametrize("text", ["", "x", "z0", "zO", "z" * 300])
def test_what_is_no_base58(text: str) -> None:
    with pytest.raises(ValueError, match="base58"):
        from_base58(text)


@pytest.mark.parametrize("text", ["=", "a", "aé", "QR", "QQ==", "a b"])
def test_what_is_no_base64url(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_base64url(text)


@pytest.mark.parametrize("text", ["z6Mk", "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"])
def test_what_is_no_public_key(text: str) -> None:
    with pytest.raises(ValueError, match="Multikey"):
        PublicKey.read(text)


def test_what_is_no_private_key() -> None:
    with pytest.raises(ValueError, match="Multikey"):
        SoftwareKey.read(KEY.public.multibase)


def test_a_key_without_an_address_is_its_own() -> None:
    key = SoftwareKey.new()
    assert key.method == f"{key.public.did}#{key.public.multibase}"
    assert PublicKey.read(key.public.multibase).multibase == key.public.multibase


def test_a_document_without_context_can_be_proven_too() -> None:
    document = with_proof({"a": 1}, KEY, created="2026-01-01T00:00:00Z")
    assert proven(document, KEY.public)
    assert not proven({**document, "a": 2}, KEY.public)
    assert not proven(document, KEY.public, purpose="authentication")
    assert method_of(document) == KEY.method


def test_a_document_may_add_contexts_after_those_that_were_signed_and_none_before() -> None:
    document = with_proof({"@context": "one", "a": 1}, KEY, created="2026-01-01T00:00:00Z")
    assert proven({**document, "@context": ["one", "two"]}, KEY.public)
    assert not proven({**document, "@context": ["two", "one"]}, KEY.public)


def test_what_has_no_canonical_form() -> None:
    with pytest.raises(ValueError):
        canonical({"a": 2**60})


def test_a_token_comes_back() -> None:
    assert read_jwt(as_jwt()) == (unsigned(), KEY.method, SIGNED)
    assert jwt_verifies(as_jwt(), KEY.public)


def test_a_token_that_does_not_say_when_was_signed_when_the_credential_begins() -> None:
    head = base64url(json.dumps({"alg": "Ed25519", "typ": "vc+jwt", "kid": "k"}).encode())
    assert read_jwt(f"{head}.{as_jwt().split('.')[1]}.AA")[2].isoformat() == "2026-11-20T00:00:00+08:00"
    with pytest.raises(ValueError, match="JWS"):
        read_jwt("a.b")


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "vc+jwt", "kid": "k"},
        {"alg": "HS256", "typ": "vc+jwt", "kid": "k"},
        {"alg": "EdDSA", "typ": "jwt", "kid": "k"},
        {"alg": "EdDSA", "typ": "vc+jwt", "kid": 5},
        {"alg": "EdDSA", "typ": "vc+jwt", "kid": "k", "crit": ["x"]},
    ],
)
def test_a_token_with_another_header_is_refused(header: dict[str, object]) -> None:
    part = base64url(json.dumps(header).encode())
    with pytest.raises(ValueError, match=r"vc\+jwt|understood"):
        read_jwt(f"{part}.{as_jwt().split('.')[1]}.AA")


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "[1]", "NaN", '{"a":NaN}', "[" * 100_000])
def test_json_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_json(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError):
        read_json(b"\xff{}")


@given(st.sets(st.integers(0, 131_071), max_size=50))
def test_the_places_that_were_marked_are_marked(marked: set[int]) -> None:
    bits = decoded(encoded(marked))
    assert {place for place in range(131_072) if bits[place // 8] and is_marked(bits, place)} == marked


def test_a_list_of_a_million_with_one_in_a_hundred_revoked_is_small() -> None:
    import random

    assert len(encoded(random.Random(1).sample(range(131_072), 1_311))) <= 3_000


@pytest.mark.parametrize("place", [-1, 131_072])
def test_a_place_must_be_on_the_list(place: int) -> None:
    with pytest.raises(ValueError, match="not on the list"):
        encoded([place])
    with pytest.raises(ValueError, match="not on the list"):
        is_marked(decoded(encoded([])), place)


def test_a_list_that_would_fill_the_memory_is_refused() -> None:
    bomb = "u" + base64url(gzip.compress(bytes(9 * 1024 * 1024)))
    for text in (bomb, "z" + bomb[1:], "uAAAA", encoded([])[:-8]):
        with pytest.raises(ValueError):
            decoded(text)


@pytest.mark.parametrize("subject", [None, {}, {"type": "BitstringStatusList"}])
def test_what_is_no_status_list(subject: object) -> None:
    with pytest.raises(ValueError, match="no status list"):
        bits_of({"credentialSubject": subject})


def test_moments_have_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="moment"):
        read_moment(None)


def test_a_code_comes_back_and_fits() -> None:
    assert unpack(as_qr())["credentialSubject"]["licenseNumber"] == "S000033000001263000001"
    assert len(as_qr()) < 1_900


@pytest.mark.parametrize("text", ["", "SKC1:", "SKC1:é", "SKC1:" + "0" * 5000, as_qr()[:-6]])
def test_a_code_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        unpack(text)


def test_a_code_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        unpack(pack({"a": "0" * 200_000}))


def test_a_token_is_signed_by_its_key_alone() -> None:
    assert not jwt_verifies(to_jwt(unsigned(), SoftwareKey.new(), SIGNED), KEY.public)
