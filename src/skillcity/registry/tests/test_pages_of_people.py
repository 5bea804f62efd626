"""The pages of people: what is shown, what is refused, and that every look is in the audit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry import panels
from skillcity.registry.changing import details_of
from skillcity.registry.consents import give_consent
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Person
from skillcity.registry.tests.world import (
    LUCHENG,
    YUEQING,
    actor,
    main_of,
    member,
    organisation,
    person,
    seeing_as,
    sign_in,
)
from skillcity.registry.views import parts

pytestmark = pytest.mark.django_db


def looks(act: str) -> set[int | None]:
    with seeing_as(actor(Role.AUDITOR)):
        return set(Entry.objects.filter(act=act).order_by("pk").values_list("person_id", flat=True))


def test_the_list_shows_masked_numbers_and_notes_each_look() -> None:
    here, there = person("王小明"), person("李小明", YUEQING)
    masked = here.documents.get().masked
    page = main_of(sign_in(actor(Role.COUNTY_OFFICER)).get(reverse("people"), {"q": "小明"}))
    assert "王小明" in page
    assert masked in page
    assert "李小明" not in page
    assert looks("list") == {here.pk}
    assert there.pk not in looks("list")


def test_a_consent_opens_no_more_than_tells_one_person_from_another() -> None:
    made = person("王小明", phone="13800000001")
    bank = organisation(kind=OrganisationKind.BANK)
    worker, clerk = actor(Role.WORKER, person=made), actor(Role.BANK, of=bank)
    with seeing_as(worker):
        until = timezone.localdate() + timedelta(days=1)
        give_consent(actor=worker, organisation=bank, purpose=Purpose.LOAN, ends_on=until)
    page = main_of(sign_in(clerk).get(reverse("person", args=[made.pk])))
    for shown in ("王小明", made.documents.get().masked, "技能贷款"):
        assert shown in page
    for hidden in ("13800000001", "出生日期", "所在机构", "所属县"):
        assert hidden not in page
    found = sign_in(clerk).get(f"/api/v1/people/{made.pk}").json()
    assert (found["name"], found["birth_date"], found["sex"]) == ("王小明", None, "")


def test_a_broken_number_is_explained_beside_the_field() -> None:
    response = sign_in(actor(Role.CITY_OFFICER)).get(reverse("people"), {"q": "330399199001010010"})
    assert response.status_code == 422
    assert "校验不符" in main_of(response)


def test_an_empty_list_says_why() -> None:
    client = sign_in(actor(Role.CITY_OFFICER))
    assert "您的范围内还没有人" in main_of(client.get(reverse("people")))
    assert "没有找到这样的人" in main_of(client.get(reverse("people"), {"q": "没有人"}))


def test_long_lists_have_pages_and_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(3):
        person(f"王小{at}")
    monkeypatch.setattr(parts, "PER_PAGE", 1)
    monkeypatch.setattr(parts, "MOST_LISTED", 2)
    client = sign_in(actor(Role.CITY_OFFICER))
    page = main_of(client.get(reverse("people"), {"page": "2", "q": "王"}))
    assert "王小1" in page
    assert "?q=%E7%8E%8B&amp;page=1" in page
    assert "只列前 1,000 人" in page
    assert "王小1" in main_of(client.get(reverse("people"), {"page": "99"}))


def test_a_column_of_a_higher_room_stands_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_columns", {})
    made, other = person("王小明"), person("李雷")
    panels.register(panels.Column("class", Text("类别", "Class"), lambda actor, keys: {made.pk: f"E{len(keys)}"}))
    page = main_of(sign_in(actor(Role.CITY_OFFICER)).get(reverse("people")))
    assert "类别" in page
    assert "E2" in page
    assert other.name in page


def test_the_page_of_a_person_shows_what_is_known_and_notes_the_look() -> None:
    firm, made = organisation(), person(phone="13800000000")
    member(made, firm)
    client = sign_in(actor(Role.CITY_OFFICER))
    page = main_of(client.get(reverse("person", args=[made.pk])))
    for words in ("王小明", "13800000000", firm.name, "职工", "本人没有给出授权", "查看全号", "修改基本信息"):
        assert words in page
    assert looks("summary") == {made.pk}
    assert looks("facts") == {made.pk}


def test_who_may_not_change_is_offered_nothing() -> None:
    firm, made = organisation(), person()
    member(made, firm)
    page = main_of(sign_in(actor(Role.ENTERPRISE, of=firm)).get(reverse("person", args=[made.pk])))
    assert "王小明" in page
    assert "查看全号" not in page
    assert "修改基本信息" not in page
    assert "登记事实" not in page


def test_panels_stand_in_order_and_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    data = {"stat": {"value": 5}}
    for key, place, order, given in (("last", "side", 2, data), ("first", "main", 1, data), ("no", "main", 0, None)):
        label = Text(f"板块{key}", key)
        made = panels.Panel(key, label, place, order, "registry/memberships.html", lambda *_, given=given: given)  # type: ignore[arg-type, misc]
        panels.register(made)
    alice = actor(Role.CITY_OFFICER)
    assert [each["key"] for each in panels.panels_for(alice, person())] == ["first", "last"]
    page = main_of(sign_in(alice).get(reverse("person", args=[Person.objects.get().pk])))
    assert page.index("板块first") < page.index("板块last")
    assert "板块no" not in page


def test_somebody_out_of_scope_looks_like_nobody() -> None:
    there = person(county=YUEQING)
    client = sign_in(actor(Role.COUNTY_OFFICER))
    for route in ("person", "person-number", "person-change"):
        response = client.get(reverse(route, args=[there.pk]))
        assert response.status_code == 404
        assert there.name not in response.content.decode()
    assert looks("summary") == set()


def test_the_number_needs_a_purpose_and_is_shown_once() -> None:
    made = person()
    client = sign_in(actor(Role.COUNTY_OFFICER))
    url = reverse("person-number", args=[made.pk])
    assert "谁、何时、为什么查看" in main_of(client.get(url))
    response = client.post(url, {"purpose": ""})
    assert response.status_code == 422
    assert looks("id-number") == set()
    shown = client.post(url, {"purpose": "核对补贴", "idempotency_key": "abc"})
    assert made.documents.get().masked[-4:] in main_of(shown)
    assert "330399199" in main_of(shown)
    assert looks("id-number") == {made.pk}


def test_the_stored_answers_keep_no_number() -> None:
    from skillcity.platform.accounts.models import Answer

    made = person()
    sign_in(actor(Role.CITY_OFFICER)).post(
        reverse("person-number", args=[made.pk]), {"purpose": "核对", "idempotency_key": "abc"}
    )
    assert not Answer.objects.exists()


def test_an_entry_is_changed_on_its_page() -> None:
    made = person(phone="13800000000")
    client = sign_in(actor(Role.COUNTY_OFFICER))
    url = reverse("person-change", args=[made.pk])
    seen = details_of(made).fingerprint
    assert seen in client.get(url).content.decode()
    data = {"name": "王晓明", "region_code": LUCHENG, "phone": "138 0000 0001", "email": "", "seen": seen}
    bad = client.post(url, data | {"phone": "12"})
    assert bad.status_code == 422
    assert "不是电话号码" in main_of(bad)
    done = client.post(url, data)
    assert (done.status_code, done.headers["Location"]) == (302, reverse("person", args=[made.pk]))
    assert "已修改" in client.get(done.headers["Location"]).content.decode()
    assert client.post(url, data).status_code == 409


def test_nobody_changes_their_own_entry() -> None:
    made = person()
    officer = actor(Role.CITY_OFFICER)
    Person.objects.filter(pk=made.pk).update(account_id=officer.account_id)
    client = sign_in(officer)
    assert client.get(reverse("person-change", args=[made.pk])).status_code == 403
    assert client.post(reverse("person-change", args=[made.pk]), {}).status_code == 403


@pytest.mark.parametrize("role", [Role.WORKER, Role.ASSESSOR, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_some_roles_have_no_list_of_people(role: Role) -> None:
    made = person()
    client = sign_in(actor(role))
    for url in (reverse("people"), reverse("person", args=[made.pk])):
        assert client.get(url).status_code == 403


def test_the_list_costs_few_queries(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for at in range(20):
        person(f"王小{at}")
    client = sign_in(actor(Role.CITY_OFFICER))
    client.get(reverse("people"))
    with django_assert_max_num_queries(18):  # nine are the session's, the middleware's and the audit's
        client.get(reverse("people"))
