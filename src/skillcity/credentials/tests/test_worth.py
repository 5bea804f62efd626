"""What a certificate opens here, from the catalogues alone: never more than a rule says, never about the bearer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from skillcity.credentials.engine.credential import Statement
from skillcity.credentials.worth import Worth, worth_here
from skillcity.kernel.money import Fen
from skillcity.kernel.skill_level import SkillLevel

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SAID = Statement(
    number="S000033000001263000001",
    holder="王小明",
    title="焊工 高级工(三级)",
    kind="Certification",
    issued=date(2026, 11, 20),
    code="6-18-02-04",
    level=SkillLevel.SENIOR,
    basis="认定考核合格",
)


def lines(said: Statement, catalogue: str, day: date = TODAY) -> list[Worth]:
    found = worth_here(said, "示例评价机构", day)
    return [line for each in found if catalogue in each.title.zh for line in each.worths]


def words(said: Statement, catalogue: str) -> str:
    return " ".join(each.what.zh for each in lines(said, catalogue))


def test_a_senior_technician_is_class_e_by_the_certificate_alone() -> None:
    (line,) = lines(replace(SAID, level=SkillLevel.SENIOR_TECHNICIAN), "人才分类目录")
    assert line.what.zh.startswith("E类")
    assert line.alone
    assert not line.condition.zh


def test_a_level_3_of_a_shortage_occupation_is_class_f_and_of_another_nothing() -> None:
    assert "F类" in words(SAID, "人才分类目录")
    assert words(replace(SAID, code="4-10-01-01"), "人才分类目录") == ""


def test_what_a_rule_asks_besides_stands_as_a_condition() -> None:
    rates = [each for each in lines(SAID, "技能共富贷") if not each.alone]
    assert rates
    assert all("330303" in each.condition.zh for each in rates)
    assert any(each.contradicted for each in rates)


def test_of_limits_that_exclude_each_other_the_highest_is_shown() -> None:
    for level, amount in ((SkillLevel.SENIOR, 200_000), (SkillLevel.SENIOR_TECHNICIAN, 500_000)):
        limits = [each for each in lines(replace(SAID, level=level), "技能共富贷") if "按等级" in each.what.zh]
        assert [each.amount for each in limits] == [Fen(amount * 100)]


def test_an_exam_for_a_level_that_the_bearer_has_is_not_offered() -> None:
    assert "二级" in words(SAID, "焊工申报条件")
    assert words(replace(SAID, level=SkillLevel.SENIOR_TECHNICIAN), "焊工申报条件") == ""


def test_a_rule_that_has_ended_is_shown_with_its_last_day() -> None:
    ended = [each for each in worth_here(SAID, "", TODAY) if each.ended]
    assert ended
    assert all(each.ended is not None and each.ended < TODAY for each in ended)
    assert all(each.illustrative for each in ended)


def test_a_subsidy_for_new_certificates_is_not_offered_for_an_old_one() -> None:
    assert lines(SAID, "浙江省职业培训补贴")
    old = [each.what.zh for each in lines(replace(SAID, issued=date(2020, 1, 1)), "技能提升补贴", date(2025, 6, 1))]
    new = [each.what.zh for each in lines(replace(SAID, issued=date(2025, 5, 1)), "技能提升补贴", date(2025, 6, 1))]
    assert new
    assert not old


@pytest.mark.parametrize(
    "kind", ["License", "CertificateOfCompletion", "Award", "ApprenticeshipCertificate", "", "Badge"]
)
def test_every_kind_of_certificate_gets_an_answer(kind: str) -> None:
    said = replace(SAID, kind=kind, level=None, code="", basis="")
    assert all(each.worths for each in worth_here(said, "", TODAY))
