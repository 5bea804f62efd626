"""Short ways to put one condition to one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from skillcity.policy.engine import Explanation, Fact, Person, classify, evaluate
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.tests.engine.samples import (
    DAY,
    catalogue,
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


def catalogue_of(*conditions: str) -> Any:
    """A catalogue past the checks across clauses, which random rules may rightly fail."""
    sound = catalogue("a A in-force: any(certificate)", head="in_force: {from: null}\nsets: {short: sets/short.yaml}")
    clauses = tuple(replace(sound.clauses[0], id=str(index), when=rule(text)) for index, text in enumerate(conditions))
    return replace(sound, clauses=clauses)
