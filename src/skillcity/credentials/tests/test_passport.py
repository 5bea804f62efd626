"""The passport: all that is known, each thing once, and what is not ours never as ours."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from skillcity.credentials.passport import passport_of
from skillcity.credentials.revoking import replace, revoke, suspend
from skillcity.credentials.tests.bureau import Bureau, examinee, issued
from skillcity.facts.services import NewFact, record_facts
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person
from skillcity.registry.tests.world import actor, main_of, person, seeing_as, sign_in

ELSEWHERE = {
    "occupation": "6-18-02-04",
    "occupation_name": "焊工",
    "level": "junior",
    "number": "Y000033000001245000001",
    "issuer": "别处评价机构",
    "basis": "exam",
}


@pytest.fixture
def client(worker: Actor) -> Client:
    return sign_in(worker)


def record(who: Person, kind: str, attributes: dict[str, object], since: date = date(2022, 5, 1)) -> None:
    record_facts(actor=SYSTEM, facts=[NewFact(who.pk, kind, since, None, attributes, "示例来源")])  # type: ignore[arg-type]


def test_an_empty_passport_says_what_to_do_next(client: Client) -> None:
    page = main_of(client.get("/passport"))
    assert "护照里还没有内容" in page
    assert 'href="/me/rights"' in page


def test_who_has_no_record_is_told_where_to_get_one(db: None) -> None:
    assert "所属县" in main_of(sign_in(actor(Role.WORKER)).get("/passport"))


def test_a_certificate_of_ours_stands_once_with_its_status_and_files(
    at: Bureau, holder: Person, client: Client
) -> None:
    (made,) = issued(at, holder)
    page = main_of(client.get("/passport"))
    assert page.count(f'value="{made.number}"') == 1
    assert "有效" in page
    assert f"/certificates/{made.number}/json" in page
    found = passport_of(holder.pk)
    assert [each.number for each in found.certificates] == [made.number]
    assert found.facts == []


def test_a_certificate_of_another_issuer_is_never_shown_as_ours(holder: Person, client: Client) -> None:
    record(holder, "certificate", ELSEWHERE)
    page = main_of(client.get("/passport"))
    assert "由其他机构签发，本系统只登记，不担保。" in page
    assert "别处评价机构" in page
    assert "/certificates/Y000033000001245000001" not in page
    assert 'name="f" value="1"' in page


@pytest.mark.parametrize("act", ["suspend", "revoke", "replace"])
def test_what_happened_to_a_certificate_is_seen_at_once(at: Bureau, holder: Person, client: Client, act: str) -> None:
    (made,) = issued(at, holder)
    with seeing_as(at.checker):
        if act == "suspend":
            suspend(actor=at.checker, certificate=made, reason="核查")
        elif act == "revoke":
            revoke(actor=at.checker, certificate=made, reason="误发", asked_by=at.maker.account_id or 0)
        else:
            new = replace(actor=at.checker, certificate=made, attributes={}, reason="更正")
    page = main_of(client.get("/passport"))
    assert {"suspend": "已暂停", "revoke": "已撤销", "replace": "已被取代"}[act] in page
    if act == "replace":
        assert f"新证书：{new.number}" in page


def test_facts_stand_in_groups_and_long_ones_are_folded(holder: Person, client: Client) -> None:
    for at in range(14):
        attributes = {"programme": f"课程{at}", "provider": "示例学校", "hours": 8, "passed": True}
        record(holder, "training", attributes, date(2021, 1, 1 + at))
    record(holder, "insurance", {"scheme": "pension"})
    page = main_of(client.get("/passport"))
    assert "培训和学习" in page
    assert "再看 2 条" in page
    assert page.index("再看 1 条") > page.index("其他记录")


def test_another_persons_passport_is_not_reachable(at: Bureau, client: Client) -> None:
    (other,) = issued(at, examinee(at, "陈别人"))
    assert other.number not in main_of(client.get("/passport"))
    assert client.get(f"/certificates/{other.number}/json").status_code == 404
    assert person() is not None
