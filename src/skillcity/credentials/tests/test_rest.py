"""Certificates by REST: one for anybody, a thousand for a bank, results for the body and officers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from skillcity.credentials import limits
from skillcity.credentials.downloads import as_jwt
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.models import Batch, Certificate
from skillcity.credentials.revoking import suspend
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.roles import Role
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.tests.world import actor, organisation, seeing_as, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(at: Bureau) -> Certificate:
    return issued(at, examinee(at))[0]


@pytest.fixture
def bank(made: Certificate) -> Client:
    return sign_in(actor(Role.BANK, of=organisation("示例银行", OrganisationKind.BANK)))


def send(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_anybody_verifies_one(made: Certificate) -> None:
    answer = send(Client(), "verify", {"credential": made.document})
    assert answer.status_code == 200
    found = answer.json()
    assert (found["outcome"], found["number"], found["holder"]) == ("genuine", made.number, "王小明")
    assert found["status_not_checked"] == []
    assert "真实有效" in found["zh"]
    changed = send(Client(), "verify", {"credential": made.document.replace("焊工", "电工")}).json()
    assert changed["outcome"] == "tampered"
    assert send(Client(), "verify", {"credential": "x"}).json()["number"] is None


def test_strangers_verify_thirty_a_minute_and_no_more(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    assert send(Client(), "verify", {"credential": "x"}).status_code == 200
    refused = send(Client(), "verify", {"credential": "x"})
    assert (refused.status_code, refused.json()["code"]) == (429, "credentials.too-often")


@pytest.mark.parametrize("body", [{}, {"credential": ""}, {"credential": "x" * 20_001}, {"credential": 5}, []])
def test_what_is_no_question_is_refused(body: Any, db: None) -> None:
    assert send(Client(), "verify", body).status_code == 422


def test_a_bank_verifies_many_in_the_order_in_which_it_asked(bank: Client, at: Bureau, made: Certificate) -> None:
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=made, reason="核查")
    texts = [
        made.document,
        as_jwt(made),
        "nonsense",
        pack(json.loads(made.document)),
        made.document.replace("王", "李"),
    ]
    found = send(bank, "verify/bulk", {"credentials": texts}).json()
    assert [each["outcome"] for each in found["outcomes"]] == ["revoked", "revoked", "malformed", "revoked", "tampered"]
    assert all(each["suspended"] for each in found["outcomes"] if each["outcome"] == "revoked")
    assert found["counts"] == {"revoked": 3, "malformed": 1, "tampered": 1}


def test_bulk_needs_an_account_and_has_its_bounds(bank: Client, made: Certificate) -> None:
    assert send(Client(), "verify/bulk", {"credentials": ["x"]}).status_code in {401, 403}
    assert send(bank, "verify/bulk", {"credentials": []}).status_code == 422
    assert send(bank, "verify/bulk", {"credentials": ["x"] * 1001}).status_code == 422


def test_a_thousand_whole_documents_are_one_request(bank: Client, made: Certificate) -> None:
    answer = send(bank, "verify/bulk", {"credentials": [made.document] * 1000})
    assert answer.status_code == 200
    assert answer.json()["counts"] == {"genuine": 1000}


def test_the_lists_are_told(made: Certificate) -> None:
    lists = Client().get("/api/v1/status-lists").json()["lists"]
    assert {each["purpose"] for each in lists} == {"revocation", "suspension", "refresh"}
    assert all(each["url"].endswith("/0") and each["marked"] == 0 for each in lists)


def test_the_results_of_a_batch(at: Bureau, made: Certificate) -> None:
    client = sign_in(at.maker)
    (batch,) = client.get("/api/v1/batches").json()["batches"]
    assert (batch["status"], batch["station"]) == ("issued", at.station.code)
    result = client.get(f"/api/v1/batches/{batch['id']}").json()
    assert [each["number"] for each in result["lines"]] == [made.number]
    assert result["next"] is None
    assert sign_in(bureau().maker).get(f"/api/v1/batches/{batch['id']}").status_code == 404
    assert sign_in(actor(Role.WORKER)).get(f"/api/v1/batches/{batch['id']}").status_code == 403


def test_pages_of_batches_and_lines(at: Bureau) -> None:
    for _ in range(3):
        issued(at, examinee(at), examinee(at, "李雷"))
    client = sign_in(at.maker)
    first = client.get("/api/v1/batches?limit=2").json()
    rest = client.get(f"/api/v1/batches?limit=2&before={first['next']}").json()
    assert [len(first["batches"]), len(rest["batches"]), rest["next"]] == [2, 1, None]
    path = f"/api/v1/batches/{Batch.objects.latest('pk').pk}"
    page = client.get(f"{path}?limit=1").json()
    assert client.get(f"{path}?limit=1&after={page['next']}").json()["next"] is None


def test_one_certificate_with_its_document(at: Bureau, made: Certificate) -> None:
    found = sign_in(actor(Role.AUDITOR)).get(f"/api/v1/certificates/{made.number}").json()
    assert found["document"] == json.loads(made.document)
    assert (found["standing"], found["marks"]) == ("有效", [])
    assert found["verify_at"].endswith(made.token)
    assert sign_in(bureau().maker).get(f"/api/v1/certificates/{made.number}").status_code == 404


def test_the_description_shows_examples(db: None) -> None:
    schemas = sign_in(actor(Role.AUDITOR)).get("/api/v1/openapi.json").json()["components"]["schemas"]
    for name in ("VerifyIn", "VerifyManyIn", "OutcomeOut", "OutcomesOut", "BatchOut"):
        assert schemas[name]["examples"], name
