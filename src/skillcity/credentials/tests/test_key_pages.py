"""Keys and stations on their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from skillcity.credentials.keeping import current_key
from skillcity.credentials.models import SigningKey, Station
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.platform.accounts.roles import Role
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.tests.world import actor, main_of, organisation, sign_in

pytestmark = pytest.mark.django_db


def test_a_body_rotates_its_key_and_nobody_else_does(at: Bureau) -> None:
    client = sign_in(at.maker)
    assert "第一次签发时自动生成" in main_of(client.get("/keys"))
    issued(at, examinee(at))
    assert "现用" in main_of(client.get("/keys"))
    assert client.post("/keys/rotate").status_code == 302
    page = main_of(client.get("/keys"))
    assert "key-2" in page
    assert "签过的仍有效" in page
    officer = sign_in(actor(Role.CITY_OFFICER))
    assert at.body.name in main_of(officer.get("/keys"))
    assert officer.post("/keys/rotate").status_code == 403
    assert SigningKey.objects.count() == 2


def test_a_stolen_key_is_declared_with_its_moment(at: Bureau) -> None:
    client = sign_in(at.maker)
    key = current_key(at.body)
    page = f"/keys/{key.pk}/stolen"
    assert "不能收回" in main_of(client.get(page))
    early = timezone.localtime(key.since) - timedelta(days=1)
    for values in ({"since": early.strftime("%Y-%m-%dT%H:%M"), "reason": "失窃"}, {"since": "x", "reason": ""}):
        assert client.post(page, values).status_code == 422
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M:%S")
    assert client.post(page, {"since": moment, "reason": "电脑失窃"}).status_code == 302
    assert "已泄露" in main_of(client.get("/keys"))
    assert client.post(page, {"since": moment, "reason": "again"}).status_code == 409
    assert sign_in(bureau().maker).get(page).status_code == 404


def test_a_private_key_is_on_no_page(at: Bureau) -> None:
    issued(at, examinee(at))
    key = SigningKey.objects.get()
    assert bytes(key.sealed).hex() not in sign_in(at.maker).get("/keys").content.decode()


def test_a_city_officer_registers_a_station(at: Bureau) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    values = {"credit_code": at.body.credit_code, "code": "s000033000999", "name": "第二站点"}
    assert client.post("/stations", values).status_code == 302
    assert Station.objects.get(name="第二站点").code == "S000033000999"
    assert "第二站点" in main_of(sign_in(at.maker).get("/stations"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "X000033000999"}, "不是评价站点编码"),
        ({"code": "S000099000999"}, "不是评价站点编码"),
        ({"credit_code": "123"}, "信用代码"),
        ({"name": ""}, "必须填写"),
    ],
)
def test_what_is_no_station_is_refused(at: Bureau, change: dict[str, str], words: str) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    values = {"credit_code": at.body.credit_code, "code": "S000033000999", "name": "第二站点"} | change
    answer = client.post("/stations", values)
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert Station.objects.count() == 1


def test_a_station_belongs_to_a_body_and_its_code_to_one_station(at: Bureau) -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    firm = organisation("示例厂", OrganisationKind.ENTERPRISE)
    values = {"credit_code": firm.credit_code, "code": "S000033000999", "name": "x"}
    assert "不是评价机构" in main_of(client.post("/stations", values))
    assert "已登记" in main_of(
        client.post("/stations", {**values, "credit_code": at.body.credit_code, "code": at.station.code})
    )
    unknown = {**values, "credit_code": "91330300MA0000007C"}
    assert "没有登记过" in main_of(client.post("/stations", unknown))


def test_others_register_none(at: Bureau) -> None:
    values = {"credit_code": at.body.credit_code, "code": "S000033000999", "name": "x"}
    for who in (at.maker, actor(Role.AUDITOR)):
        client = sign_in(who)
        assert "登记站点" not in main_of(client.get("/stations"))
        assert client.post("/stations", values).status_code == 403
