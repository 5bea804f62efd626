"""What the checks across clauses claim about conditions is true of every person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Fact, Person, evaluate, tree
from skillcity.policy.engine.implication import always, implies, never, opposite
from skillcity.policy.engine.kleene import negate
from skillcity.policy.tests.engine.samples import DAY, SIGNS, catalogue, joined, rule

SOUND = catalogue("a A in-force: any(certificate)")
NEAR_NUMBERS = st.integers(0, 3)
FEW_FACT_TESTS = st.sampled_from(
    [
        'level == "junior"',
        'level >= "senior"',
        'level > "junior"',
        'occupation == "a"',
        'occupation in ("a", "b")',
        "years_since(valid_from) >= 2",
        "years_since(valid_from) > 2",
        "within(valid_to, years(2))",
    ]
)
FEW = st.one_of(
    st.builds(lambda sign, number: f"insurance_months {sign} {number}", st.sampled_from(SIGNS), NEAR_NUMBERS),
    st.lists(FEW_FACT_TESTS, max_size=2).map(lambda tests: f"any({', '.join(['certificate', *tests])})"),
    st.builds(
        lambda tests, sign, number: f"count({', '.join(['certificate', *tests])}) {sign} {number}",
        st.lists(FEW_FACT_TESTS, max_size=2),
        st.sampled_from(SIGNS),
        NEAR_NUMBERS,
    ),
    st.just("insurance_months in (1, 2)"),
).map(rule)
RELATED = joined(FEW)
FACTS = st.builds(
    Fact,
    id=st.integers(0, 99),
    kind=st.just("certificate"),
    valid_from=st.sampled_from([date(2021, 1, 1), date(2023, 9, 1), date(2024, 1, 1)]),
    valid_to=st.sampled_from([None, date(2025, 1, 1), date(2026, 1, 1)]),
    attributes=st.fixed_dictionaries(
        {
            "level": st.sampled_from([None, "junior", "senior", "technician"]),
            "occupation": st.sampled_from([None, "a", "b", "c"]),
        }
    ),
)
PEOPLE = st.builds(
    Person, id=st.just("p"), insurance_months=st.none() | NEAR_NUMBERS, facts=st.lists(FACTS, max_size=3).map(tuple)
)


def truth(condition: tree.Condition, person: Person) -> Any:
    rules = replace(SOUND, clauses=(replace(SOUND.clauses[0], when=condition),))
    return evaluate(rules, person, DAY).clauses[0].truth


@given(RELATED, RELATED, PEOPLE)
@settings(max_examples=150, deadline=None)
def test_what_follows_holds_for_everybody_for_whom_the_reason_holds(
    one: tree.Condition, other: tree.Condition, person: Person
) -> None:
    both = tree.And((one, other))
    assert implies(both, one)
    assert implies(one, tree.Or((other, one)))
    if implies(one, other) and truth(one, person) is True:
        assert truth(other, person) is True


@given(RELATED, PEOPLE)
@settings(max_examples=150, deadline=None)
def test_what_is_called_never_or_always_is_so(condition: tree.Condition, person: Person) -> None:
    found = truth(condition, person)
    assert not (never(condition) and found is True)
    assert not (always(condition) and found is False)


@given(FEW, PEOPLE)
@settings(max_examples=100, deadline=None)
def test_the_opposite_holds_exactly_when_the_condition_does_not(condition: tree.Condition, person: Person) -> None:
    assert truth(opposite(condition), person) is negate(truth(condition, person))
