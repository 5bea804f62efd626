"""What holds for every piece of advice: it is true, it is allowed, and a near miss becomes a hit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Catalogue, Fact, Person, classify, evaluate
from skillcity.policy.engine.advice import Advice, next_steps
from skillcity.policy.engine.dates import completed_years
from skillcity.policy.engine.near import near_misses
from skillcity.policy.engine.tolerances import STRICT, Tolerances
from skillcity.policy.tests.engine.planning import (
    CITY,
    CONDITIONS,
    NEAR,
    NEARLY,
    PEOPLE,
    certificate,
    loose,
    person,
)

POLICIES = st.lists(st.tuples(CONDITIONS, NEAR), min_size=1, max_size=4)
ASKED = st.dates(date(2025, 6, 30), date(2025, 12, 31))


def paid_days(facts: tuple[Fact, ...], until: date) -> set[date]:
    """Every day of unemployment insurance, one by one."""
    found: set[date] = set()
    for fact in facts:
        if fact.kind == "insurance" and fact.attributes["scheme"] == "unemployment":
            day, last = fact.valid_from, min(fact.valid_to or until, until)
            while day <= last:
                found.add(day)
                day += timedelta(days=1)
    return found


def whole_months(days: set[date]) -> int:
    """The whole months of each unbroken row of days: from the 15th to the 14th, from the 31st to the month's last."""
    months = 0
    for first in sorted(day for day in days if day - timedelta(days=1) not in days):
        last = first
        while last + timedelta(days=1) in days:
            last += timedelta(days=1)
        after = last + timedelta(days=1)
        months += sum(
            1
            for number in range(1, 200)
            if (first.year * 12 + first.month - 1 + number) * 100 + first.day
            <= (after.year * 12 + after.month - 1) * 100 + after.day
        )
    return months


def on_that_day(somebody: Person, advice: Advice, as_of: date) -> Person:
    """The person if the advice is followed and insurance is paid on, worked out anew."""
    added = advice.supposed
    if advice.on > as_of:
        month = as_of.replace(day=1)
        for scheme in ("unemployment", "pension"):
            ends = [
                fact.valid_to or date.max
                for fact in somebody.facts
                if fact.kind == "insurance" and fact.attributes["scheme"] == scheme and fact.valid_from <= as_of
            ]
            if ends and max(ends) != date.max and max(ends) + timedelta(days=1) >= month:
                start = max(ends) + timedelta(days=1)
                added = (*added, Fact(f"on-{scheme}", "insurance", start, attributes={"scheme": scheme}))
    months = somebody.insurance_months
    if months is not None:
        before = whole_months(paid_days(somebody.facts, as_of))
        months += whole_months(paid_days((*somebody.facts, *added), advice.on)) - before
    return replace(somebody, facts=somebody.facts + added, insurance_months=months)


def rank(catalogue: Catalogue, name: str | None) -> int:
    order = catalogue.outcome.order
    return order.index(name) if name else len(order)


@given(POLICIES, PEOPLE | NEARLY, ASKED, st.booleans())
@settings(max_examples=250, deadline=None)
def test_who_follows_the_advice_has_the_class(
    policies: list[tuple[str, Tolerances]], somebody: Person, as_of: date, every: bool
) -> None:
    catalogue = loose(*policies, every=every)
    before = classify(catalogue, somebody, as_of)
    found = next_steps(catalogue, somebody, as_of)
    assert [(advice.steps, advice.on) for advice in found] == sorted((advice.steps, advice.on) for advice in found)
    for advice in found:
        assert 1 <= len(advice.actions) <= 2
        assert len(advice.supposed) + (advice.on > as_of) <= 2
        assert as_of <= advice.on
        assert all(CITY.kinds[fact.kind].advice for fact in advice.supposed)
        assert all(action.wording.zh and action.wording.en for action in advice.actions)
        then = on_that_day(somebody, advice, as_of)
        outcome = evaluate(catalogue, then, advice.on)
        truths = {result.clause.id: result.truth for result in outcome.clauses}
        assert truths[advice.clause.id] is True
        if every:
            assert advice.gives not in before.holds
            assert advice.gives in outcome.verdict.holds
        else:
            assert rank(catalogue, outcome.value) <= rank(catalogue, advice.gives) < rank(catalogue, before.value)


@given(CONDITIONS, PEOPLE, ASKED)
@settings(max_examples=150, deadline=None)
def test_nobody_is_told_to_grow_older(text: str, somebody: Person, as_of: date) -> None:
    catalogue = loose(text)
    for advice in next_steps(catalogue, somebody, as_of):
        assert "age in years" not in advice.wording.en
        then = on_that_day(somebody, advice, as_of)
        if somebody.birth_date:
            young = somebody.birth_date + (advice.on - as_of)
            assume(completed_years(young, advice.on) == completed_years(somebody.birth_date, as_of))
            then = replace(then, birth_date=young)
        assert classify(catalogue, then, advice.on).value


PLAIN = st.sampled_from([
    ('any(certificate, level >= "technician")', Tolerances(level=1)),
    ('any(certificate, level >= "senior", occupation in short)', Tolerances(level=2)),
    ('count(certificate, level >= "junior") >= 2', Tolerances(count=1)),
    ('count(contest_award, tier == "city", rank <= 3) > 1', Tolerances(count=1)),
    ("total(training.hours, passed, years_since(valid_to) >= 0) >= 41", Tolerances(count=1)),
    ("months(employment, occupation in short) >= 24", Tolerances(months=6)),
    ("insurance_months >= 12", Tolerances(months=6)),
    ('any(certificate, level >= "senior", years_since(valid_from) >= 2)', Tolerances(since=12)),
    ('any(certificate, level >= "junior", within(valid_from, months(12)))', STRICT),
])  # fmt: skip


@given(st.one_of(PLAIN.map(lambda part: [part]), st.lists(PLAIN, min_size=2, max_size=2, unique=True)), NEARLY, ASKED)
@settings(max_examples=200, deadline=None)
def test_a_near_miss_becomes_a_hit_when_the_advised_fact_is_added(
    parts: list[tuple[str, Tolerances]], somebody: Person, as_of: date
) -> None:
    """Such a condition can always be fulfilled, so whoever is near is told how, and it is so.

    Of two, waiting for one may undo the other (a certificate grows too old): then nothing may be found.
    """
    near = Tolerances(*(max(getattr(each, key) for _, each in parts) for key in ("since", "level", "months", "count")))
    catalogue = loose((" and ".join(text for text, _ in parts), near))
    if near_misses(catalogue, somebody, as_of):
        found = next_steps(catalogue, somebody, as_of)
        assert found or len(parts) == 2
        for advice in found:
            assert classify(catalogue, on_that_day(somebody, advice, as_of), advice.on).value


def test_the_two_counts_of_months_agree_on_an_example() -> None:
    insured = Fact(1, "insurance", date(2025, 1, 31), date(2025, 4, 30), attributes={"scheme": "unemployment"})
    assert whole_months(paid_days((insured,), date(2025, 12, 31))) == 3
    assert person(certificate()).facts[0].id == 1
