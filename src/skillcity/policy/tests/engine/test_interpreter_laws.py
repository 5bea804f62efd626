"""What holds for every rule and every person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Explanation, Fact, Person, classify, evaluate, to_text, tree
from skillcity.policy.engine.kleene import negate
from skillcity.policy.tests.engine.asking import MOMENT, catalogue_of
from skillcity.policy.tests.engine.samples import (
    CONDITIONS,
    DAY,
    PEOPLE,
    fact_atoms,
    facts,
    joined,
)


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
