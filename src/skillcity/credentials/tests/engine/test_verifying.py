"""Seven answers, told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.credentials.engine.credential import stated
from skillcity.credentials.engine.jwt import read_json
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.trust import IssuerKey, did_document, read_trust, write_trust
from skillcity.credentials.engine.verifying import Outcome, read_list, verify
from skillcity.credentials.tests.engine.samples import (
    DID,
    KEY,
    NOW,
    OTHER,
    PLACE,
    STATEMENT,
    TRUST,
    TRUSTED,
    as_jwt,
    as_qr,
    ask,
    signed,
    status_list,
    unsigned,
)

FORMS = {"proof": signed, "jwt": as_jwt, "qr": as_qr}


@pytest.mark.parametrize("form", FORMS)
def test_a_genuine_certificate_in_each_form(form: str) -> None:
    found = ask(FORMS[form]())
    assert (found.outcome, found.statement, found.issuer) == (Outcome.GENUINE, STATEMENT, TRUSTED)
    assert found.as_of == NOW
    assert found.unchecked == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("marked", "outcome"),
    [("revoked", Outcome.REVOKED), ("suspended", Outcome.REVOKED), ("superseded", Outcome.SUPERSEDED)],
)
def test_what_the_status_lists_say(form: str, marked: str, outcome: Outcome) -> None:
    found = ask(FORMS[form](), **{marked: [PLACE]})
    assert (found.outcome, found.reason, found.suspended) == (outcome, marked, marked == "suspended")
    assert ask(FORMS[form](), **{marked: [PLACE + 1]}).outcome is Outcome.GENUINE


def test_a_certificate_expires_at_the_end_of_its_last_day() -> None:
    text = signed(replace(STATEMENT, until=date(2026, 11, 24)))
    assert ask(text, now=datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)).outcome is Outcome.GENUINE
    assert ask(text, now=datetime(2026, 11, 24, 16, 0, 0, tzinfo=UTC)).outcome is Outcome.EXPIRED
    assert ask(text, now=datetime(2027, 1, 1, tzinfo=UTC), revoked=[PLACE]).outcome is Outcome.REVOKED


def test_an_issuer_or_key_that_is_not_known() -> None:
    assert ask(signed(), trust={}).reason == "issuer"
    found = ask(signed(key=OTHER))
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN_ISSUER, "key")


@pytest.mark.parametrize(
    ("days", "outcome"), [({"until": 19}, Outcome.UNKNOWN_ISSUER), ({"until": 21}, Outcome.GENUINE),
                          ({"compromised": 19}, Outcome.UNKNOWN_ISSUER), ({"compromised": 21}, Outcome.GENUINE)]
)  # fmt: skip
def test_what_a_key_signed_after_its_end_or_its_theft_is_void(days: dict[str, int], outcome: Outcome) -> None:
    ends = {name: datetime(2026, 11, day, tzinfo=UTC) for name, day in days.items()}
    key = replace(TRUSTED.keys[0], **ends)
    found = verify(signed(), {DID: replace(TRUSTED, keys=(key,))}, [], NOW)
    assert found.outcome is outcome


def test_another_key_under_the_name_of_the_right_one_is_seen() -> None:
    false = replace(SoftwareKey.new(), method=KEY.method)
    assert ask(signed(key=false)).outcome is Outcome.TAMPERED


def test_a_signature_from_the_future_is_no_signature() -> None:
    assert ask(signed(created="2026-11-24T09:04:59Z")).outcome is Outcome.GENUINE
    assert ask(signed(created="2026-11-24T09:05:01Z")).reason == "signed-in-the-future"


def test_without_lists_the_status_is_said_to_be_unchecked() -> None:
    found = verify(signed(), TRUST, [], NOW)
    assert (found.outcome, found.as_of, found.unchecked) == (Outcome.GENUINE, None, tuple(Purpose))


def test_the_newest_list_counts_and_the_oldest_tells_the_age() -> None:
    early = NOW - timedelta(days=3)
    old = read_list(status_list(Purpose.REVOKED, [PLACE], early), TRUST)
    new = read_list(status_list(Purpose.REVOKED, [], NOW), TRUST)
    other = read_list(status_list(Purpose.SUSPENDED, [], early), TRUST)
    found = verify(signed(), TRUST, [new, old, other], NOW)
    assert (found.outcome, found.as_of) == (Outcome.GENUINE, early)


def test_a_list_that_is_too_short_was_not_asked() -> None:
    short = replace(read_list(status_list(Purpose.REVOKED), TRUST), bits=b"\0")
    assert Purpose.REVOKED in verify(signed(), TRUST, [short], NOW).unchecked


@pytest.mark.parametrize("trust", [{}, TRUST])
def test_a_status_list_must_be_signed_by_an_issuer_that_is_known(trust: Any) -> None:
    with pytest.raises(ValueError, match=r"unknown issuer|wrong"):
        read_list(status_list(Purpose.REVOKED, key=OTHER), trust)


def test_every_change_of_a_letter_is_seen() -> None:
    document = json.loads(signed())
    for path, value in _leaves(document):
        changed = json.loads(signed())
        _put(changed, path, f"{value}x" if isinstance(value, str) else not value)
        outcome = ask(json.dumps(changed)).outcome
        assert outcome in (Outcome.TAMPERED, Outcome.MALFORMED, Outcome.UNKNOWN_ISSUER), path


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for name, each in items for leaf in _leaves(each, (*path, name))]
    return [(path, value)]


def _put(value: Any, path: tuple[Any, ...], leaf: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = leaf


@given(st.data())
@pytest.mark.parametrize("form", FORMS)
def test_no_changed_character_is_ever_genuine(form: str, data: st.DataObject) -> None:
    text = FORMS[form]()
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="utf-8"))
    changed = text[:place] + letter + text[place + 1 :]
    if form == "proof" and _same(changed, text):
        return
    if changed.strip() != text:
        assert ask(changed).outcome not in (Outcome.GENUINE, Outcome.EXPIRED), (place, letter)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same JSON: white space and escapes may differ."""
    try:
        return read_json(one) == read_json(other)
    except ValueError:
        return False


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert ask(text).outcome is Outcome.MALFORMED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("@context", ["https://evil.example/context"]),
        ("@context", "https://www.w3.org/ns/credentials/v2"),
        ("@context", []),
        ("type", ["OpenBadgeCredential"]),
        ("issuer", {}),
        ("credentialSubject", []),
        ("validUntil", 5),
        ("validUntil", "2026-11-24T00:00:00"),
        ("credentialStatus", ["x"]),
        ("credentialStatus", {"type": "BitstringStatusListEntry", "statusListIndex": "-1"}),
        ("proof", None),
        ("proof", {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}),
        ("name", 10**400),
    ],
)
def test_what_is_no_certificate_is_malformed(name: str, value: Any) -> None:
    document = {**json.loads(signed()), name: value}
    assert ask(json.dumps(document)).outcome in (Outcome.MALFORMED, Outcome.TAMPERED)


