"""The pages of organisations."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Offering, Site, Tie
from skillcity.registry.tests.world import YUEQING, actor, main_of, member, organisation, person, seeing_as, sign_in
from skillcity.registry.views import organisations as views

pytestmark = pytest.mark.django_db


def test_the_list_is_narrowed_by_kind_county_and_name() -> None:
    organisation()
    organisation("示例银行", OrganisationKind.BANK, YUEQING)
    client = sign_in(actor(Role.WORKER))
    assert "2 家机构" in main_of(client.get(reverse("organisations")))
    page = main_of(client.get(reverse("organisations"), {"kind": "bank", "county": YUEQING, "q": "银行"}))
    assert "1 家机构" in page
    assert "示例银行" in page
    assert "没有找到这样的机构" in main_of(client.get(reverse("organisations"), {"q": "没有"}))


def test_a_college_shows_sites_majors_and_partners(monkeypatch: pytest.MonkeyPatch) -> None:
    college = organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    firms = [organisation(f"示例企业{at}") for at in range(3)]
    for at in range(2):
        Site.objects.create(organisation=college, name=f"实训室{at}", workstations=20)
        Offering.objects.create(
            organisation=college,
            major_code=f"66010{at}",
            major_name=f"专业{at}",
            integrated=at == 0,
            since=date(2015, 9, 1),
        )
    for firm in firms:
        Tie.objects.create(source=firm, target=college, kind="close-partner", valid_from=date(2022, 1, 1))
    Tie.objects.create(
        source=firms[0], target=college, kind="chain-leader", valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    monkeypatch.setattr(views, "TIES_LISTED", 2)
    client = sign_in(actor(Role.BANK))
    page = main_of(client.get(reverse("organisation", args=[college.pk])))
    for words in ("2 处场地", "工学一体化 1 个(50%)", "实训室1", "专业1", "紧密型合作企业", "示例企业0", "全部 3 家"):
        assert words in page
    assert "链主" not in page
    assert "成员" not in page
    whole = main_of(client.get(reverse("organisation", args=[college.pk]), {"ties": "tied-close-partner"}))
    assert all(firm.name in whole for firm in firms)
    assert client.get(reverse("organisation", args=[college.pk]), {"ties": "no-such"}).status_code == 302
    assert "紧密型合作院校" in main_of(client.get(reverse("organisation", args=[firms[0].pk])))


def test_members_are_listed_for_those_who_may_know_and_the_look_is_noted() -> None:
    firm, made = organisation(), person()
    member(made, firm)
    url = reverse("organisation", args=[firm.pk])
    assert "王小明" in main_of(sign_in(actor(Role.ENTERPRISE, of=firm)).get(url))
    outsider = main_of(sign_in(actor(Role.ENTERPRISE, of=organisation("另一企业"))).get(url))
    assert "王小明" not in outsider
    assert "还没有更多登记" in outsider
    with seeing_as(actor(Role.AUDITOR)):
        assert list(Entry.objects.filter(act="list").order_by("pk").values_list("person_id", flat=True)) == [made.pk]


def test_many_sites_are_folded_and_an_unknown_organisation_is_told() -> None:
    college = organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    for at in range(13):
        Site.objects.create(organisation=college, name=f"实训室{at}", workstations=20)
    client = sign_in(actor(Role.WORKER))
    assert "实训场地(13)" in main_of(client.get(reverse("organisation", args=[college.pk])))
    assert client.get(reverse("organisation", args=[10**9])).status_code == 404
