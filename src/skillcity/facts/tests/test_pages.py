"""The pages of facts: the timeline, one fact, recording, correcting and retracting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillcity.facts.engine.kinds import all_kinds, kind_named
from skillcity.facts.models import Fact
from skillcity.facts.services import record_fact, record_facts, retract_fact
from skillcity.facts.tests.ledger import DAY, STUDIO, certificate, new_fact, studio
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.reference.services import load_shipped
from skillcity.registry.models import Person
from skillcity.registry.tests.world import YUEQING, actor, main_of, member, organisation, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db
SAID = {f"attribute-{name}": value for name, value in STUDIO.items()}
FORM = SAID | {"valid_from": "2024-05-02", "valid_to": "", "source": "更正文件", "document": ""}


@pytest.fixture
def alice() -> Actor:
    return actor(Role.CITY_OFFICER)


@pytest.fixture
def client(alice: Actor) -> Client:
    return sign_in(alice)


@pytest.fixture
def made() -> Person:
    return person()


def facts() -> list[Fact]:
    with seeing_as(SYSTEM):
        return list(Fact.objects.order_by("person_id", "seq"))


def test_the_timeline_shows_source_recorder_document_and_folds_what_was_corrected(
    client: Client, alice: Actor, made: Person
) -> None:
    studio(alice, made)
    url = reverse("fact-correct", args=[made.pk, 1])
    assert "示例技能大师工作室" in main_of(client.get(url))
    check = main_of(
        client.post(url, FORM | {"attribute-role": "leader", "document": "示例〔2024〕1号", "step": "check"})
    )
    assert "原为：成员" in check
    assert "原为：2024-05-01" in check
    assert len(facts()) == 1
    done = client.post(
        url,
        FORM | {"attribute-role": "leader", "document": "示例〔2024〕1号", "step": "confirm", "idempotency_key": "k"},
    )
    assert done.headers["Location"] == reverse("person", args=[made.pk]) + "#fact-2"
    page = main_of(client.get(reverse("person", args=[made.pk])))
    for words in ("更正文件", "示例市级经办人员", "示例〔2024〕1号", "已更正的旧记录(1)", "已被更正", "领办人", "成员"):
        assert words in page


def test_the_same_confirmation_twice_records_once(client: Client, alice: Actor, made: Person) -> None:
    studio(alice, made)
    url = reverse("fact-correct", args=[made.pk, 1])
    form = FORM | {"step": "confirm", "idempotency_key": "once"}
    first, second = client.post(url, form), client.post(url, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(facts()) == 2
    assert client.post(url, form | {"source": "别的"}).status_code == 409


def test_going_back_keeps_what_was_entered(client: Client, alice: Actor, made: Person) -> None:
    studio(alice, made)
    page = client.post(reverse("fact-correct", args=[made.pk, 1]), FORM | {"source": "我的来源", "step": "edit"})
    assert page.status_code == 200
    assert 'value="我的来源"' in main_of(page)


def test_errors_stand_beside_their_fields(client: Client, alice: Actor, made: Person) -> None:
    load_shipped()
    url = reverse("fact-new", args=[made.pk]) + "?kind=certificate"
    good = {f"attribute-{name}": value for name, value in certificate().items()}
    good |= {"valid_from": "2024-05-01", "source": "证书导入", "document": "", "step": "check"}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for wrong, words in (
        ({"attribute-number": "X"}, "证书编号"),
        ({"attribute-level": "technician"}, "证书编号"),
        ({"attribute-occupation": "9-99-99-99"}, "职业分类大典中没有"),
        ({"valid_from": tomorrow}, "日期晚于今天"),
        ({"valid_from": "昨天"}, "请按 2024-05-01 的格式填写"),
        ({"source": ""}, "请写明来源"),
        ({"attribute-issuer": ""}, "必须填写"),
    ):
        response = client.post(url, good | wrong)
        assert response.status_code == 422
        page = main_of(response)
        assert words in page
        assert "请先改正下列问题" in page
    ended = client.post(
        reverse("fact-new", args=[made.pk]) + "?kind=studio", FORM | {"valid_to": "2020-01-01", "step": "check"}
    )
    assert "结束早于开始" in main_of(ended)
    assert facts() == []
    assert "请核对" in main_of(client.post(url, good))
    assert client.post(url, good | {"step": "confirm"}).status_code == 302
    assert facts()[0].attributes["basis"] == "exam"


def test_a_number_taken_since_the_check_is_told_at_the_end(client: Client, alice: Actor, made: Person) -> None:
    said = certificate()
    url = reverse("fact-new", args=[made.pk]) + "?kind=certificate"
    form = {f"attribute-{name}": value for name, value in said.items()}
    form |= {"valid_from": "2024-05-01", "source": "证书导入", "document": ""}
    assert client.post(url, form | {"step": "check"}).status_code == 200
    other = person("李雷")
    kind = kind_named("certificate")
    record_fact(actor=alice, person=other, kind=kind, valid_from=DAY, valid_to=None, attributes=said, source="x")
    response = client.post(url, form | {"step": "confirm"})
    assert response.status_code == 422
    assert "已登记在另一个人名下" in main_of(response)


@pytest.mark.parametrize("kind", all_kinds())
def test_every_kind_has_a_form(client: Client, made: Person, kind: str) -> None:
    page = main_of(client.get(reverse("fact-new", args=[made.pk]), {"kind": kind}))
    for attribute in all_kinds()[kind].attributes.values():
        assert attribute.label.zh in page


def test_the_kinds_are_offered_and_an_unknown_one_is_refused(client: Client, made: Person) -> None:
    assert "职业技能等级证书" in main_of(client.get(reverse("fact-new", args=[made.pk])))
    assert client.get(reverse("fact-new", args=[made.pk]), {"kind": "cat"}).status_code == 400


def test_a_yes_or_no_and_a_number_are_kept_as_such(client: Client, made: Person) -> None:
    url = reverse("fact-new", args=[made.pk]) + "?kind=training"
    form = {"attribute-programme": "焊工培训", "attribute-provider": "示例培训学校", "attribute-hours": "80"}
    form |= {"attribute-passed": "no", "valid_from": "2024-03-01", "valid_to": "2024-04-01", "source": "台账"}
    client.post(url, form | {"step": "confirm"})
    assert facts()[0].attributes == {
        "programme": "焊工培训",
        "provider": "示例培训学校",
        "hours": 80,
        "passed": False,
    }
    page = main_of(client.get(reverse("fact-correct", args=[made.pk, 1])))
    assert '<option value="no" selected>' in page
    check = main_of(
        client.post(reverse("fact-correct", args=[made.pk, 1]), form | {"attribute-passed": "yes", "step": "check"})
    )
    assert "原为：否" in check


def test_a_fact_is_retracted_with_its_reason(client: Client, alice: Actor, made: Person) -> None:
    studio(alice, made)
    url = reverse("fact-retract", args=[made.pk, 1])
    assert "要撤回的事实" in main_of(client.get(url))
    assert client.post(url, {"source": ""}).status_code == 422
    assert client.post(url, {"source": "报错了人"}).status_code == 302
    page = main_of(client.get(reverse("person", args=[made.pk])))
    assert "已撤回(1)" in page
    assert "还没有记录任何事实" in page
    assert client.get(url).status_code == 409
    assert client.get(reverse("fact-retract", args=[made.pk, 2])).status_code == 409
    assert "这条事实已被撤回" in main_of(client.get(reverse("fact", args=[made.pk, 1])))
    gone = main_of(client.get(reverse("fact", args=[made.pk, 2])))
    assert "这是一条撤回记录" in gone
    assert "撤回</a>" not in gone
    assert client.get(reverse("fact-correct", args=[made.pk, 2])).status_code == 200


def test_one_fact_is_shown_with_all_that_is_recorded_of_it(client: Client, alice: Actor, made: Person) -> None:
    fact = studio(alice, made)
    page = main_of(client.get(reverse("fact", args=[made.pk, 1])))
    for words in ("示例技能大师工作室", "至今", "工作室名册", fact.reference, bytes(fact.digest).hex()[:16], "更正"):
        assert words in page
    with seeing_as(SYSTEM):
        assert Entry.objects.filter(act="fact", person_id=made.pk).exists()
    client.post(reverse("fact-correct", args=[made.pk, 1]), FORM | {"step": "confirm"})
    old = main_of(client.get(reverse("fact", args=[made.pk, 1])))
    assert "这条事实已被更正" in old
    assert client.get(reverse("fact-correct", args=[made.pk, 1])).status_code == 409
    assert client.get(reverse("fact", args=[made.pk, 9])).status_code == 404


def test_a_date_among_the_attributes_has_a_field_of_its_own(
    client: Client, made: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    kind = kind_named("studio")
    attributes = dict(kind.attributes) | {"until": replace(kind.attributes["tier"], name="until", type="date")}
    monkeypatch.setitem(all_kinds(), "studio", replace(kind, attributes=attributes))  # type: ignore[arg-type]
    url = reverse("fact-new", args=[made.pk]) + "?kind=studio"
    assert 'type="date" name="attribute-until"' in main_of(client.get(url))
    client.post(url, FORM | {"attribute-until": "2025-01-01", "step": "confirm"})
    assert facts()[0].attributes["until"] == "2025-01-01"
    page = main_of(client.get(reverse("fact-correct", args=[made.pk, 1])))
    assert 'value="2025-01-01"' in page
    assert "2025年1月1日" in main_of(client.get(reverse("fact", args=[made.pk, 1])))


def test_the_person_sees_their_facts_but_changes_none(alice: Actor, made: Person) -> None:
    studio(alice, made)
    worker = sign_in(actor(Role.WORKER, person=made))
    assert "关于我的事实" in main_of(worker.get(reverse("my-record")))
    page = main_of(worker.get(reverse("fact", args=[made.pk, 1])))
    assert "我的档案" in page
    assert "更正</a>" not in page
    for route in ("fact-correct", "fact-retract"):
        assert worker.post(reverse(route, args=[made.pk, 1]), FORM | {"step": "confirm"}).status_code == 403
    assert len(facts()) == 1


def test_officers_elsewhere_and_of_their_own_record_are_refused(alice: Actor, made: Person) -> None:
    studio(alice, made)
    foreign = sign_in(actor(Role.COUNTY_OFFICER, YUEQING))
    own = actor(Role.CITY_OFFICER)
    Person.objects.filter(pk=made.pk).update(account_id=own.account_id)
    for client, status in ((foreign, 404), (sign_in(own), 403)):
        for url in (
            reverse("fact-new", args=[made.pk]),
            reverse("fact-correct", args=[made.pk, 1]),
            reverse("fact-retract", args=[made.pk, 1]),
        ):
            assert client.get(url).status_code == status
            assert client.post(url, FORM | {"step": "confirm"}).status_code == status
    assert len(facts()) == 1


def test_sensitive_facts_are_hidden_from_employers(alice: Actor, made: Person) -> None:
    firm = organisation()
    member(made, firm)
    record_fact(
        actor=alice,
        person=made,
        kind=kind_named("group"),
        valid_from=DAY,
        valid_to=None,
        attributes={"group": "low-income"},
        source="民政名单",
    )
    employer = sign_in(actor(Role.ENTERPRISE, of=firm))
    assert "低保" not in main_of(employer.get(reverse("person", args=[made.pk])))
    assert employer.get(reverse("fact", args=[made.pk, 1])).status_code == 404
    assert "低保" in main_of(sign_in(alice).get(reverse("person", args=[made.pk])))


def test_ended_and_imported_facts_say_so_in_both_languages(client: Client, alice: Actor, made: Person) -> None:
    load_shipped()
    record_facts(actor=SYSTEM, facts=[new_fact(made.pk, valid_to=date(2025, 1, 1))])
    unknown = Actor(account_id=10**9, role=Role.CITY_OFFICER)
    award = {"contest": "示例大赛", "tier": "city", "grade": 1, "event": "焊接", "rank": 2, "group": "worker"}
    record_facts(
        actor=unknown,
        facts=[
            new_fact(made.pk, kind="honour", attributes={"title": "ouyue-artisan", "issuer_kind": "hrss"}),
            new_fact(made.pk, kind="honour", attributes={"title": "not-known", "issuer_kind": "hrss"}),
            new_fact(made.pk, kind="contest-award", attributes=award),
        ],
    )
    page = main_of(client.get(reverse("person", args=[made.pk])))
    for words in ("已结束", "系统导入", "已注销的账号", "荣誉称号：瓯越工匠", "not-known", "示例大赛 焊接 第2名"):
        assert words in page
    client.cookies["language"] = "en"
    english = main_of(client.get(reverse("person", args=[made.pk])))
    assert "Contest award: 示例大赛 焊接 place 2" in english
    assert "the system&#x27;s import" in english
    assert retract_fact(actor=alice, fact=facts()[0], source="x").retracts
