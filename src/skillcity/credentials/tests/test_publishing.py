"""What verifiers fetch: the same for everybody, signed, kept until something changes."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.credentials.engine.status import LEAST, Purpose
from skillcity.credentials.engine.trust import Trust, read_trust
from skillcity.credentials.engine.verifying import Outcome, read_list, verify
from skillcity.credentials.keeping import current_key, declare_compromised, rotate_key
from skillcity.credentials.models import Certificate
from skillcity.credentials.publishing import issuing_bodies, published_lists
from skillcity.credentials.revoking import suspend
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.roles import Role
from skillcity.registry.tests.world import actor, main_of, seeing_as, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(at: Bureau) -> Certificate:
    return issued(at, examinee(at))[0]


@pytest.fixture
def stranger(made: Certificate) -> Client:
    return Client()


def list_path(made: Certificate, purpose: Purpose = Purpose.REVOKED) -> str:
    return f"/issuers/{made.organisation.credit_code}/status/{purpose.value}/{made.status_list}"


def trust_of(client: Client) -> Trust:
    return read_trust(client.get("/issuers.json").json())


def test_a_verifier_needs_two_files_and_nothing_else(stranger: Client, made: Certificate) -> None:
    trust = trust_of(stranger)
    lists = [read_list(json.dumps(each), trust) for each in stranger.get("/status.json").json()]
    assert len(lists) == 3
    found = verify(made.document, trust, lists, timezone.now())
    assert (found.outcome, found.unchecked) == (Outcome.GENUINE, ())


def test_the_did_document_stands_where_did_web_looks(stranger: Client, at: Bureau) -> None:
    answer = stranger.get(f"/issuers/{at.body.credit_code}/did.json")
    assert answer["Content-Type"] == "application/did+json"
    assert answer.json()["id"] == trust_of(stranger).copy().popitem()[0]  # type: ignore[attr-defined]
    assert stranger.get(f"/issuers/{bureau().body.credit_code}/did.json").status_code == 404
    assert stranger.get("/issuers/x/did.json").status_code == 404


@pytest.mark.parametrize("path", ["/issuers.json", "/status.json", "list", "did"])
def test_anybody_may_keep_it_and_asks_again_with_its_tag(
    stranger: Client, made: Certificate, at: Bureau, path: str
) -> None:
    path = {"list": list_path(made), "did": f"/issuers/{at.body.credit_code}/did.json"}.get(path, path)
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public, max-age=300")
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = stranger.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for who in (stranger, sign_in(actor(Role.BANK))):
        shown = who.get(path, headers={"Cookie": "language=en"})
        assert shown.content == answer.content
        for name in ("Vary", "Set-Cookie", "Content-Language"):
            assert name not in shown.headers
        assert not shown.cookies


def test_a_list_changes_with_what_it_says_and_not_otherwise(stranger: Client, at: Bureau, made: Certificate) -> None:
    before = {each: stranger.get(list_path(made, each)) for each in Purpose}
    with seeing_as(at.maker):
        suspend(actor=at.maker, certificate=made, reason="核查")
    after = {each: stranger.get(list_path(made, each)) for each in Purpose}
    assert after[Purpose.REVOKED].content == before[Purpose.REVOKED].content
    assert after[Purpose.SUSPENDED].content != before[Purpose.SUSPENDED].content
    assert after[Purpose.SUSPENDED]["Content-Type"] == "application/vc"
    trust = trust_of(stranger)
    lists = [read_list(each.content.decode(), trust) for each in after.values()]
    assert verify(made.document, trust, lists, timezone.now()).suspended


def test_another_process_signs_the_very_same_list(made: Certificate) -> None:
    from skillcity.credentials import publishing

    first = [each.text for each in published_lists(issuing_bodies())]
    publishing._kept.clear()
    assert [each.text for each in published_lists(issuing_bodies())] == first


def test_a_new_key_signs_the_lists_anew(at: Bureau, made: Certificate, stranger: Client) -> None:
    rotate_key(actor=at.maker, organisation=at.body)
    assert read_list(stranger.get(list_path(made)).content.decode(), trust_of(stranger)).bits
    assert "#key-2" in stranger.get(list_path(made)).content.decode()
    key = current_key(at.body)
    declare_compromised(actor=at.maker, key=key, since=key.since, reason="失窃")
    assert "#key-3" in stranger.get(list_path(made)).content.decode()


def test_lists_that_do_not_exist(stranger: Client, made: Certificate) -> None:
    code = made.organisation.credit_code
    for path in (
        f"/issuers/{code}/status/revocation/1",
        f"/issuers/{code}/status/other/0",
        "/issuers/x/status/refresh/0",
    ):
        assert stranger.get(path).status_code == 404


def test_the_page_of_the_lists_says_their_age(stranger: Client, at: Bureau, made: Certificate) -> None:
    page = main_of(stranger.get("/status"))
    assert at.body.name in page
    assert "截至" in page
    assert "1 家可信机构" in page


def test_before_the_first_certificate_the_pages_say_so(db: None) -> None:
    client = Client()
    assert client.get("/issuers.json").json() == {"issuers": []}
    assert client.get("/status.json").json() == []
    assert "还没有状态名单" in main_of(client.get("/status"))


def test_a_list_of_many_marks_stays_small(at: Bureau, made: Certificate) -> None:
    (first, *_) = published_lists({at.body.pk: at.body})
    assert (first.marked, len(first.ready.bits) * 8) == (0, LEAST)
    assert len(first.text) < 1_500


def test_the_script_of_the_worker_is_served_below_verify(stranger: Client) -> None:
    answer = stranger.get("/verify/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert b"skillcity-verify" in answer.content
