"""One's own record: what a worker sees, who looked, and whom they let look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.platform.audit.services import record
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Consent, Person
from skillcity.registry.tests.world import actor, main_of, member, organisation, person, seeing_as, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Person:
    made = person(phone="13800000000")
    member(made, organisation())
    return made


@pytest.fixture
def client(made: Person) -> Client:
    return sign_in(actor(Role.WORKER, person=made))


def test_the_record_shows_what_is_known_of_oneself(client: Client, made: Person) -> None:
    page = main_of(client.get(reverse("my-record")))
    for words in ("我的档案", "王小明", "13800000000", "示例阀门有限公司", "关于我的事实", "谁看过我的数据"):
        assert words in page
    assert made.documents.get().masked in page
    assert "登记事实" not in page


def test_an_account_without_a_record_is_told_where_to_go() -> None:
    client = sign_in(actor(Role.WORKER))
    assert "您的账号还没有关联档案" in main_of(client.get(reverse("my-record")))
    for route in ("my-access-log", "my-consents"):
        response = client.get(reverse(route))
        assert response.status_code == 404
        assert "窗口" in response.content.decode()


def test_ones_own_number_is_shown_and_the_look_recorded(client: Client, made: Person) -> None:
    assert "330399199" in main_of(client.post(reverse("my-number")))
    with seeing_as(actor(Role.AUDITOR)):
        assert Entry.objects.filter(act="id-number", person_id=made.pk).order_by("pk").get().purpose == "本人查看"
    assert client.get(reverse("my-number")).status_code == 405


def test_the_access_log_names_who_looked_when_as_what_and_why(client: Client, made: Person) -> None:
    assert "还没有人看过" not in main_of(client.get(reverse("my-access-log")))  # registering is an act
    officer = sign_in(actor(Role.CITY_OFFICER))
    officer.get(reverse("person", args=[made.pk]))
    officer.post(reverse("person-number", args=[made.pk]), {"purpose": "核对补贴"})
    with seeing_as(SYSTEM):
        record(actor=SYSTEM, act="something-new", person_id=made.pk)
    page = main_of(client.get(reverse("my-access-log")))
    for words in ("示例市级经办人员", "查看基本信息", "查看证件全号", "核对补贴", "something-new", "系统"):
        assert words in page
    other = sign_in(actor(Role.WORKER, person=person("李雷")))
    assert "核对补贴" not in main_of(other.get(reverse("my-access-log")))


def test_a_fresh_record_has_no_looks() -> None:
    bare = Person.objects.create(name="新人", sex="male", region_code="330302")
    worker = actor(Role.WORKER)
    Person.objects.filter(pk=bare.pk).update(account_id=worker.account_id)
    client = sign_in(worker)
    assert "还没有人看过您的数据" in main_of(client.get(reverse("my-access-log")))
    page = main_of(client.get(reverse("my-record")))
    assert "未登记" in page
    assert "没有登记所在机构" in page


def test_a_consent_is_given_and_withdrawn_on_the_page(client: Client, made: Person) -> None:
    bank = organisation("示例银行", OrganisationKind.BANK)
    url = reverse("my-consents")
    assert "您没有授权任何机构" in main_of(client.get(url))
    day = timezone.localdate() + timedelta(days=30)
    data = {"purpose": "loan", "organisation": "示例银行", "ends_on": day.isoformat()}
    for wrong, words in (
        ({"organisation": "没有的银行"}, "没有这个机构"),
        ({"purpose": "insurance"}, "不能按这个用途"),
        ({"ends_on": "2020-01-01"}, "到期日应在今天之后"),
        ({"ends_on": ""}, "请填写到期日"),
    ):
        response = client.post(url, data | wrong)
        assert response.status_code == 422
        assert words in main_of(response)
    assert client.post(url, data).status_code == 302
    with seeing_as(SYSTEM):
        given = Consent.objects.get()
    assert (given.person_id, given.organisation_id) == (made.pk, bank.pk)
    assert "示例银行 · 技能贷款" in main_of(client.get(url))
    again = client.post(url, data | {"organisation": bank.credit_code.lower()})
    assert again.status_code == 422
    assert "已经给过" in main_of(again)
    withdraw = reverse("my-consent-withdraw", args=[given.pk])
    assert sign_in(actor(Role.WORKER, person=person("李雷"))).post(withdraw).status_code == 404
    assert client.post(withdraw).status_code == 302
    assert client.post(withdraw).status_code == 409
    assert "已撤回或到期(1)" in main_of(client.get(url))
    officer = sign_in(actor(Role.CITY_OFFICER))
    assert "已取消" in main_of(officer.get(reverse("person", args=[made.pk])))


def test_an_ended_consent_is_shown_as_past(client: Client, made: Person) -> None:
    bank = organisation("示例银行", OrganisationKind.BANK)
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.create(
        person=made, region_code=made.region_code, organisation=bank, purpose="loan", ends_on=yesterday
    )
    assert "已撤回或到期(1)" in main_of(client.get(reverse("my-consents")))
    officer = sign_in(actor(Role.CITY_OFFICER))
    assert "已过期" in main_of(officer.get(reverse("person", args=[made.pk])))
