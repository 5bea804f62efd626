"""The next steps of a person: what, who supplies it, from when; and what is never advised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Person, Schema, Status
from skillcity.policy.engine.advice import next_steps
from skillcity.policy.engine.refusal import refusal
from skillcity.policy.engine.schema import Advised
from skillcity.policy.tests.engine.planning import (
    CITY,
    DAY,
    FITTER,
    WELDER,
    certificate,
    fact,
    only,
    person,
    rules,
    steps,
)

JOB = fact("employment", date(2019, 1, 31), occupation=WELDER)


# Facts to come to have ----------------------------------------------------------------------------------------------
def test_a_certificate_of_the_next_level_in_the_own_occupation() -> None:
    advice = only('any(certificate, level >= "technician")', certificate())
    (action,) = advice.actions
    assert advice.wording == Text(
        "取得职业技能等级证书：本职业(6-18-02-04)，技师(二级)",
        "obtain a skill-level certificate: your own occupation (6-18-02-04), Technician (level 2)",
    )
    (supposed,) = action.facts
    assert (supposed.kind, supposed.valid_from, supposed.valid_to) == ("certificate", DAY, None)
    assert supposed.attributes == {"level": "technician", "occupation": WELDER}
    assert (action.supplied_by.zh, action.given, action.until) == ("评价机构", False, None)
    assert (advice.gives, advice.clause.id, advice.on, advice.steps) == ("A", "a", DAY, 1)
    assert advice.supposed == action.facts
    assert not advice.illustrative


def test_each_level_is_a_step() -> None:
    advice = only('any(certificate, level >= "technician")', certificate("junior"))
    assert advice.steps == 3
    assert "比现有等级高3级" in advice.wording.zh
    advice = only('any(certificate, level >= "technician")')
    assert advice.steps == 4
    assert advice.wording.zh == "取得职业技能等级证书：技师(二级)，还没有证书，须逐级取得"


def test_an_appointment_is_named_only_to_who_stands_one_level_below() -> None:
    special = 'any(certificate, level >= "special_technician")'
    assert steps(special, certificate("technician")) == ()
    assert only(special, certificate("senior_technician")).supposed[0].attributes["level"] == "special_technician"


def test_a_lower_certificate_than_the_own_is_no_advice() -> None:
    assert steps('any(certificate, level <= "senior", within(valid_from, months(12)))', certificate()) == ()


def test_of_a_set_the_own_occupation_else_the_one_held_highest_else_a_member() -> None:
    short = 'any(certificate, level >= "senior", occupation in short)'
    own = only(short, certificate("intermediate"))
    assert own.supposed[0].attributes["occupation"] == WELDER
    assert own.steps == 1
    other = only(short, certificate("technician", FITTER), certificate("junior"))
    assert other.supposed[0].attributes["occupation"] == WELDER
    assert "“紧缺职业”之一，如6-18-02-04" in other.wording.zh
    assert other.steps == 2
    none = only(short)
    assert "one of “shortage occupations”, such as 6-18-02-04" in none.wording.en


def test_the_own_occupation_is_named_as_the_certificate_names_it() -> None:
    named = fact("certificate", level="senior", occupation=WELDER, occupation_name="焊工")
    assert "本职业(焊工)" in only('any(certificate, level >= "technician")', named).wording.zh
    listed = fact("employment", occupation="6-24-02-02")
    assert "本职业(装配工)" in only('any(certificate, level >= "junior")', listed).wording.zh
    job = only('any(certificate, level >= "junior")', JOB)
    assert job.supposed[0].attributes["occupation"] == WELDER


def test_another_occupation_than_the_own_can_be_asked_for() -> None:
    advice = only(f'any(certificate, level >= "junior", occupation == "{FITTER}")', certificate())
    assert "职业6-20-01-01" in advice.wording.zh
    fitter = fact("employment", occupation=FITTER)
    advice = only(f'any(certificate, level >= "junior", not occupation == "{WELDER}")', fitter)
    assert advice.supposed[0].attributes["occupation"] == FITTER


def test_a_course_that_must_be_over_is_over() -> None:
    advice = only("total(training.hours, passed, years_since(valid_to) >= 0) >= 80",
                  fact("training", date(2024, 1, 1), date(2024, 1, 9), hours=60, passed=True))  # fmt: skip
    (supposed,) = advice.supposed
    assert supposed.attributes == {"hours": 20, "passed": True}
    assert (supposed.valid_from, supposed.valid_to) == (DAY, DAY)
    assert advice.wording.zh == "完成职业技能培训：课时20，考核合格"
    assert steps("any(employment, within(valid_to, months(6)))") == ()


def test_two_of_a_kind_are_two_steps_and_three_are_too_many() -> None:
    two = only('count(certificate, level >= "senior") > 1')
    assert len(two.actions) == 1
    assert len({each.id for each in two.supposed}) == 2
    assert "共2项" in two.wording.zh
    assert steps('count(certificate, level >= "senior") >= 3') == ()


def test_two_different_facts_when_one_alone_does_not_do() -> None:
    both = only('any(certificate, level >= "senior") and any(employment, occupation in short)')
    assert [action.facts[0].kind for action in both.actions] == ["certificate", "employment"]
    assert both.wording.zh.startswith("取得职业技能等级证书：")
    assert "；就业：“紧缺职业”之一" in both.wording.zh
    assert steps("any(certificate) and any(employment) and any(training, passed)") == ()


def test_values_are_taken_from_what_the_rule_names() -> None:
    (supposed,) = only('any(training, hours > 3, hours != 4, not passed, programme in ("x", "y"))').supposed
    assert supposed.attributes == {"hours": 5, "passed": False, "programme": "x"}
    assert "考核合格：否" in only("any(training, not passed)").wording.zh
    assert steps('any(training, programme != "x")') == ()


def test_a_fact_alone_is_named_by_its_kind() -> None:
    assert only("any(employment)").wording == Text("就业", "take up work")


def test_only_what_the_clause_needs_is_named() -> None:
    either = (
        "(any(certificate, years_since(valid_from) >= 5) and any(honour)) or "
        "any(employment, years_since(valid_from) >= 2)"
    )
    advice = [each for each in steps(either, certificate(), fact("employment", date(2024, 6, 1))) if not each.supposed]
    assert [each.on for each in advice] == [date(2026, 6, 1)]
    assert advice[0].wording.zh == "自入职日期起已满2年：2026年6月1日起"


# Never ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "condition",
    [
        "age >= 46",
        "any(certificate) and age >= 36",
        "years_since(birth_date) >= 36",
        'any(group, group == "disabled")',
        '"disabled" in groups',
        "any(group, months_since(valid_from) >= 12)",
        'registered_in == "330302"',
        "not any(certificate)",
        "count(certificate) < 1",
        "not any(certificate, within(valid_from, months(60)))",
        "any(payment)",
        'any(honour, title == "great")',
        'any(education, stage == "doctor")',
        "count(certificate) == 2",
    ],
)
def test_what_nobody_can_or_should_do_is_no_advice(condition: str) -> None:
    somebody = {"birth_date": date(1990, 3, 1), "groups": frozenset(), "registered_in": "330399"}
    group = fact("group", date(2025, 3, 1), group="registered-unemployed")
    assert steps(condition, certificate(), group, **somebody) == ()  # type: ignore[arg-type]


def test_an_age_that_will_be_passed_ends_the_advice() -> None:
    limit = "any(certificate, years_since(valid_from) >= 5) and age <= {}"
    fields = {"birth_date": date(1990, 3, 1)}
    assert steps(limit.format(35), certificate(), **fields) == ()  # type: ignore[arg-type]
    assert only(limit.format(36), certificate(), **fields).on == date(2026, 3, 1)


def test_what_others_decide_is_named_only_when_little_is_lacking() -> None:
    award = fact("contest-award", tier="city", rank=2)
    two = 'count(contest_award, tier == "city", rank <= 3) >= 2'
    assert steps(two, award) == ()
    advice = only(two, award, near=" {count: 1}")
    assert advice.actions[0].given
    assert advice.wording.zh == "在职业技能竞赛中获奖：市级，名次3"
    assert steps(two, near=" {count: 1}") == ()


def test_what_is_not_yet_known_needs_an_answer_and_no_advice() -> None:
    assert steps('any(certificate, level >= "technician")', certificate(None)) == ()


# Order, and what is proven ------------------------------------------------------------------------------------------
def test_fewest_steps_first_then_the_soonest_then_the_better_class() -> None:
    catalogue = rules(
        'a A: any(certificate, level >= "technician")',
        "d A: any(employment, occupation in short, years_since(valid_from) >= 3)",
        "b B: any(employment, occupation in short, years_since(valid_from) >= 2)",
        'e B: any(apprenticeship, level >= "intermediate")',
        "c C: any(training, passed)",
    )
    somebody = person(certificate("intermediate"), fact("employment", date(2024, 1, 1), occupation=WELDER))
    found = next_steps(catalogue, somebody, DAY)
    assert [(advice.clause.id, advice.steps, advice.on) for advice in found] == [
        ("c", 1, DAY),
        ("b", 1, date(2026, 1, 1)),
        ("d", 1, date(2027, 1, 1)),
        ("a", 2, DAY),
        ("e", 2, DAY),
    ]


def test_of_two_classes_for_the_same_thing_the_better_is_told() -> None:
    catalogue = rules("c C: any(training)", "a A: any(training, hours >= 8)")
    assert [advice.gives for advice in next_steps(catalogue, person(), DAY)] == ["A", "C"]
    catalogue = rules("a A: any(employment, occupation in short)", 'c C: any(employment, occupation != "x")')
    assert [advice.gives for advice in next_steps(catalogue, person(certificate()), DAY)] == ["A"]


def test_only_better_classes_and_only_rights_not_held() -> None:
    classes = ("a A: any(honour)", 'b B: any(certificate, level >= "technician")', "c C: any(training)")
    holds = person(certificate("technician"))
    assert next_steps(rules(*classes), holds, DAY) == ()
    assert [advice.gives for advice in next_steps(rules(*classes, every=True), holds, DAY)] == ["C"]


def test_without_a_rule_there_is_no_advice_nor_beyond_its_end() -> None:
    dated = rules("a A: any(certificate, years_since(valid_from) >= 5)", in_force="{from: 2025-01-01, to: 2026-02-28}")
    somebody = person(certificate())
    assert next_steps(dated, somebody, date(2024, 12, 31)) == ()
    assert next_steps(dated, somebody, DAY) == ()
    clause = dated.clauses[0]
    longer = replace(dated.in_force, end=None)
    assert next_steps(replace(dated, in_force=longer), somebody, DAY)
    own = replace(dated, in_force=longer, clauses=(replace(clause, in_force=dated.in_force),))
    assert next_steps(own, somebody, DAY) == ()
    later = replace(clause, in_force=replace(dated.in_force, start=date(2025, 12, 1)))
    assert next_steps(replace(dated, in_force=longer, clauses=(later, clause)), somebody, DAY)[0].clause is clause


def test_an_illustrative_clause_says_so() -> None:
    sample = rules("a A: any(training)")
    clause = replace(sample.clauses[0], status=Status.ILLUSTRATIVE)
    (advice,) = next_steps(replace(sample, clauses=(clause,)), person(), DAY)
    assert advice.illustrative


def test_the_moment_needs_a_zone() -> None:
    with pytest.raises(InputError):
        next_steps(rules("a A: any(training)"), person(), DAY, datetime(2025, 9, 1))  # noqa: DTZ001


# What the files of the kinds say ------------------------------------------------------------------------------------
def test_the_kinds_say_what_is_advised() -> None:
    advised = {name: kind.advice.when if kind.advice else None for name, kind in CITY.kinds.items()}
    assert [name for name, when in advised.items() if when is None] == ["group", "payment"]
    assert {name for name, when in advised.items() if when is Advised.ALWAYS} == {
        "apprenticeship", "certificate", "employment", "insurance", "special-ability", "training",
    }  # fmt: skip
    for kind in CITY.kinds.values():
        assert not kind.advice or (kind.advice.phrase.zh and kind.advice.phrase.en)


@pytest.mark.parametrize("advice", ["always", {"zh": "做", "en": "do"}, {"when": "sometimes"}])
def test_an_advice_that_does_not_say_when_is_refused(advice: object) -> None:
    with pytest.raises(InputError) as caught:
        Schema.of([{"kind": "x", "advice": advice}])
    assert caught.value.code == "policy.schema"


def test_a_day_that_a_fact_speaks_of_can_be_today() -> None:
    tested = {"type": "date", "label": {"zh": "考核日期", "en": "day of the test"}}
    advice = {"when": "always", "zh": "试", "en": "try"}
    trial = Schema.of([{"kind": "trial", "advice": advice, "attributes": {"tested": tested}}])
    found = rules("a A: any(trial, within(tested, months(6)))", schema=trial)
    (advice,) = next_steps(found, person(), DAY)
    assert advice.wording.en == "try: day of the test 2025-09-15"
    told = refusal(found, person(), DAY)
    assert told
    assert told.sentence.zh.endswith("(考核日期在最近6个月内)。")


def test_a_schema_without_insurance_or_advice_gives_none() -> None:
    bare = Schema.of([{"kind": "certificate"}])
    found = rules("a A: insurance_months >= 12", "b B: any(certificate)")
    assert next_steps(Catalogue(**{**vars(found), "schema": bare}), Person("p", insurance_months=3), DAY) == ()


def test_nobody_is_advised_to_be_somebody_else() -> None:
    rule = 'any(training, passed and identity == "rural-mover")'
    assert steps(rule) == ()
    before = fact("training", date(2020, 1, 1), passed=False, identity="rural-mover")
    (supposed,) = only(rule, before).supposed
    assert supposed.attributes["identity"] == "rural-mover"
