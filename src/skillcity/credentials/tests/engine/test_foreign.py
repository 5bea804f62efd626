"""Badges and status lists of other issuers, shaped as the standards allow them and we do not write them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from skillcity.credentials.engine.credential import stated
from skillcity.credentials.engine.jwt import read_jwt
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.multibase import base64url
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import Purpose, decoded, entry, list_credential
from skillcity.credentials.engine.trust import IssuerKey, Trust, TrustedIssuer
from skillcity.credentials.engine.verifying import Outcome, StatusList, Verification, read_list, verify
from skillcity.credentials.tests.engine.samples import DID, KEY, NOW, TRUST, signed, unsigned

SCHOOL = "https://school.example/issuers/565049"
ITS_KEY = SoftwareKey.of(KEY.key, f"{SCHOOL}#{KEY.public.multibase}")
OWN = SoftwareKey.of(KEY.key)
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
KNOWN: Trust = {
    SCHOOL: TrustedIssuer(SCHOOL, "A school", (IssuerKey(ITS_KEY.method, ITS_KEY.public, SINCE),)),
    OWN.public.did: TrustedIssuer(OWN.public.did, "A key", (IssuerKey(OWN.method, OWN.public, SINCE),)),
}
OB = "https://purl.imsglobal.org/spec/ob/v3p0"


def badge(**changes: Any) -> dict[str, Any]:
    """The smallest badge that Open Badges 3.0 allows, and what others like to add."""
    subject: dict[str, Any] = {
        "id": "did:example:holder",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$5f78e7",
                "identityType": "emailAddress",
                "salt": "Kosher",
            }
        ],
        "achievement": {
            "id": f"{SCHOOL}/achievements/welding",
            "type": ["Achievement"],
            "name": "Welding for beginners",
            "description": "A course of forty hours",
            "criteria": {"id": f"{SCHOOL}/criteria/welding"},
        },
    }
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", f"{OB}/context-3.0.1.json", f"{OB}/extensions.json"],
        "id": "urn:uuid:3f1c",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": SCHOOL,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": subject,
        "credentialSchema": [{"id": f"{OB}/schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
        **changes,
    }


def ask(
    document: dict[str, Any], key: SoftwareKey = ITS_KEY, trust: Trust = KNOWN, lists: tuple[StatusList, ...] = ()
) -> Verification:
    made = with_proof(document, key, created="2026-01-02T00:00:00Z")
    return verify(json.dumps(made), trust, lists, NOW)


def test_a_badge_whose_issuer_is_not_known_is_shown_as_that() -> None:
    found = ask(badge(), trust=TRUST)
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN_ISSUER, "issuer")
    assert found.statement is not None
    assert found.statement.title == "Welding for beginners"


@pytest.mark.parametrize("issuer", [SCHOOL, {"id": SCHOOL}, {"id": SCHOOL, "type": ["Profile"], "name": "A school"}])
def test_a_badge_whose_issuer_is_trusted_is_genuine(issuer: Any) -> None:
    found = ask(badge(issuer=issuer))
    assert found.outcome is Outcome.GENUINE
    assert found.statement is not None
    assert (found.statement.holder, found.statement.number, found.statement.issued) == ("", "", date(2026, 1, 1))


def test_an_issuer_may_be_a_key() -> None:
    assert ask(badge(issuer=OWN.public.did), OWN).outcome is Outcome.GENUINE
    assert ask(badge(issuer=OWN.public.did), OWN, TRUST).outcome is Outcome.UNKNOWN_ISSUER


def test_a_key_of_one_issuer_does_not_sign_for_another() -> None:
    assert ask(badge(issuer=OWN.public.did), ITS_KEY).reason == "key"


def test_the_name_of_the_credential_stands_in_for_that_of_the_achievement() -> None:
    document = badge(name="Named here")
    del document["credentialSubject"]["achievement"]["name"]
    assert stated(document).title == "Named here"


def test_a_hashed_name_is_not_shown_as_a_name() -> None:
    document = badge()
    document["credentialSubject"]["identifier"] += [
        {"identityType": "name", "hashed": True, "identityHash": "sha256$00"},
        {"identityType": "name", "hashed": False, "identityHash": "Li Lei"},
    ]
    assert stated(document).holder == "Li Lei"


def test_a_badge_without_criteria_or_identifiers() -> None:
    document = badge()
    del document["credentialSubject"]["identifier"], document["credentialSubject"]["achievement"]["criteria"]
    assert ask(document).outcome is Outcome.GENUINE


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["VerifiableCredential", "EndorsementCredential"]},
        {"type": "VerifiableCredential"},
        {"credentialSubject": []},
        {"credentialSubject": {"type": ["AchievementSubject"]}},
        {"credentialSubject": {"achievement": {"name": ""}}, "name": ""},
        {"credentialSubject": {"achievement": {"name": "x", "tag": "senior_technician"}}},
        {"credentialSubject": {"achievement": {"name": "x", "criteria": []}}},
        {"credentialSubject": {"achievement": {"name": "x"}, "identifier": {}}},
        {"credentialSubject": {"achievement": {"name": "x"}, "identifier": ["x"]}},
        {"credentialSubject": {"achievement": {"name": "x"}, "licenseNumber": 5}},
        {"credentialSubject": {"achievement": {"name": "x\ud800"}}},
        {"credentialSubject": {"achievement": {"name": "x"}, "identifier": [{"identityType": "name"}]}},
        {"validFrom": None},
        {"validFrom": "yesterday"},
        {"@context": ["https://www.w3.org/ns/credentials/v2", f"{OB}/context-4.json"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "https://evil.example/#name"}]},
        {"@context": ["https://www.w3.org/2018/credentials/v1", f"{OB}/context-3.0.3.json"]},
        {"credentialStatus": "x"},
        {"credentialStatus": {"id": "x"}},
    ],
)
def test_what_is_no_badge_is_malformed(changes: dict[str, Any]) -> None:
    document = badge(**changes)
    proof = with_proof(badge(), ITS_KEY, created="2026-01-02T00:00:00Z")["proof"]
    assert verify(json.dumps(document | {"proof": proof}), KNOWN, (), NOW).outcome is Outcome.MALFORMED


def test_a_context_that_was_added_after_signing_is_not_taken() -> None:
    document = with_proof(badge(), ITS_KEY, created="2026-01-02T00:00:00Z")
    document["@context"].append(document["@context"][0])
    assert verify(json.dumps(document), KNOWN, (), NOW).outcome is Outcome.MALFORMED


# Proofs: one in an array, several, none of ours, without a moment


def test_a_proof_may_stand_in_an_array_beside_others() -> None:
    document = with_proof(badge(), ITS_KEY, created="2026-01-02T00:00:00Z")
    other = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z5"}
    for proofs in ([document["proof"]], [other, document["proof"]]):
        assert verify(json.dumps(document | {"proof": proofs}), KNOWN, (), NOW).outcome is Outcome.GENUINE
    changed = document | {"proof": [document["proof"]], "id": "urn:uuid:other"}
    assert verify(json.dumps(changed), KNOWN, (), NOW).outcome is Outcome.TAMPERED
    chained = {**document["proof"], "previousProof": "urn:uuid:1"}
    for proofs in ([], [other], ["x"], [chained]):
        assert verify(json.dumps(document | {"proof": proofs}), KNOWN, (), NOW).outcome is Outcome.MALFORMED


def test_a_proof_that_does_not_say_when_was_made_when_the_badge_begins() -> None:
    from skillcity.credentials.engine.multibase import base58
    from skillcity.credentials.engine.proof import signing_input

    proof = with_proof(badge(), ITS_KEY, created="")["proof"]
    options = {name: value for name, value in proof.items() if name not in ("created", "proofValue")}
    value = base58(ITS_KEY.sign(signing_input(badge(), options)))
    found = verify(json.dumps(badge(proof={**options, "proofValue": value})), KNOWN, (), NOW)
    assert (found.outcome, found.signed) == (Outcome.GENUINE, datetime(2026, 1, 1, tzinfo=UTC))


def test_whole_numbers_beyond_those_of_a_double_are_signed_as_the_nearest() -> None:
    document = badge()
    document["credentialSubject"]["creditsEarned"] = 2.0**70
    text = json.dumps(with_proof(document, ITS_KEY, created="2026-01-02T00:00:00Z"))
    as_others_write = text.replace("1.1805916207174113e+21", str(2**70))
    assert as_others_write != text
    assert verify(as_others_write, KNOWN, (), NOW).outcome is Outcome.GENUINE


def test_a_text_longer_than_any_certificate_is_not_read() -> None:
    assert verify(signed() + " " * 300_000, TRUST, (), NOW).reason == "too long"


# Status


@pytest.mark.parametrize(
    "status",
    [
        {"id": f"{SCHOOL}/revocations", "type": "1EdTechRevocationList"},
        entry(f"{SCHOOL}/status/1", 5, Purpose.REVOKED) | {"statusSize": 2},
        entry(f"{SCHOOL}/status/1", 5, Purpose.REVOKED) | {"statusPurpose": "message"},
        [{"id": "x", "type": "StatusList2021Entry"}, {"id": "y", "type": "1EdTechRevocationList"}],
    ],
)
def test_a_status_of_another_kind_was_not_checked_and_that_is_said(status: Any) -> None:
    found = ask(badge(credentialStatus=status))
    assert (found.outcome, found.unchecked) == (Outcome.GENUINE, (Purpose.REVOKED,))


def test_each_of_two_lists_for_one_purpose_is_asked() -> None:
    lists = []
    for number, marked in (1, [5]), (2, []):
        made = list_credential(
            url=f"{SCHOOL}/status/{number}",
            issuer=SCHOOL,
            purpose=Purpose.REVOKED,
            marked=marked,
            size=8,
            now=NOW,
            until=NOW + timedelta(days=1),
        )
        lists.append(read_list(json.dumps(with_proof(made, ITS_KEY, created="2026-11-24T00:00:00Z")), KNOWN))
    status = [entry(each.url, 5, Purpose.REVOKED) for each in lists]
    assert ask(badge(credentialStatus=status), lists=tuple(lists)).outcome is Outcome.REVOKED
    assert ask(badge(credentialStatus=status[::-1]), lists=tuple(lists)).outcome is Outcome.REVOKED
    assert ask(badge(credentialStatus=status[1]), lists=tuple(lists)).outcome is Outcome.GENUINE


def test_the_list_of_the_standard_is_read() -> None:
    """The empty list of 131,072 entries, as the examples of Bitstring Status List 1.0 show it."""
    bits = decoded("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA")
    assert (len(bits), any(bits)) == (131_072 // 8, False)


# Headers of tokens: VC-JOSE-COSE 1.0, section 3; RFC 9864 for the name Ed25519


def token(header: dict[str, Any], payload: dict[str, Any] | None = None) -> str:
    parts = [base64url(json.dumps(each).encode()) for each in (header, payload or unsigned())]
    return ".".join([*parts, base64url(KEY.sign(".".join(parts).encode()))])


BASE = {"alg": "EdDSA", "typ": "vc+jwt", "kid": KEY.method}


@pytest.mark.parametrize(
    "more", [{}, {"cty": "vc"}, {"alg": "Ed25519"}, {"iat": 1_795_000_000}, {"iat": "soon"}, {"iat": True}]
)
def test_headers_that_others_write_are_taken(more: dict[str, Any]) -> None:
    assert verify(token(BASE | more), TRUST, (), NOW).outcome is Outcome.GENUINE


@pytest.mark.parametrize(
    "more",
    [
        {"alg": "none"},
        {"alg": "ES256"},
        {"alg": None},
        {"typ": "JWT"},
        {"typ": "vc+ld+json+jwt"},
        {"typ": None},
        {"crit": ["x"]},
        {"b64": False},
        {"kid": None},
        {"kid": 5},
        {"iat": 2**39},
    ],
)
def test_headers_that_do_not_bind_are_malformed(more: dict[str, Any]) -> None:
    assert verify(token(BASE | more), TRUST, (), NOW).outcome is Outcome.MALFORMED


def test_a_token_without_kid_names_its_issuer() -> None:
    header = {name: value for name, value in BASE.items() if name != "kid"}
    assert read_jwt(token(header, badge()))[1] == SCHOOL
    assert verify(token(header), TRUST, (), NOW).outcome is Outcome.MALFORMED
    assert verify(token(header, unsigned() | {"issuer": DID}), TRUST, (), NOW).reason == "key"
