"""A person on the days to come, if things go on as they stand and with facts that are only supposed.

Who is insured stays insured, who works goes on working; the region and the groups stay. Nothing here is a forecast: it
is what a sentence such as "if you pay on, from 1 March" assumes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from skillcity.policy.engine.covered import covered_months
from skillcity.policy.engine.person import Fact, FactId, Person, visible
from skillcity.policy.engine.records import Case, Values, case_on, read
from skillcity.policy.engine.schema import Schema

INSURANCE = "insurance"
COUNTED_SCHEME = "unemployment"  # whose months `insurance_months` counts
GOING_ON = "going-on"


@dataclass(frozen=True)
class Course:
    """A person from `as_of` on, as known at a moment, with some supposed facts besides. Each day is prepared once."""

    schema: Schema
    person: Person
    as_of: date
    known_at: datetime | None = None
    supposed: tuple[Fact, ...] = ()
    _cases: dict[date, Case] = field(default_factory=dict)

    def supposing(self, *facts: Fact) -> Course:
        """The same with more facts supposed."""
        return Course(self.schema, self.person, self.as_of, self.known_at, self.supposed + facts)

    def on(self, day: date) -> Person:
        """The person on a day not before `as_of`; the months of insurance grow by what is paid from `as_of` on."""
        added = self.supposed + (self.going_on if day > self.as_of else ())
        months = self.person.insurance_months
        if months is not None and months >= 0:
            months += covered_months(_periods((*self.visible, *added)), date.min, day) - self.paid
        return replace(self.person, facts=self.person.facts + added, insurance_months=months)

    def case(self, day: date) -> Case:
        """The person on a day, ready for questions."""
        if day not in self._cases:
            facts = self._facts_later if day > self.as_of else self._facts
            self._cases[day] = case_on(day, self.on(day), facts)
        return self._cases[day]

    @cached_property
    def visible(self) -> tuple[Fact, ...]:
        """The recorded facts that stand."""
        return tuple(visible(self.person.facts, self.known_at))

    @cached_property
    def going_on(self) -> tuple[Fact, ...]:
        """The insurance that is paid on after `as_of`."""
        return going_on(self.visible, self.as_of)

    @cached_property
    def paid(self) -> int:
        """The months of insurance that are recorded, up to `as_of`."""
        return covered_months(_periods(self.visible), date.min, self.as_of)

    @cached_property
    def _facts(self) -> list[tuple[str, FactId, Values]]:
        return read(self.schema, (*self.visible, *self.supposed))

    @cached_property
    def _facts_later(self) -> list[tuple[str, FactId, Values]]:
        return self._facts + read(self.schema, self.going_on)


def going_on(facts: Iterable[Fact], as_of: date) -> tuple[Fact, ...]:
    """Insurance that is being paid, paid on: for each scheme whose paid months reach the end of the month before.

    The office records months when they have been paid, so a period that ended last month is one that goes on. A period
    with an open end goes on by itself.
    """
    latest: dict[str, Fact] = {}
    for fact in facts:
        if fact.kind == INSURANCE and fact.valid_from <= as_of:
            scheme = str(fact.attributes.get("scheme"))
            if scheme not in latest or _end(latest[scheme]) < _end(fact):
                latest[scheme] = fact
    reached = as_of.replace(day=1)
    return tuple(
        Fact(f"{GOING_ON}-{scheme}", INSURANCE, _end(fact) + timedelta(days=1), attributes=fact.attributes)
        for scheme, fact in latest.items()
        if _end(fact) < date.max and _end(fact) + timedelta(days=1) >= reached
    )


def is_insured(facts: Iterable[Fact], as_of: date) -> bool:
    """Whether the insurance whose months are counted is being paid."""
    current = [fact for fact in facts if fact.attributes.get("scheme") == COUNTED_SCHEME and fact.valid_from <= as_of]
    return bool(going_on(current, as_of)) or any(fact.kind == INSURANCE and _end(fact) == date.max for fact in current)


def _end(fact: Fact) -> date:
    return fact.valid_to or date.max


def _periods(facts: Iterable[Fact]) -> Iterable[tuple[date, date]]:
    return (
        (fact.valid_from, _end(fact))
        for fact in facts
        if fact.kind == INSURANCE and fact.attributes.get("scheme") == COUNTED_SCHEME
    )
