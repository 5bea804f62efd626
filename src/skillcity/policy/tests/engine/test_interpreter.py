"""What the interpreter answers, quickly and with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine import Explanation, Fact, OutcomeStatus, Person, classify, evaluate, to_text, tree
from skillcity.policy.engine.kleene import Truth, negate
from skillcity.policy.tests.engine.samples import (
    CONDITIONS,
    DAY,
    PEOPLE,
    SIGNS,
    catalogue,
    fact_atoms,
    facts,
    joined,
    rule,
)

MOMENT = datetime(2025, 1, 1, tzinfo=UTC)


def answer(
    condition: str, *given_facts: Fact, day: date = DAY, known_at: datetime | None = None, **person: Any
) -> Truth:
    """The truth of one condition; the fast and the explained answer must agree."""
    rules = catalogue(f"x A in-force: {condition}", head="in_force: {from: null}\nsets: {short: sets/short.yaml}")
    somebody = Person("p", facts=given_facts, **person)
    outcome = evaluate(rules, somebody, day, known_at)
    assert outcome.verdict == classify(rules, somebody, day, known_at)
    return outcome.clauses[0].truth


def why(condition: str, *given_facts: Fact, **person: Any) -> Explanation:
    rules = catalogue(f"x A in-force: {condition}")
    found = evaluate(rules, Person("p", facts=given_facts, **person), DAY).clauses[0].why
    assert found is not None
    return found


def certificate(
    number: int = 1, since: date = date(2020, 1, 1), until: date | None = None, **attributes: object
) -> Fact:
    return Fact(number, "certificate", since, until, attributes=attributes)


def ability(number: int = 1, since: date = date(2020, 1, 1), until: date | None = None, **attributes: object) -> Fact:
    return Fact(number, "special-ability", since, until, attributes=attributes)


# Values -------------------------------------------------------------------------------------------------------------
def test_a_level_compares_by_rank_and_an_unreadable_one_is_not_known() -> None:
    assert answer('any(certificate, level >= "technician")', certificate(level="senior_technician")) is True
    assert answer('any(certificate, level >= "technician")', certificate(level="senior")) is False
    assert answer('any(certificate, level in ("junior", "senior"))', certificate(level="senior")) is True
    assert answer('any(certificate, level >= "technician")', certificate(level="grand")) is None
    assert answer('any(certificate, level >= "technician")', certificate(level=3)) is None


def test_a_number_may_be_digits_and_is_never_negative() -> None:
    assert answer("any(special_ability, hours >= 8)", ability(hours=8)) is True
    assert answer("any(special_ability, hours >= 8)", ability(hours="9")) is True
    for odd in (-1, "8.5", True, "-9", None, "1234567890"):
        assert answer("any(special_ability, hours >= 8)", ability(hours=odd)) is None


def test_yes_and_no_may_be_words() -> None:
    assert answer("any(special_ability, passed)", ability(passed="true")) is True
    assert answer("any(special_ability, not passed)", ability(passed=False)) is True
    assert answer("any(special_ability, passed)", ability(passed="perhaps")) is None
    assert answer("any(special_ability, passed)", ability(passed=1)) is None


def test_a_date_may_be_text() -> None:
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested="2020-01-02")) is True
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested=date(2020, 1, 1))) is False
    assert (
        answer('any(certificate, tested > "2020-01-01")', certificate(tested=datetime(2020, 1, 3, tzinfo=UTC))) is None
    )
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested="soon")) is None


def test_a_named_set_is_looked_up() -> None:
    assert answer("any(certificate, occupation in short)", certificate(occupation="b")) is True
    assert answer("any(certificate, occupation not in short)", certificate(occupation="b")) is False
    assert answer("any(certificate, occupation in short)", certificate(occupation="")) is None


def test_the_fields_of_a_person_are_asked() -> None:
    assert answer("18 <= age < 45", birth_date=date(1990, 1, 1)) is True
    assert answer("age >= 18") is None
    assert answer("age >= 18", birth_date=date(2030, 1, 1)) is None
    assert answer("years_since(birth_date) >= 18", birth_date=date(2007, 9, 2)) is False
    assert answer("within(birth_date, years(18))", birth_date=date(2007, 9, 1)) is True
    assert answer('sex == "female"', sex="female") is True
    assert answer('"poor" in groups', groups=frozenset({"poor"})) is True
    assert answer('"poor" in groups', groups=frozenset()) is False
    assert answer('"poor" in groups') is None
    assert answer("insurance_months >= 36", insurance_months=36) is True
    assert answer('registered_in in ("330302", "330303")', registered_in="330304") is False


def test_and_or_not_join_inside_the_brackets_and_outside() -> None:
    either = 'any(certificate, level == "technician" or occupation == "a")'
    assert answer(either, certificate(occupation="a")) is True
    assert answer(either, certificate(level="junior")) is None
    assert answer(either, certificate(level="junior", occupation="b")) is False
    assert answer(f"not {either}", certificate(level="junior", occupation="b")) is True


# Which facts count --------------------------------------------------------------------------------------------------
def test_a_fact_counts_from_its_first_to_its_last_day() -> None:
    fact = certificate(since=date(2025, 1, 1), until=date(2025, 6, 30))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [answer("any(certificate)", fact, day=day) for day in days] == [False, True, True, False]


def test_a_condition_on_the_end_judges_facts_that_have_ended() -> None:
    ended, lasting = certificate(until=date(2025, 8, 1)), certificate()
    assert answer("any(certificate, within(valid_to, months(12)))", ended) is True
    assert answer("any(certificate, within(valid_to, months(12)))", lasting) is False
    assert answer("any(certificate, years_since(valid_from) >= 2)", ended) is False
    assert answer('any(certificate, valid_to > "2030-01-01")', lasting) is True


def test_a_fact_that_begins_later_never_counts() -> None:
    later = certificate(since=date(2025, 9, 2))
    assert answer('any(certificate, valid_from >= "2020-01-01")', later) is False
    assert answer('any(certificate, valid_to >= "2020-01-01")', later) is False


def test_what_was_not_yet_recorded_was_not_known() -> None:
    fact = Fact(1, "certificate", date(2020, 1, 1), recorded_at=MOMENT)
    assert answer("any(certificate)", fact, known_at=MOMENT) is True
    assert answer("any(certificate)", fact, known_at=datetime(2024, 12, 31, tzinfo=UTC)) is False
    assert answer("any(certificate)", certificate(), known_at=datetime(2024, 12, 31, tzinfo=UTC)) is True


def test_a_corrected_fact_counts_until_the_correction_was_known() -> None:
    old = Fact(
        1,
        "certificate",
        date(2020, 1, 1),
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
        attributes={"level": "technician"},
    )
    new = Fact(2, "certificate", date(2020, 1, 1), recorded_at=MOMENT, attributes={"level": "junior"}, supersedes=1)
    condition = 'any(certificate, level == "technician")'
    assert answer(condition, old, new) is False
    assert answer(condition, old, new, known_at=datetime(2024, 1, 1, tzinfo=UTC)) is True


def test_a_retraction_takes_the_older_fact_away() -> None:
    old = Fact(1, "certificate", date(2020, 1, 1))
    gone = Fact(2, "certificate", date(2020, 1, 1), supersedes=1, retracted=True)
    assert answer("any(certificate)", old, gone) is False


def test_a_fact_of_a_kind_without_a_schema_is_passed_over() -> None:
    assert answer("any(certificate)", Fact(1, "unheard-of", date(2020, 1, 1))) is False


def test_a_moment_needs_a_time_zone() -> None:
    rules = catalogue("x A in-force: any(certificate)")
    naive = datetime(2025, 1, 1)  # noqa: DTZ001
    with pytest.raises(InputError, match=r"policy\.naive-time"):
        Fact(1, "certificate", date(2020, 1, 1), recorded_at=naive)
    for ask in (classify, evaluate):
        with pytest.raises(InputError, match=r"policy\.naive-time"):
            ask(rules, Person("p"), DAY, naive)


# Counting -----------------------------------------------------------------------------------------------------------
def test_a_count_with_open_facts_answers_what_is_sure() -> None:
    known, open_fact = certificate(1, level="senior"), certificate(2)
    assert answer('count(certificate, level == "senior") >= 1', known, open_fact) is True
    assert answer('count(certificate, level == "senior") >= 2', known, open_fact) is None
    assert answer('count(certificate, level == "senior") >= 3', known, open_fact) is False
    assert answer("count(certificate) != 2", known, open_fact) is False


def test_a_sum_with_an_unknown_part_has_no_upper_end() -> None:
    parts = (ability(1, hours=40, passed=True), ability(2, passed=True), ability(3, hours=100, passed=False))
    assert answer("total(special_ability.hours, passed) >= 40", *parts) is True
    assert answer("total(special_ability.hours, passed) >= 41", *parts) is None
    assert answer("total(special_ability.hours, passed) < 40", *parts) is False
    doubtful = ability(4, hours=10)
    assert answer("total(special_ability.hours, passed) == 40", parts[0], doubtful) is None
    assert answer("total(special_ability.hours, passed) > 50", parts[0], doubtful) is False


# Reasons ------------------------------------------------------------------------------------------------------------
def test_a_true_node_names_its_facts_once() -> None:
    told = why("any(certificate) and count(certificate) >= 2", certificate(1), certificate(2))
    assert told.satisfied_by == (1, 2)
    assert [child.satisfied_by for child in told.children] == [(1, 2), (1, 2)]
    assert told.missing == told.unknown == ()


def test_a_false_node_says_what_is_missing_and_who_supplies_it() -> None:
    told = why(
        'any(certificate, level >= "technician", occupation == "a") and age > 3',
        certificate(7, level="senior", occupation="a"),
    )
    (lack,) = told.missing
    assert lack.kind == "certificate"
    assert lack.supplied_by == Text("评价机构", "the evaluation body")
    assert lack.changeable
    assert lack.closest == 7
    assert lack.differs == (Text("等级不低于技师(二级)", "level is at least Technician (level 2)"),)
    assert "证书" in lack.wording.zh


def test_a_fact_that_has_ended_is_near() -> None:
    (lack,) = why("any(certificate)", certificate(3, until=date(2025, 8, 31))).missing
    assert lack.closest == 3
    assert lack.differs == (Text("当日仍然有效", "still valid on the day"),)


def test_the_nearest_fact_fails_least_and_one_with_nothing_in_common_is_not_near() -> None:
    two = (certificate(1, level="junior", occupation="b"), certificate(2, level="junior", occupation="a"))
    assert why('any(certificate, level == "senior", occupation == "a")', *two).missing[0].closest == 2
    assert why('any(certificate, occupation == "c")', *two).missing[0].closest is None
    assert why('any(certificate, occupation == "c")').missing[0].closest is None


def test_a_count_says_how_many_there_are_of_how_many() -> None:
    (lack,) = why("count(certificate) >= 3", certificate(1)).missing
    assert (lack.have, lack.need) == (1, 3)
    (lack,) = why("total(special_ability.hours) >= 80", ability(1, hours=30)).missing
    assert (lack.have, lack.need) == (30, 80)


def test_too_many_is_nothing_to_advise() -> None:
    (lack,) = why("count(certificate) < 1", certificate(1)).missing
    assert lack.kind is None
    assert not lack.changeable


def test_what_nobody_can_change_is_no_advice() -> None:
    (lack,) = why("age < 18", birth_date=date(1990, 1, 1)).missing
    assert not lack.changeable
    (lack,) = why("insurance_months >= 12", insurance_months=3).missing
    assert lack.changeable
    assert lack.supplied_by.en == "the social insurance office"


def test_what_must_not_be_there_is_no_advice() -> None:
    told = why("not any(certificate)", certificate(1))
    (lack,) = told.missing
    assert not lack.changeable
    assert lack.wording == Text("没有“证书”记录", "no record of “certificate”")
    assert told.children[0].satisfied_by == (1,)
    assert why("not any(certificate)").missing == ()


def test_an_open_node_names_the_empty_fields() -> None:
    told = why(
        'any(certificate, level == "senior", occupation == "a")',
        certificate(1, level="senior"),
        certificate(2, level="junior"),
    )
    assert [(field.fact, field.field.name, field.label.zh) for field in told.unknown] == [(1, "occupation", "职业")]
    told = why("age > 3 or any(certificate)")
    assert [(field.fact, field.field.name) for field in told.unknown] == [(None, "age")]
    assert told.truth is None
    told = why("not age > 3")
    assert [field.field.name for field in told.unknown] == ["age"]
    told = why("total(special_ability.hours) > 3", ability(4))
    assert [(field.fact, field.field.name) for field in told.unknown] == [(4, "hours")]


# The outcome --------------------------------------------------------------------------------------------------------
THREE = (
    'a A in-force: any(certificate, level == "technician", occupation == "a")',
    "b B illustrative: any(certificate, occupation in short)",
    "c C in-force: any(certificate)",
)


def test_the_best_class_wins() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(level="technician", occupation="a"),)), DAY)
    assert (outcome.value, outcome.clause, outcome.status, outcome.illustrative) == (
        "A",
        "a",
        OutcomeStatus.KNOWN,
        False,
    )
    assert outcome.verified == "A"
    assert outcome.winning is outcome.clauses[0]
    assert outcome.summary == Text("A类(甲)。", "class A (first).")


def test_an_answer_that_rests_on_an_illustrative_clause_says_so_and_what_is_verified() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(level="junior", occupation="a"),)), DAY)
    assert (outcome.value, outcome.illustrative, outcome.verified) == ("B", True, "C")
    assert outcome.catalogue == "330300/trial/1"


def test_a_better_class_that_is_not_known_leaves_the_outcome_open() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(),)), DAY)
    assert (outcome.value, outcome.status, outcome.verdict.open) == ("C", OutcomeStatus.UNKNOWN, ("A", "B"))
    assert outcome.summary.en == "At least class C; class A (first), class B not yet known."


def test_an_open_clause_of_the_same_class_does_not_matter() -> None:
    rules = catalogue("a A in-force: age > 3", "b A in-force: any(certificate)")
    assert classify(rules, Person("p", facts=(certificate(),)), DAY).status is OutcomeStatus.KNOWN


def test_no_class_may_be_sure_or_open() -> None:
    assert evaluate(catalogue(*THREE), Person("p"), DAY).summary.zh == "不属于目录中的任何一类。"
    assert classify(catalogue(*THREE), Person("p"), DAY).illustrative
    rules = catalogue("a A in-force: age > 3")
    outcome = evaluate(rules, Person("p"), DAY)
    assert (outcome.value, outcome.status, outcome.verdict.open) == (None, OutcomeStatus.UNKNOWN, ("A",))
    assert outcome.summary.en == "Not yet known: class A (first)."
    assert outcome.winning is None


def test_within_a_class_the_clause_in_force_wins() -> None:
    rules = catalogue("a A illustrative: any(certificate)", 'b A in-force: any(certificate, level == "senior")')
    assert classify(rules, Person("p", facts=(certificate(level="senior"),)), DAY).clause == "b"


def test_outside_its_days_a_catalogue_is_no_rule() -> None:
    rules = catalogue("a A in-force: any(certificate)")
    for day in (date(2024, 12, 31), date(2026, 1, 1)):
        outcome = evaluate(rules, Person("p", facts=(certificate(),)), day)
        assert outcome.status is OutcomeStatus.NO_RULE
        assert outcome.verdict == classify(rules, Person("p"), day)
        assert outcome.clauses == ()
        assert "No rule" in outcome.summary.en


# Laws ---------------------------------------------------------------------------------------------------------------
@given(CONDITIONS, PEOPLE, st.dates(date(2020, 1, 1), date(2026, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_evaluation_never_raises_and_the_fast_answer_is_the_explained_one(
    condition: tree.Condition, person: Person, day: date
) -> None:
    text = to_text(condition)
    rules = catalogue_of(text, f"not ({text})")
    outcome = evaluate(rules, person, day, MOMENT)
    assert outcome.verdict == classify(rules, person, day, MOMENT)
    one, other = outcome.clauses
    assert one.truth is negate(other.truth)
    for result in outcome.clauses:
        assert result.why
        check_reasons(result.why)


def check_reasons(told: Explanation) -> None:
    """Reasons belong to the truth of their node."""
    assert told.wording.zh
    assert told.wording.en
    assert not (told.satisfied_by and told.truth is not True)
    assert bool(told.missing) is (told.truth is False)
    assert bool(told.unknown) is (told.truth is None)
    for child in told.children:
        check_reasons(child)


COMPLETED = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["junior", "senior"]),
        "occupation": st.sampled_from(["a", "z"]),
        "tested": st.sampled_from(["2020-01-01", "2025-08-01"]),
        "hours": st.integers(0, 40),
        "passed": st.booleans(),
        "region": st.sampled_from(["330302", "330399"]),
        "tier": st.sampled_from(["city", "nation"]),
        "group": st.sampled_from(["disabled", "poor"]),
    }
)


@given(CONDITIONS, PEOPLE, COMPLETED)
@settings(max_examples=200, deadline=None)
def test_learning_an_empty_field_never_overturns_what_was_known(
    condition: tree.Condition, person: Person, completed: dict[str, object]
) -> None:
    rules = catalogue_of(to_text(condition))
    before = evaluate(rules, person, DAY).clauses[0].truth
    learnt = replace(
        person,
        birth_date=person.birth_date or date(1990, 1, 1),
        sex=person.sex or "male",
        groups=frozenset({"poor"}) if person.groups is None else person.groups,
        facts=tuple(replace(fact, attributes={**completed, **fact.attributes}) for fact in person.facts),
    )
    if before is not None:
        assert evaluate(rules, learnt, DAY).clauses[0].truth is before


RISING = joined(fact_atoms(rising=True), negation=False)


@given(RISING, PEOPLE, facts(9))
@settings(max_examples=150, deadline=None)
def test_one_more_fact_never_lowers_the_class_of_a_rule_without_not_and_upper_bounds(
    condition: tree.Condition, person: Person, fact: Fact
) -> None:
    rules = catalogue_of(to_text(condition))
    added = replace(fact, supersedes=None, retracted=False)
    if classify(rules, person, DAY).value is not None:
        assert classify(rules, replace(person, facts=(*person.facts, added)), DAY).value is not None


def catalogue_of(*conditions: str) -> Any:
    """A catalogue past the checks across clauses, which random rules may rightly fail."""
    sound = catalogue("a A in-force: any(certificate)", head="in_force: {from: null}\nsets: {short: sets/short.yaml}")
    clauses = tuple(replace(sound.clauses[0], id=str(index), when=rule(text)) for index, text in enumerate(conditions))
    return replace(sound, clauses=clauses)


def test_all_signs_are_tried() -> None:
    outcomes = [answer(f"count(certificate) {sign} 1", certificate()) for sign in SIGNS]
    assert outcomes == [True, False, False, True, False, True]
