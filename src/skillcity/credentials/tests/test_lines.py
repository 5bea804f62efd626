"""Lines of a batch from a workbook: sound rows become lines, the others come back with a reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from skillcity.credentials.imports import import_key
from skillcity.credentials.issuing import make_batch
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Batch, Candidate
from skillcity.credentials.tests.bureau import DAY, Bureau, bureau
from skillcity.kernel.id_number import IdNumber
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.imports.outcome import Outcome
from skillcity.platform.imports.services import import_file
from skillcity.registry.models import Person
from skillcity.registry.services import register_person
from skillcity.registry.tests.world import LUCHENG, YUEQING, actor, id_number, seeing_as, sign_in

pytestmark = pytest.mark.django_db
KIND = CertificateKind.SKILL_LEVEL
HEAD = ("id_number", "name", "occupation", "occupation_name", "level", "theory", "skill", "panel", "batch")


class Sheet:
    """Rows for a file; each test writes one of its own."""

    def __init__(self, at: Bureau, folder: Path) -> None:
        self.at = at
        self.folder = folder
        self.rows: list[list[str]] = []

    def row(self, number: IdNumber, name: str, level: str = "高级工", theory: str = "80", skill: str = "85",
            panel: str = "", batch: str = "", occupation: str = "6-18-02-04") -> None:  # fmt: skip
        self.rows.append([number.value, name, occupation, "焊工", level, theory, skill, panel, batch])

    def send(self, who: object = None) -> Outcome:
        path = self.folder / "lines.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEAD, *self.rows])
        outcome = import_file(actor=who or self.at.maker, kind=import_key(KIND), path=path)  # type: ignore[arg-type]
        set_scope(SYSTEM)
        return outcome


@pytest.fixture
def sheet(at: Bureau, tmp_path: Path, settings: object) -> Iterator[Sheet]:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    return Sheet(at, tmp_path)


@pytest.fixture
def batch(at: Bureau) -> Batch:
    return new_batch(at)


def new_batch(at: Bureau, kind: CertificateKind = KIND) -> Batch:
    with seeing_as(at.maker):
        return make_batch(actor=at.maker, station=at.station, kind=kind, title="十一月认定", held_on=DAY)


def citizen(name: str = "王小明", county: str = YUEQING) -> tuple[Person, IdNumber]:
    """Somebody whom the body does not know as a member."""
    set_scope(SYSTEM)
    number = id_number()
    return register_person(actor=SYSTEM, name=name, id_number=number, region_code=county), number


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.problems]


def test_who_was_examined_needs_no_membership(sheet: Sheet, batch: Batch) -> None:
    (person, number), (_, other) = citizen(), citizen("李雷", LUCHENG)
    sheet.row(number, "王小明")
    sheet.row(other, "李雷", level="技师", panel="60")
    outcome = sheet.send()
    assert (outcome.taken, outcome.refused) == (2, 0), outcome.problems
    line = Candidate.objects.get(person=person)
    assert (line.name, line.passed, line.scores) == ("王小明", True, {"theory": "80", "skill": "85"})
    assert line.attributes["issuer"] == "示例评价机构"
    assert Candidate.objects.get(name="李雷").scores["panel"] == "60"


def test_who_has_not_passed_is_a_line_without_a_certificate(sheet: Sheet, batch: Batch) -> None:
    _, number = citizen()
    sheet.row(number, "王小明", theory="59.5")
    outcome = sheet.send()
    line = Candidate.objects.get()
    assert (outcome.taken, line.passed, line.remark) == (1, False, "理论成绩59.5")
    assert "59.5" in outcome.notes[0].text.zh


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"level": "技师"}, "lines.parts"),
        ({"panel": "70"}, "lines.parts"),
        ({"theory": "101"}, "lines.score"),
        ({"skill": "及格"}, "lines.score"),
        ({"theory": ""}, "imports.empty"),
        ({"level": "学徒工"}, "credentials.no-exam"),
        ({"level": "首席技师"}, "credentials.no-exam"),
        ({"batch": "999999"}, "lines.batch"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    sheet: Sheet, batch: Batch, changes: dict[str, str], code: str
) -> None:
    _, number = citizen()
    sheet.row(number, "王小明", **changes)
    outcome = sheet.send()
    assert codes(outcome) == [code]
    assert not Candidate.objects.exists()


def test_the_name_and_the_number_must_be_of_one_person(sheet: Sheet, batch: Batch) -> None:
    _, number = citizen()
    sheet.row(number, "王大明")
    sheet.row(id_number(), "王小明")
    assert codes(sheet.send()) == ["people.other-name", "people.unknown"]


def test_an_occupation_must_be_in_the_classification(sheet: Sheet, batch: Batch) -> None:
    from skillcity.reference.services import load_shipped

    load_shipped(lambda *_: None)
    _, number = citizen()
    sheet.row(number, "王小明", occupation="9-99-99-99")
    assert codes(sheet.send()) == ["facts.unknown-occupation"]


def test_a_row_that_is_there_already_is_counted_and_another_score_is_refused(sheet: Sheet, batch: Batch) -> None:
    _, number = citizen()
    sheet.row(number, "王小明")
    assert sheet.send().taken == 1
    sheet.rows[0][5] = "80.0"
    assert sheet.send().present == 1
    sheet.rows[0][5] = "81"
    assert codes(sheet.send()) == ["lines.other-scores"]
    assert Candidate.objects.count() == 1


def test_the_same_row_twice_in_a_file(sheet: Sheet, batch: Batch) -> None:
    _, number = citizen()
    sheet.row(number, "王小明")
    sheet.row(number, "王小明")
    assert codes(sheet.send()) == ["imports.twice"]


def test_with_two_open_batches_the_file_says_which(sheet: Sheet, at: Bureau, batch: Batch) -> None:
    other = new_batch(at)
    _, number = citizen()
    sheet.row(number, "王小明")
    assert codes(sheet.send()) == ["lines.batch"]
    sheet.rows[0][-1] = str(other.pk)
    assert sheet.send().taken == 1
    assert Candidate.objects.get().batch == other


def test_nobody_fills_the_batch_of_another_body(sheet: Sheet, batch: Batch) -> None:
    _, number = citizen()
    sheet.row(number, "王小明", batch=str(batch.pk))
    assert codes(sheet.send(bureau().maker)) == ["lines.batch"]


def test_officers_do_not_fill_batches(sheet: Sheet, batch: Batch) -> None:
    from skillcity.kernel.errors import Refused

    _, number = citizen()
    sheet.row(number, "王小明")
    with pytest.raises(Refused):
        sheet.send(actor(Role.CITY_OFFICER))


@pytest.mark.parametrize("kind", CertificateKind)
def test_each_kind_has_a_template_that_its_own_columns_read(at: Bureau, kind: CertificateKind) -> None:
    client: Client = sign_in(at.maker)
    answer = client.get(f"/imports/templates/{import_key(kind)}.xlsx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