@pytest.mark.parametrize("name", ["licenseNumber", "identifier", "achievement"])
def test_a_statement_needs_its_parts_in_their_form(name: str) -> None:
    document = unsigned()
    document["credentialSubject"][name] = 5
    with pytest.raises(ValueError, match="no Open Badge"):
        stated(document)


def test_a_certificate_without_status_lists_has_nothing_to_check() -> None:
    document = unsigned()
    del document["credentialStatus"]
    found = ask(json.dumps(with_proof(document, KEY, created="2026-11-20T02:00:00Z")))
    assert (found.outcome, found.unchecked, found.as_of) == (Outcome.GENUINE, (), None)


def test_a_statement_without_code_level_or_status() -> None:
    from skillcity.credentials.engine.credential import Issuer, credential

    plain = replace(STATEMENT, code="", level=None)
    document = credential(plain, Issuer(DID, "x"), identifier="urn:uuid:1")
    assert stated(document) == plain
    assert "credentialStatus" not in document


def test_the_list_of_issuers_survives_its_file() -> None:
    key = TRUSTED.keys[0]
    two = replace(
        TRUSTED,
        keys=(key, IssuerKey(OTHER.method, OTHER.public, NOW, NOW + timedelta(days=1), NOW + timedelta(days=2))),
    )
    assert read_trust(json.loads(json.dumps(write_trust([two])))) == {DID: two}
    with pytest.raises(ValueError, match="no list of issuers"):
        read_trust({"issuers": 5})
    document = did_document(two)
    assert document["assertionMethod"] == [KEY.method, OTHER.method]
    assert document["verificationMethod"][1]["revoked"] == "2026-11-26T09:00:00Z"
