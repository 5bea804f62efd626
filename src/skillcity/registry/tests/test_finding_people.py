"""Finding people: by parts of names, initials and whole numbers, and only in the scope of the one who looks."""

from __future__ import annotations

import pytest

from skillcity.kernel.errors import InputError, NotFound
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.selectors import accounts_for
from skillcity.registry import selectors
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Person
from skillcity.registry.services import register_person
from skillcity.registry.tests.world import (
    LUCHENG,
    YUEQING,
    actor,
    id_number,
    member,
    organisation,
    person,
    seeing_as,
)

pytestmark = pytest.mark.django_db


def names(text: str, who: Actor = SYSTEM, county: str = "") -> list[str]:
    return [each.name for each in selectors.search_people(who, text=text, region_code=county)]


@pytest.fixture
def town() -> None:
    for name in ("王小明", "李小明", "欧阳小明", "明王", "阿不都热西提·买买提", "John Smith"):
        person(name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["王小明", "李小明", "欧阳小明", "明王", "阿不都热西提·买买提", "John Smith"]),
        ("王小明", ["王小明"]),
        ("小明", ["王小明", "李小明", "欧阳小明"]),
        (" 王 小 ", ["王小明"]),
        ("王", ["王小明", "明王"]),
        ("买买提", ["阿不都热西提·买买提"]),
        ("wx", ["王小明"]),
        ("OYXM", ["欧阳小明"]),
        ("johns", ["John Smith"]),
        ("没有人", []),
        ("%", []),
        ("_小明", []),
    ],
)
def test_a_part_of_a_name_or_its_initials_finds(town: None, text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_whole_number_finds_exactly_one_and_a_broken_one_is_told() -> None:
    number = id_number()
    register_person(actor=SYSTEM, name="王小明", id_number=number, region_code=LUCHENG)
    person("李雷")
    assert names(number.value) == ["王小明"]
    assert names(f" {number.value.lower()} ") == ["王小明"]
    assert names(id_number().value) == []
    wrong = number.value[:-1] + ("1" if number.value[-1] != "1" else "2")
    with pytest.raises(InputError) as error:
        names(wrong)
    assert error.value.code == "id-number.check-digit"


def test_the_county_narrows() -> None:
    person("王小明")
    person("李小明", YUEQING)
    assert names("小明", county=YUEQING) == ["李小明"]


def test_each_sees_only_their_own_people() -> None:
    firm, college = organisation(), organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    here, there, learner = person("王小明"), person("李小明", YUEQING), person("韩小明", YUEQING)
    member(here, firm)
    member(learner, college)
    seen = {
        actor(Role.CITY_OFFICER): [here, there, learner],
        actor(Role.AUDITOR): [here, there, learner],
        actor(Role.COUNTY_OFFICER): [here],
        actor(Role.COUNTY_OFFICER, YUEQING): [there, learner],
        actor(Role.ENTERPRISE, of=firm): [here],
        actor(Role.COLLEGE, of=college): [learner],
        actor(Role.ENTERPRISE): [],
        actor(Role.BANK): [],
        actor(Role.WORKER, person=there): [there],
        actor(Role.WORKER): [],
        actor(Role.SYSTEM_ADMIN): [],
        STRANGER: [],
    }
    for who, expected in seen.items():
        with seeing_as(who):
            assert list(selectors.search_people(who, text="小明")) == expected
            # the second wall, behind the selectors
            assert set(Person.objects.order_by("pk")) == set(expected)
            for each in (here, there, learner):
                if each in expected:
                    assert selectors.person_for(who, each.pk) == each
                else:
                    with pytest.raises(NotFound):
                        selectors.person_for(who, each.pk)


def test_a_switched_off_account_is_a_stranger() -> None:
    made = actor(Role.CITY_OFFICER)
    account = accounts_for(SYSTEM).get(pk=made.account_id)
    account.is_active = False
    assert selectors.actor_of(account) is STRANGER


def test_an_account_without_a_record_is_told() -> None:
    with pytest.raises(NotFound) as error:
        selectors.own_person(actor(Role.WORKER))
    assert error.value.code == "registry.no-record"
    with pytest.raises(NotFound):
        selectors.access_log(actor(Role.WORKER))


def test_organisations_are_found_by_name_initials_code_kind_and_county() -> None:
    firm = organisation()
    bank = organisation("示例银行", OrganisationKind.BANK, YUEQING)

    def found(**asked: str) -> list[object]:
        return list(selectors.search_organisations(**asked))

    assert found() == [bank, firm] or found() == [firm, bank]
    assert found(text="阀门") == [firm]
    assert found(text="slyh") == [bank]
    assert found(text=firm.credit_code.lower()) == [firm]
    assert found(kind="bank") == [bank]
    assert found(region_code=YUEQING) == [bank]
    assert found(text="没有") == []
    with pytest.raises(NotFound):
        selectors.organisation_for(10**9)


def test_members_are_shown_to_those_whose_business_they_are() -> None:
    firm = organisation()
    here, there = person(), person("李雷", YUEQING)
    member(here, firm)
    member(there, firm)
    counts = {
        actor(Role.CITY_OFFICER): 2,
        actor(Role.COUNTY_OFFICER): 1,
        actor(Role.ENTERPRISE, of=firm): 2,
        actor(Role.ENTERPRISE, of=organisation("另一企业")): None,
        actor(Role.WORKER, person=here): None,
        actor(Role.BANK): None,
    }
    for who, count in counts.items():
        with seeing_as(who):
            members = selectors.members_of(who, firm)
            assert (members.count() if members is not None else None) == count
    assert next(iter(selectors.memberships_of(here))).organisation == firm
