"""A certificate for its body and for officers: read, downloaded, suspended at once, revoked and replaced by two."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from skillcity.credentials.engine.jwt import read_jwt
from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.keeping import current_key, declare_compromised
from skillcity.credentials.models import Certificate, ChangeRequest, StatusChange
from skillcity.credentials.revoking import marks
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.facts.models import Fact
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.models import Membership, Person
from skillcity.registry.tests.world import LUCHENG, YUEQING, actor, main_of, seeing_as, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(at: Bureau) -> Certificate:
    return issued(at, examinee(at))[0]


@pytest.fixture
def page(made: Certificate) -> str:
    return f"/certificates/{made.number}"


@pytest.fixture
def maker(at: Bureau) -> Client:
    return sign_in(at.maker)


@pytest.fixture
def checker(at: Bureau) -> Client:
    return sign_in(at.checker)


def test_the_page_says_what_the_certificate_says(maker: Client, page: str, made: Certificate) -> None:
    shown = main_of(maker.get(page))
    for words in ("王小明", "焊工", made.number, "有效", "签发", "五月认定"):
        assert words in shown


def test_certificates_are_found_by_number_and_by_name(maker: Client, made: Certificate) -> None:
    for query in (made.number[:15], made.number.lower(), "王小明"):
        assert made.number in main_of(maker.get("/certificates", {"q": query}))
    assert made.number not in main_of(maker.get("/certificates", {"q": "李雷"}))


def test_officers_read_those_of_their_place_and_other_bodies_none(made: Certificate, page: str) -> None:
    for who in (actor(Role.CITY_OFFICER), actor(Role.AUDITOR), actor(Role.COUNTY_OFFICER, LUCHENG)):
        assert made.number in main_of(sign_in(who).get(page))
        assert "暂停证书" not in main_of(sign_in(who).get(page))
    for who in (actor(Role.COUNTY_OFFICER, YUEQING), bureau().maker):
        assert sign_in(who).get(page).status_code == 404
    assert sign_in(actor(Role.BANK)).get(page).status_code == 403


def test_a_look_is_in_the_audit(made: Certificate, page: str) -> None:
    sign_in(actor(Role.AUDITOR)).get(page)
    assert Entry.objects.filter(act="certificate", person_id=made.person_id).exists()


def test_the_files(maker: Client, page: str, made: Certificate) -> None:
    pdf = maker.get(f"{page}/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert maker.get(f"{page}/pdf").content == pdf.content
    assert f"{made.number}.pdf" in pdf["Content-Disposition"]
    assert json.loads(maker.get(f"{page}/json").content) == json.loads(made.document)
    document, method, _ = read_jwt(maker.get(f"{page}/jwt").content.decode())
    assert "proof" not in document
    assert method.endswith("#key-1")


def test_the_person_may_take_the_files_and_nobody_else(made: Certificate, page: str) -> None:
    who = Person.objects.get(pk=made.person_id)
    assert sign_in(actor(Role.WORKER, person=who)).get(f"{page}/pdf").status_code == 200
    assert sign_in(actor(Role.WORKER)).get(f"{page}/pdf").status_code == 404


def test_what_a_stolen_key_signed_is_not_signed_anew(at: Bureau, maker: Client, page: str) -> None:
    key = current_key(at.body)
    declare_compromised(actor=at.maker, key=key, since=key.since, reason="失窃")
    assert maker.get(f"{page}/jwt").status_code == 409


def test_suspended_at_once_and_given_back(maker: Client, page: str, made: Certificate) -> None:
    assert maker.post(f"{page}/change/suspend", {"reason": " "}).status_code == 422
    assert maker.post(f"{page}/change/suspend", {"reason": "核查成绩"}).status_code == 302
    assert "已暂停" in main_of(maker.get(page))
    assert "核查成绩" in main_of(maker.get(page))
    assert maker.get(f"{page}/change/suspend").status_code == 409
    assert maker.post(f"{page}/change/reinstate", {"reason": "无误"}).status_code == 302
    assert marks(made) == frozenset()
    assert maker.get(f"{page}/change/burn").status_code == 404


def test_two_people_revoke(maker: Client, checker: Client, page: str, made: Certificate) -> None:
    assert maker.post(f"{page}/change/revoke", {"reason": "成绩造假"}).status_code == 302
    assert maker.post(f"{page}/change/revoke", {"reason": "again"}).status_code == 409
    request = ChangeRequest.objects.get()
    decide = f"{page}/requests/{request.pk}"
    assert "撤回申请" in main_of(maker.get(page))
    assert maker.post(decide, {"step": "grant"}).status_code == 403
    assert marks(made) == frozenset()
    assert "成绩造假" in main_of(checker.get(page))
    assert "请复核" in main_of(checker.get("/notices"))
    assert made.number in main_of(checker.get("/batches"))
    assert checker.post(decide, {"step": "grant"}).status_code == 302
    assert marks(made) == {Purpose.REVOKED}
    assert checker.post(decide, {"step": "grant"}).status_code == 409
    assert "已撤销" in main_of(maker.get(page))
    assert "已同意" in main_of(maker.get("/notices"))
    assert StatusChange.objects.get().asked_by_id == request.asked_by_id
    assert Fact.objects.filter(person=made.person_id).latest("seq").retracts


def test_a_request_is_declined_with_a_reason_or_taken_back(
    maker: Client, checker: Client, page: str, made: Certificate
) -> None:
    maker.post(f"{page}/change/revoke", {"reason": "成绩造假"})
    decide = f"{page}/requests/{ChangeRequest.objects.get().pk}"
    assert checker.post(decide, {"answer": ""}).status_code == 422
    assert checker.post(decide, {"answer": "查无此事"}).status_code == 302
    assert "查无此事" in main_of(maker.get(page))
    assert "查无此事" in main_of(maker.get("/notices"))
    maker.post(f"{page}/change/revoke", {"reason": "又查"})
    again = ChangeRequest.objects.get(granted=None)
    assert maker.post(f"{page}/requests/{again.pk}", {"answer": "撤回"}).status_code == 302
    assert marks(made) == frozenset()
    assert maker.post(f"{page}/requests/999999", {"answer": "x"}).status_code == 404


def test_the_database_itself_wants_two_people(at: Bureau, made: Certificate) -> None:
    values = {"certificate": made, "matter": "revoke", "reason": "x", "asked_by_id": at.maker.account_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(
            **values, decided_by_id=at.maker.account_id, decided_at=timezone.now(), granted=True
        )
    ChangeRequest.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.create(**values)


def test_two_people_replace_and_the_old_one_points_to_the_new(
    at: Bureau, maker: Client, checker: Client, page: str, made: Certificate
) -> None:
    form = main_of(maker.get(f"{page}/change/replace"))
    assert 'value="焊工"' in form
    values = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "technician", "basis": "exam"}
    assert maker.post(f"{page}/change/replace", {**values, "reason": "等级录错"}).status_code == 302
    request = ChangeRequest.objects.get()
    assert request.attributes == {"level": "technician"}
    assert "技师(二级)" in main_of(checker.get(page))
    assert checker.post(f"{page}/requests/{request.pk}", {"step": "grant"}).status_code == 302
    new = Certificate.objects.get(supersedes=made)
    assert new.number[15] == "2"
    assert new.number in main_of(maker.get(page))
    assert made.number in main_of(maker.get(f"/certificates/{new.number}"))
    maker.post(f"/certificates/{new.number}/change/replace", {**values, "level": "senior", "reason": "又错"})
    second = ChangeRequest.objects.get(granted=None)
    assert checker.post(f"/certificates/{new.number}/requests/{second.pk}", {"step": "grant"}).status_code == 302
    assert Certificate.objects.get(supersedes=new).number[15] == "3"


def test_a_body_still_answers_for_whom_it_no_longer_sees(
    at: Bureau, maker: Client, checker: Client, page: str, made: Certificate
) -> None:
    Membership.objects.update(valid_to=timezone.localdate().replace(year=2021))
    with seeing_as(at.maker):
        assert not Person.objects.filter(pk=made.person_id).exists()
    assert "王小明" in main_of(maker.get(page))
    assert maker.post(f"{page}/change/suspend", {"reason": "核查"}).status_code == 302
    maker.post(f"{page}/change/revoke", {"reason": "成绩造假"})
    answer = checker.post(f"{page}/requests/{ChangeRequest.objects.get().pk}", {"step": "grant"})
    assert answer.status_code == 302
    assert Purpose.REVOKED in marks(made)


def test_nobody_else_changes_it(page: str, made: Certificate) -> None:
    for who in (bureau().maker, actor(Role.CITY_OFFICER)):
        assert sign_in(who).post(f"{page}/change/suspend", {"reason": "x"}).status_code in {403, 404}
    assert not StatusChange.objects.exists()
