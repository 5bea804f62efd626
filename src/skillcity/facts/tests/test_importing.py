"""Files of facts: each row is taken, present, or refused with its reason; none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from skillcity.facts.engine.kinds import all_kinds, kind_named
from skillcity.facts.imports import KINDS, import_kind
from skillcity.facts.models import Fact
from skillcity.facts.taking import take_facts
from skillcity.facts.tests.ledger import DAY, STUDIO, certificate
from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.id_number import IdNumber
from skillcity.kernel.skill_level import SkillLevel
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.imports.kinds import ImportContext, Row, Taken
from skillcity.reference.services import load_shipped
from skillcity.registry.services import register_person
from skillcity.registry.tests.world import LUCHENG, id_number

pytestmark = pytest.mark.django_db
NAME = "王小明"


@pytest.fixture
def number() -> IdNumber:
    made = id_number()
    register_person(actor=SYSTEM, name=NAME, id_number=made, region_code=LUCHENG)
    return made


def take(kind: str, *rows: Mapping[str, object], at: datetime | None = None) -> Taken:
    context = ImportContext(actor=SYSTEM, batch_id=7, recorded_at=at or timezone.now())
    common = {"name": NAME, "valid_from": DAY, "valid_to": None, "document": None, "source": None}
    return take_facts(kind_named(kind), [Row(at, common | dict(row)) for at, row in enumerate(rows, start=2)], context)


def codes(taken: Taken) -> list[str]:
    return [each.code for each in taken.problems]


def parsed(**more: object) -> dict[str, object]:
    """A certificate as the columns of a file read it."""
    said = certificate() | more
    return said | {
        "level": SkillLevel.parse(str(said["level"])),
        "number": CertificateNumber.parse(str(said["number"])),
    }


def test_new_rows_are_recorded_with_their_batch_and_line(number: IdNumber) -> None:
    taken = take("studio", STUDIO | {"id_number": number}, STUDIO | {"id_number": number, "source": "名册"})
    assert (taken.taken, codes(taken)) == (1, ["imports.twice"])
    fact = Fact.objects.get()
    assert (fact.source, fact.batch_id, fact.recorded_by) == ("import:7#2", 7, "system")


def test_the_same_file_again_adds_nothing(number: IdNumber) -> None:
    row = STUDIO | {"id_number": number, "valid_to": date(2025, 1, 1)}
    assert take("studio", row).taken == 1
    again = take("studio", row)
    assert (again.taken, again.present, codes(again)) == (0, 1, [])
    assert Fact.objects.count() == 1


def test_today_is_the_citys_day_already_while_it_is_yesterday_in_utc(number: IdNumber) -> None:
    night = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    today, tomorrow = (STUDIO | {"id_number": number, "valid_from": date(2026, 3, day)} for day in (2, 3))
    taken = take("studio", today, tomorrow, at=night)
    assert (taken.taken, codes(taken)) == (1, ["facts.future"])


def test_each_wrong_row_is_refused_with_its_reason(number: IdNumber) -> None:
    load_shipped()
    tomorrow = timezone.localdate() + timedelta(days=1)
    known = {"id_number": number}
    taken = take(
        "certificate",
        parsed(id_number=id_number()),
        parsed(**known, name="李雷"),
        parsed(**known) | {"valid_from": tomorrow},
        parsed(**known, level="technician"),
        parsed(**known, occupation="9-99-99-99"),
        parsed(**known) | {"valid_to": date(2030, 1, 1)},
        parsed(**known) | {"issuer": None},
        parsed(**known),
    )
    assert codes(taken) == [
        "people.unknown",
        "people.other-name",
        "facts.future",
        "certificate-number.level",
        "facts.unknown-occupation",
        "facts.no-end",
        "facts.missing-attribute",
    ]
    assert (taken.taken, taken.present) == (1, 0)


def test_a_certificate_number_belongs_to_one_person(number: IdNumber) -> None:
    other = id_number()
    register_person(actor=SYSTEM, name="李雷", id_number=other, region_code=LUCHENG)
    said = parsed(id_number=number)
    taken = take("certificate", said, said | {"id_number": other, "name": "李雷"})
    assert (taken.taken, codes(taken)) == (1, ["certificate.number-taken"])
    again = take("certificate", said | {"id_number": other, "name": "李雷"})
    assert codes(again) == ["certificate.number-taken"]


def test_facts_without_a_number_and_without_a_level_are_taken(number: IdNumber) -> None:
    assert take("insurance", {"id_number": number, "scheme": "pension", "employer": None}).taken == 1


def test_every_kind_of_fact_can_be_imported() -> None:
    assert [kind.key for kind in KINDS] == list(all_kinds())
    for kind in KINDS:
        keys = [column.key for column in kind.columns]
        assert keys[:4] == ["id_number", "name", "valid_from", "valid_to"]
        assert keys[-2:] == ["document", "source"]
        assert "city-officer" in kind.roles
    assert "evaluation-body" in import_kind(kind_named("certificate")).roles
    assert "evaluation-body" not in import_kind(kind_named("studio")).roles


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_sample_row_of_a_template_can_be_read(kind: object) -> None:
    for column in kind.columns:  # type: ignore[attr-defined]
        if column.sample:
            column.parse(column.sample)
