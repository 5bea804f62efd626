"""Certificates of other issuers stay facts: checked against the rule of numbers, never shown as ours, never doubled."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.credentials.models import Certificate
from skillcity.credentials.tests.bureau import Bureau, bureau, examinee, issued
from skillcity.credentials.tests.test_lines import citizen
from skillcity.facts.models import Fact
from skillcity.kernel.id_number import IdNumber
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.imports.outcome import Outcome
from skillcity.platform.imports.services import import_file
from skillcity.registry.tests.world import LUCHENG, YUEQING, actor, main_of, sign_in

pytestmark = pytest.mark.django_db
HEAD = ("id_number", "name", "valid_from", "occupation", "occupation_name", "level", "number", "issuer")
FOREIGN = "S000033000777243000001"


@pytest.fixture
def at(db: None, settings: object, tmp_path: Path) -> Bureau:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    return bureau()


def bring(folder: Path, number: IdNumber, certificate: str, *, day: str = "2024-05-01", level: str = "高级工",
          county: str = "") -> Outcome:  # fmt: skip
    path = folder / "certificates.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        row = (number.value, "王小明", day, "6-18-02-04", "焊工", level, certificate, "外地评价机构")
        csv.writer(file).writerows([HEAD, row])
    officer = actor(Role.COUNTY_OFFICER, county) if county else actor(Role.CITY_OFFICER)
    outcome = import_file(actor=officer, kind="certificate", path=path)
    set_scope(SYSTEM)
    return outcome


def test_an_imported_certificate_is_a_fact_and_none_of_ours(at: Bureau, tmp_path: Path) -> None:
    _, number = citizen()
    assert bring(tmp_path, number, FOREIGN).taken == 1
    assert Fact.objects.get().attributes["issuer"] == "外地评价机构"
    assert not Certificate.objects.exists()
    found = main_of(sign_in(actor(Role.AUDITOR)).get("/certificates", {"q": FOREIGN}))
    assert "没有符合条件的记录" in found
    answer = Client().post("/verify", {"way": "number", "number": FOREIGN, "last_four": number.value[-4:]})
    assert "没有找到相符的证书" in main_of(answer)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": "2023-05-01"}, "certificate-number.year"),
        ({"level": "技师"}, "certificate-number.level"),
        ({"certificate": "X000033000777243000001"}, "certificate-number.part"),
    ],
)
def test_its_number_must_agree_with_its_row(at: Bureau, tmp_path: Path, changes: dict[str, str], code: str) -> None:
    _, number = citizen()
    outcome = bring(tmp_path, number, **{"certificate": FOREIGN, **changes})  # type: ignore[arg-type]
    assert [each.code for each in outcome.problems] == [code]


def test_a_number_that_was_given_here_is_taken_wherever_its_holder_lives(at: Bureau, tmp_path: Path) -> None:
    (made,) = issued(at, examinee(at))
    _, number = citizen(county=YUEQING)
    assert made.region_code == LUCHENG
    today = timezone.localdate().isoformat()
    outcome = bring(tmp_path, number, made.number, day=today, county=YUEQING)
    assert [each.code for each in outcome.problems] == ["certificate.number-taken"]


def test_a_station_that_gave_numbers_before_goes_on_after_the_last(at: Bureau, tmp_path: Path) -> None:
    _, number = citizen()
    year = timezone.localdate().year
    old = f"{at.station.code}{year % 100:02}3000412"
    assert bring(tmp_path, number, old, day=date(year, 1, 2).isoformat()).taken == 1
    first, second = issued(at, examinee(at), examinee(at, "李雷"))
    assert [first.number[-6:], second.number[-6:]] == ["000413", "000414"]
    assert issued(at, examinee(at))[0].number[-6:] == "000415"
