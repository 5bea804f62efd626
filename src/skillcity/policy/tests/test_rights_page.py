"""The pages of a person's rights: what they have and why, what is a step away, what nobody knows, what changed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.policy.models import Decision
from skillcity.policy.services import evaluate_people
from skillcity.policy.tests.people import CERTIFICATE, EDUCATION, lead_a_studio, learn
from skillcity.registry.models import Person
from skillcity.registry.tests.world import YUEQING, actor, main_of, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db
BANNER = "示例参数,非现行政策"
PAYMENT = {"benefit": "zj-training", "payee": "person", "amount": 100000, "occupation": "6-18-02-05", "level": "junior"}


@pytest.fixture
def somebody() -> Person:
    return person()


def decided(who: Person) -> None:
    with seeing_as(SYSTEM):
        evaluate_people(person_ids=[who.pk], as_of=timezone.localdate())


def own(who: Person) -> Actor:
    return actor(Role.WORKER, person=who)


def page(who: Actor, address: str) -> str:
    response = sign_in(who).get(address)
    assert response.status_code == 200, response.content.decode()[:500]
    return main_of(response)


def certificate(who: Person, level: str, begins: date) -> None:
    number = {"junior": "S000033000001265000001", "senior": "S000033000001263000002"}[level]
    learn(who, "certificate", CERTIFICATE | {"level": level, "number": number}, begins=begins)


def test_the_page_says_the_class_the_clause_and_the_fact_with_its_source(somebody: Person) -> None:
    lead_a_studio(somebody)
    decided(somebody)
    said = page(own(somebody), "/me/rights")
    for words in ("E类(高级人才)", "技能大师工作室领办人", "E-02", "工作室任职：示例工作室 领办人", "test"):
        assert words in said, words
    assert said.count("<h1") == 1
    assert "您成为E类(高级人才)：因为技能大师工作室领办人。" in said


def test_the_home_and_the_record_show_the_newest_change(somebody: Person) -> None:
    lead_a_studio(somebody)
    decided(somebody)
    who = own(somebody)
    for address in ("/home", "/me"):
        said = page(who, address)
        assert "您成为E类(高级人才)：因为技能大师工作室领办人。" in said
        assert "/me/rights" in said


def test_an_officer_sees_the_same_of_a_person_and_the_look_is_logged(somebody: Person) -> None:
    lead_a_studio(somebody)
    decided(somebody)
    officer = actor(Role.COUNTY_OFFICER)
    said = page(officer, f"/people/{somebody.pk}/rights")
    assert "E类(高级人才)" in said
    assert "您" not in said
    with seeing_as(SYSTEM):
        assert Entry.objects.filter(act="rights", person_id=somebody.pk, account_id=officer.account_id).exists()


def test_the_next_county_does_not(somebody: Person) -> None:
    assert sign_in(actor(Role.COUNTY_OFFICER, YUEQING)).get(f"/people/{somebody.pk}/rights").status_code == 404


def test_a_subsidy_has_its_amount_its_last_day_and_what_it_closes(somebody: Person) -> None:
    today = timezone.localdate()
    certificate(somebody, "junior", today - timedelta(days=30))
    certificate(somebody, "senior", today - timedelta(days=20))
    decided(somebody)
    response = sign_in(own(somebody)).get("/me/rights")
    said = main_of(response)
    assert "现在可申领" in said
    assert "3,000.00" in said
    assert "先领了焊工高级工(三级)补贴，同一职业的焊工初级工(五级)就不能再领。" in said
    assert "今年已用 0 次，每年最多 3 次" in said
    assert "最后申领日" in said
    assert BANNER in response.content.decode()


def test_a_window_that_closes_soon_says_so(somebody: Person) -> None:
    certificate(somebody, "senior", timezone.localdate() - timedelta(days=350))
    said = page(own(somebody), "/me/rights")
    assert "请尽快申领" in said


def test_what_was_paid_is_counted_and_named(somebody: Person) -> None:
    today = timezone.localdate()
    certificate(somebody, "junior", today - timedelta(days=30))
    same = PAYMENT | {"occupation": "6-18-02-04"}
    learn(somebody, "payment", same, begins=today)
    said = page(own(somebody), "/me/rights")
    assert "已领过" in said
    assert "今年已用 1 次，每年最多 3 次" in said


def test_two_sources_that_contradict_each_other_both_stand_there(somebody: Person) -> None:
    certificate(somebody, "senior", date(2020, 1, 1))
    learn(somebody, "residence", {"region": "330303", "basis": "household"})
    said = page(own(somebody), "/me/rights")
    assert "来源说法不一" in said
    assert said.count("来源矛盾") >= 3  # the notice and both figures
    assert "50,000,000.00" in said
    assert "2,000,000.00" in said
    assert "3.00 %" in said


def test_a_catalogue_that_has_ended_is_no_rule_and_not_nothing(somebody: Person) -> None:
    said = page(own(somebody), "/me/rights")
    assert "没有现行规定" in said
    assert "失业保险技能提升补贴" in said
    assert "没有规定可依，不等于没有资格。" in said


def test_what_is_a_step_away_names_the_step_and_who_supplies_it(somebody: Person) -> None:
    certificate(somebody, "senior", date(2020, 1, 1))
    said = page(own(somebody), "/me/rights")
    assert "差一步" in said
    assert "评价机构" in said


def test_what_was_not_given_is_refused_in_one_sentence(somebody: Person) -> None:
    said = page(own(somebody), "/me/rights")
    assert "为什么没有" in said
    assert "温州市人才分类目录(2025版)" in said


def test_conditions_of_other_occupations_are_left_aside(somebody: Person) -> None:
    learn(somebody, "education", EDUCATION)
    who = own(somebody)
    said = page(who, "/me/rights")
    assert "种职业的申报条件与登记的事实无关" in said
    with seeing_as(SYSTEM):
        certificate(somebody, "senior", date(2020, 1, 1))
    said = page(who, "/me/rights")
    assert "焊工申报条件" in said


def test_the_english_page_is_english(somebody: Person) -> None:
    lead_a_studio(somebody)
    decided(somebody)
    client = sign_in(own(somebody))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    said = main_of(client.get("/me/rights"))
    assert "You are now class E (senior talent): because of" in said
    own_words = re.sub(r"(?s)<small>.*?</small>|<figcaption>.*?</figcaption>|示例工作室", "", said)
    assert re.findall("[一-鿿]+", own_words) == []


def test_the_list_and_the_page_of_a_decision_replay_it(somebody: Person) -> None:
    decided(somebody)
    lead_a_studio(somebody)
    decided(somebody)
    with seeing_as(SYSTEM):
        last = Decision.objects.filter(person=somebody, catalogue="talent-class").latest("pk")
    who = own(somebody)
    assert f"D{last.pk}" in page(who, "/me/decisions")
    said = page(who, f"/decisions/{last.pk}")
    assert "重放结果相同" in said
    assert "E-02" in said
    assert f"D{last.previous_id}" in said
    auditor = page(actor(Role.AUDITOR), f"/decisions/{last.pk}")
    assert "重放结果相同" in auditor
    other = actor(Role.WORKER, person=person())
    assert sign_in(other).get(f"/decisions/{last.pk}").status_code == 404


def test_a_decision_that_comes_out_otherwise_says_which_parts(
    somebody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(somebody)
    with seeing_as(SYSTEM):
        found = Decision.objects.filter(person=somebody, catalogue="talent-class").latest("pk")
    monkeypatch.setattr("skillcity.policy.replaying._digest", lambda *_: "0" * 64)
    said = page(actor(Role.AUDITOR), f"/decisions/{found.pk}")
    assert "重放结果不同" in said
    assert "存档校验值" in said


def test_somebody_without_a_record_is_told_so() -> None:
    assert sign_in(actor(Role.WORKER)).get("/me/rights").status_code == 404
