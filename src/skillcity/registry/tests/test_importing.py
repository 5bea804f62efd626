"""Files of the registry: each row is taken, present, or refused with its reason; none is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest
from django.utils import timezone

from skillcity.kernel.id_number import IdNumber
from skillcity.kernel.region_code import RegionCode
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.imports.kinds import ImportContext, Row, Taken
from skillcity.registry import finding, taking
from skillcity.registry.imports import KINDS
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Contact, Membership, Offering, Organisation, Person, Site, Tie
from skillcity.registry.services import register_person
from skillcity.registry.tests.world import (
    LUCHENG,
    YUEQING,
    actor,
    credit_code,
    id_number,
    organisation,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)
Take = Callable[[Sequence[Row], ImportContext], Taken]


def run(take: Take, *rows: Mapping[str, object], who: Actor = SYSTEM) -> tuple[int, int, list[str]]:
    context = ImportContext(actor=who, batch_id=1, recorded_at=timezone.now())
    taken = take([Row(at, row) for at, row in enumerate(rows, start=2)], context)
    return taken.taken, taken.present, [each.code for each in taken.problems]


def somebody(name: str = "王小明") -> IdNumber:
    number = id_number()
    register_person(actor=SYSTEM, name=name, id_number=number, region_code=LUCHENG)
    return number


def test_people_are_registered_once() -> None:
    row = {"name": "王小明", "id_number": id_number(), "region_code": RegionCode(LUCHENG), "phone": "13800000000"}
    other = row | {"id_number": id_number(), "phone": None}
    assert run(taking.take_people, row, other, row) == (2, 0, ["imports.twice"])
    assert run(taking.take_people, row, row | {"name": "李雷"}) == (0, 1, ["imports.twice"])
    assert run(taking.take_people, row | {"name": "李雷"}) == (0, 0, ["people.other-name"])
    assert Contact.objects.count() == 1
    assert Person.objects.filter(name="王小明", initials="wxm").count() == 2


def test_a_number_of_a_former_region_is_taken_with_a_note() -> None:
    from skillcity.kernel.id_number import check_digit

    body = "33032719900101001"
    number = IdNumber.parse(body + check_digit(body))
    odd = IdNumber(number.value, number.warnings or (KINDS[0].label,))
    row = {"name": "王小明", "id_number": odd, "region_code": RegionCode(LUCHENG), "phone": None}
    context = ImportContext(actor=SYSTEM, batch_id=1, recorded_at=timezone.now())
    taken = taking.take_people([Row(2, row)], context)
    assert (taken.taken, [each.code for each in taken.notes]) == (1, ["people.id-number"])


def test_a_county_officer_registers_only_the_countys_people() -> None:
    alice = actor(Role.COUNTY_OFFICER)
    row = {"name": "王小明", "id_number": id_number(), "region_code": RegionCode(YUEQING), "phone": None}
    assert run(taking.take_people, row, who=alice) == (0, 0, ["people.other-county"])


def test_organisations_are_registered_once() -> None:
    row = {
        "name": "示例银行",
        "kind": "bank",
        "credit_code": credit_code(),
        "region_code": RegionCode(LUCHENG),
        "founded_on": None,
    }
    assert run(taking.take_organisations, row, row) == (1, 0, ["imports.twice"])
    assert run(taking.take_organisations, row) == (0, 1, [])
    assert run(taking.take_organisations, row | {"name": "别的"}) == (0, 0, ["organisations.other-name"])
    assert Organisation.objects.get().initials == "slyh"


def test_memberships_do_not_overlap() -> None:
    number, firm = somebody(), organisation()
    row = {
        "id_number": number,
        "name": "王小明",
        "credit_code": firm.credit_code,
        "role": "employee",
        "valid_from": DAY,
        "valid_to": None,
    }
    rows = (
        row,
        row,
        row | {"valid_from": date(2025, 1, 1)},
        row | {"valid_to": date(2023, 1, 1)},
        row | {"credit_code": credit_code()},
        row | {"name": "李雷"},
        row | {"id_number": id_number()},
        row | {"role": "assessor"},
    )
    assert run(taking.take_memberships, *rows) == (
        2,
        1,
        ["memberships.overlap", "imports.dates", "organisations.unknown", "people.other-name", "people.unknown"],
    )
    assert run(taking.take_memberships, row) == (0, 1, [])
    assert Membership.objects.count() == 2


def test_sites_and_majors_belong_to_known_organisations() -> None:
    college = organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    site = {"credit_code": college.credit_code, "name": "焊接实训室", "workstations": 44}
    assert run(taking.take_sites, site, site)[:2] == (1, 0)
    assert run(taking.take_sites, site) == (0, 1, [])
    taken, present, codes = run(taking.take_sites, site | {"workstations": 45}, site | {"credit_code": "X"})
    assert (taken, present, len(codes)) == (0, 0, 2)
    major = {
        "credit_code": college.credit_code,
        "major_code": "660103",
        "major_name": "数控技术",
        "integrated": True,
        "since": DAY,
    }
    assert run(taking.take_offerings, major, major)[:2] == (1, 0)
    assert run(taking.take_offerings, major)[:2] == (0, 1)
    assert (Site.objects.count(), Offering.objects.count()) == (1, 1)


def test_a_college_imports_only_its_own_sites() -> None:
    college = organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    other = organisation("另一技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    row = {"credit_code": other.credit_code, "name": "焊接实训室", "workstations": 44}
    assert run(taking.take_sites, row, who=actor(Role.COLLEGE, of=college)) == (0, 0, ["organisations.other"])


def test_ties_need_two_and_exist_once() -> None:
    firm = organisation()
    college = organisation("示例技师学院", OrganisationKind.TECHNICAL_COLLEGE)
    row = {
        "from_credit_code": firm.credit_code,
        "to_credit_code": college.credit_code,
        "tie": "close-partner",
        "since": DAY,
        "until": None,
    }
    rows = (
        row,
        row,
        row | {"from_credit_code": "X"},
        row | {"to_credit_code": "X"},
        row | {"to_credit_code": firm.credit_code},
        row | {"tie": "regular-partner", "until": date(2023, 1, 1)},
    )
    assert run(taking.take_ties, *rows) == (
        1,
        0,
        ["imports.twice", "organisations.unknown", "organisations.unknown", "ties.itself", "imports.dates"],
    )
    assert run(taking.take_ties, row) == (0, 1, [])
    assert run(taking.take_ties, row | {"since": date(2025, 1, 1)}) == (0, 0, ["ties.exists"])
    assert Tie.objects.count() == 1


def test_many_numbers_are_found_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [somebody() for _ in range(3)]
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    assert set(finding.find_people([*numbers, id_number()])) == {number.value for number in numbers}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_sample_row_of_a_template_can_be_read(kind: object) -> None:
    for column in kind.columns:  # type: ignore[attr-defined]
        if column.sample:
            column.parse(column.sample)
