"""The sentence that a refused person is told: which clause, what is lacking, who can supply it, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine import Fact, Person, Status
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.lines import lines_of, value
from skillcity.policy.engine.refusal import Reason, Refusal, refusal
from skillcity.policy.tests.engine.planning import (
    CITY,
    CONDITIONS,
    DAY,
    NEARLY,
    PEOPLE,
    certificate,
    fact,
    loose,
    person,
    rules,
)
from skillcity.policy.tests.engine.test_benefits import BENEFIT, benefits


def told(condition: str, *facts: Fact, near: str = "", **fields: object) -> Refusal:
    """Why somebody does not fulfil one clause."""
    found = refusal(rules(f"a A{near}: {condition}"), person(*facts, **fields), DAY)
    assert found
    return found


def nearest(*clauses: str, facts: tuple[Fact, ...] = (), **fields: object) -> str:
    found = refusal(rules(*clauses), person(*facts, **fields), DAY)
    assert found
    assert found.clause
    return found.clause.id


def test_the_sentence_names_clause_missing_fact_and_who_supplies_it() -> None:
    found = told('any(certificate, level >= "technician")', certificate())
    assert found.sentence == Text(
        "最接近的是A类的a“条款a”：还须有“职业技能等级证书”记录(技能等级不低于技师(二级))，由评价机构提供。",
        "The nearest is a “clause a” for class A: still needed: a record of “skill-level certificate” "
        "(level is at least Technician (level 2)), supplied by the evaluation body.",
    )
    assert (found.reason, found.unknown, found.deadline, found.illustrative) == (Reason.MISSING, (), None, False)
    assert found.missing[0].closest == 1


def test_what_is_there_already_is_said() -> None:
    found = told('any(certificate, level >= "technician", occupation in short)', certificate())
    assert "已有的一条还差：技能等级不低于技师(二级)" in found.sentence.zh
    assert "(2 there)" in told("count(honour) >= 3", fact("honour"), fact("honour")).sentence.en


def test_an_empty_field_is_named_with_its_fact_and_who_can_fill_it() -> None:
    found = told('any(certificate, level >= "technician")', certificate(None))
    assert found.reason is Reason.UNKNOWN
    assert found.sentence.zh == (
        "尚不能确定是否符合A类的a“条款a”：“职业技能等级证书”的“技能等级”没有登记，由评价机构提供。"
    )
    assert [(field.field.name, field.fact) for field in found.unknown] == [("level", 1)]
    found = told("age >= 18")
    assert "“年龄(周岁)”没有登记，由户籍或居住登记机关提供" in found.sentence.zh
    assert found.sentence.en.startswith("Not yet known: a “clause a” for class A. “age in years” is not recorded")


def test_an_answer_and_a_fact_can_both_be_lacking() -> None:
    found = told('any(certificate, level >= "technician") and any(honour)', certificate(None))
    assert found.reason is Reason.MISSING
    assert "还须有“荣誉称号”记录，由授予单位提供；“职业技能等级证书”的“技能等级”没有登记" in found.sentence.zh


def test_an_open_clause_comes_first_and_of_it_only_what_is_not_known() -> None:
    clauses = ("a A: any(honour)", 'b B: any(certificate, level >= "technician") and age >= 18')
    assert nearest(*clauses, facts=(certificate(None),)) == "b"
    found = told('any(certificate, level >= "technician") or any(honour)', certificate(None))
    assert found.missing == ()
    assert len(found.lacking) == 1


def test_what_nobody_can_change_cannot_be_supplied() -> None:
    found = told("any(certificate) and age < 30", birth_date=date(1990, 1, 1))
    assert found.reason is Reason.NOTHING
    assert found.sentence.zh == "没有可以补的条件：最接近的A类的a“条款a”要求年龄(周岁)少于30，这无法补。"
    assert [lack.changeable for lack in found.missing] == [False]
    assert told("not any(certificate)", certificate()).reason is Reason.NOTHING
    assert told("count(certificate) < 1", certificate()).reason is Reason.NOTHING
    both = ("a A: age < 30", "b B: any(certificate) and any(honour)")
    assert nearest(*both, birth_date=date(1990, 1, 1)) == "b"


def test_the_nearest_lacks_fewest_then_something_is_there_then_one_can_act_then_the_lowest_then_the_first() -> None:
    assert nearest("a A: any(honour) and any(studio)", "b A: any(contest_award)") == "b"
    partly = ("a A: any(training, hours >= 8)", 'b A: any(certificate, level >= "technician")')
    assert nearest(*partly, facts=(certificate(),)) == "b"
    assert nearest("a A: any(honour)", "b A: any(certificate)") == "b"
    assert nearest("a A: any(honour)", "b B: any(studio)") == "b"
    assert nearest("a A: any(group)", "b A: any(honour)") == "b"
    assert nearest('a A: registered_in == "330302"', "b A: any(honour)", registered_in="330399") == "b"
    assert nearest("a A: any(certificate)", "b A: any(training)") == "a"
    near = (
        'a A: any(certificate, level >= "senior_technician")',
        'b A {level: 1}: any(certificate, level == "technician")',
    )
    assert nearest(*near, facts=(certificate(),)) == "b"
    insured = ("a A: any(certificate)", "b A: insurance_months >= 12")
    assert nearest(*insured, insurance_months=3) == "b"
    assert nearest(*insured, insurance_months=0) == "a"


def test_a_right_not_held_is_told_for_itself() -> None:
    catalogue = rules("a A: any(honour)", "b B: any(certificate)", every=True)
    somebody = person(certificate())
    assert refusal(catalogue, somebody, DAY) is None
    assert refusal(catalogue, somebody, DAY, reaching="B") is None
    found = refusal(catalogue, somebody, DAY, reaching="A")
    assert found
    assert found.sentence.en.startswith("The nearest is a “clause a” for A:")


def test_who_has_a_better_class_is_not_refused_a_lower_one() -> None:
    catalogue = rules("a A: any(honour)", "b B: any(certificate)")
    somebody = person(certificate())
    assert refusal(catalogue, somebody, DAY) is None
    assert refusal(catalogue, somebody, DAY, reaching="B") is None
    assert refusal(catalogue, somebody, DAY, reaching="A")
    assert refusal(catalogue, person(fact("honour")), DAY, reaching="B") is None
    assert refusal(catalogue, person(), DAY, reaching="B")
    with pytest.raises(ValueError, match="not in tuple"):
        refusal(catalogue, somebody, DAY, reaching="Z")


def test_no_rule_is_not_a_refusal_of_anybody() -> None:
    catalogue = rules("a A: any(honour)", in_force="{from: 2025-01-01, to: 2025-12-31}")
    found = refusal(catalogue, person(), date(2026, 1, 1))
    assert found == Refusal(Reason.NO_RULE, Text("当日没有有效的规定。", "No rule was in force on that day."))
    found = refusal(catalogue, person(), DAY, reaching="B")
    assert found
    assert found.sentence == Text("当日没有给予B类的规定。", "No rule in force on that day gives class B.")
    own = replace(catalogue.clauses[0], in_force=replace(catalogue.in_force, start=date(2025, 12, 1)))
    found = refusal(replace(catalogue, clauses=(own,)), person(), DAY)
    assert found
    assert found.reason is Reason.NO_RULE
    assert refusal(replace(catalogue, clauses=(), outcome=replace(catalogue.outcome, order=())), person(), DAY) is None


def test_a_sample_is_called_one() -> None:
    catalogue = rules("a A: any(honour)")
    sample = replace(catalogue, clauses=(replace(catalogue.clauses[0], status=Status.ILLUSTRATIVE),))
    found = refusal(sample, person(), DAY)
    assert found
    assert found.illustrative
    assert "条款a”(该条为示例参数)：" in found.sentence.zh


def test_the_moment_needs_a_zone_and_is_kept_to() -> None:
    catalogue = rules("a A: any(honour)")
    with pytest.raises(InputError):
        refusal(catalogue, person(), DAY, datetime(2025, 1, 1))  # noqa: DTZ001
    late = replace(fact("honour"), recorded_at=datetime(2025, 9, 2, tzinfo=UTC))
    assert refusal(catalogue, person(late), DAY) is None
    assert refusal(catalogue, person(late), DAY, datetime(2025, 9, 1, tzinfo=UTC))


# Until when ---------------------------------------------------------------------------------------------------------
BORN = {"birth_date": date(1990, 3, 1)}


@pytest.mark.parametrize(
    ("condition", "day", "why"),
    [
        ("any(honour) and any(certificate, within(valid_from, months(60)))", date(2026, 3, 1), "within the last"),
        ("any(honour) and age <= 35", date(2026, 2, 28), "age in years"),
        ("any(honour) and any(employment)", date(2025, 12, 31), "employment"),
        ("any(honour) and any(employment, months_since(valid_from) < 12)", date(2025, 12, 31), "employment"),
        ("any(honour) and any(certificate, years_since(valid_from) == 4)", date(2026, 2, 28), "certificate"),
        ("any(honour) and not any(training)", date(2025, 9, 30), "no record of “training"),
        ("any(honour) and years_since(birth_date) < 36", date(2026, 2, 28), "date of birth"),
        ("any(honour) and any(certificate)", date(2026, 6, 30), "the rule ends"),
    ],
)
def test_until_when_it_would_do(condition: str, day: date, why: str) -> None:
    catalogue = rules(f"a A: {condition}", in_force="{from: 2025-01-01, to: 2026-06-30}")
    facts = (
        certificate(),
        fact("employment", date(2025, 9, 1), date(2025, 12, 31)),
        fact("training", date(2025, 10, 1), hours=8),
    )
    found = refusal(catalogue, person(*facts, **BORN), DAY)
    assert found
    assert found.deadline
    assert found.deadline.day == day
    assert why in found.deadline.why.en
    assert f"by {day} at the latest (ends then: " in found.sentence.en
    assert f"最迟{day.year}年{day.month}月{day.day}日(此后不再满足：" in found.sentence.zh


def test_the_end_of_the_clause_counts_as_well() -> None:
    catalogue = rules("a A: any(honour)", in_force="{from: 2025-01-01, to: 2026-06-30}")
    own = replace(catalogue.clauses[0], in_force=replace(catalogue.in_force, end=date(2025, 10, 31)))
    found = refusal(replace(catalogue, clauses=(own,)), person(), DAY)
    assert found
    assert found.deadline
    assert found.deadline.day == date(2025, 10, 31)


@given(CONDITIONS, PEOPLE | NEARLY)
@settings(max_examples=100, deadline=None)
def test_what_is_lacking_would_do_on_every_day_up_to_the_deadline_and_not_on_the_next(
    text: str, somebody: Person
) -> None:
    catalogue = loose(text)
    (line,) = lines_of(catalogue)
    found = refusal(catalogue, somebody, DAY)
    if found is None or found.reason is Reason.NOTHING:
        return
    course = Course(CITY, somebody, DAY)

    def would_do(day: date) -> bool:
        case = course.case(day)
        return bool(value(line.clause.when, lambda leaf: leaf in found.lacking or line.leaves[leaf].truth(case)))

    until = DAY + timedelta(days=400)
    last = min(found.deadline.day, until) if found.deadline else until
    day = DAY
    while day <= last:
        assert would_do(day)
        day += timedelta(days=1)
    assert last == until or not would_do(day)


@given(st.lists(CONDITIONS, min_size=1, max_size=4), PEOPLE)
@settings(max_examples=60, deadline=None)
def test_the_choice_does_not_depend_on_chance(texts: list[str], somebody: Person) -> None:
    assert refusal(loose(*texts), somebody, DAY) == refusal(loose(*texts), somebody, DAY)


def test_who_can_claim_nothing_is_told_what_a_claim_needs() -> None:
    rule = "    when: insurance_months >= 12\n    each: certificate\n    where: level >= 'senior'\n    amount: 1000\n"
    claims = benefits(BENEFIT + rule)
    found = refusal(claims, person(certificate("junior"), insurance_months=12), DAY)
    assert found
    assert found.sentence.zh == (
        "最接近的是补贴的skill“技能补贴”：还须有“职业技能等级证书”记录(技能等级不低于高级工(三级))，由评价机构提供；"
        "最迟2025年12月31日(此后不再满足：规定到期)。"
    )
    assert refusal(claims, person(certificate("senior"), insurance_months=12), DAY) is None
    nothing = refusal(claims, person(insurance_months=3), DAY, reaching="skill")
    assert nothing
    assert len(nothing.lacking) == 2


def test_a_claim_that_everybody_has_is_refused_to_nobody() -> None:
    assert refusal(benefits(BENEFIT + "    amount: 1000\n"), person(), DAY) is None
    of_persons = benefits(BENEFIT + "    when: insurance_months >= 12\n    amount: 1000\n")
    found = refusal(of_persons, person(insurance_months=3), DAY)
    assert found
    assert found.reason is Reason.MISSING
