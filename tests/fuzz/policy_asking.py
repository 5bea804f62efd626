"""Random people for a catalogue, and what must be true of every answer about them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Fact, Person, classify, evaluate, parse, to_text, words
from skillcity.policy.engine.benefit import PAYMENT, Benefit
from skillcity.policy.engine.claims import BenefitResult, ClaimState
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.records import prepare
from skillcity.policy.engine.schema import Attribute, FieldType
from skillcity.policy.engine.tree import Condition

RUBBISH: tuple[Any, ...] = (None, "", "x", -1, 3.5, True, "true", "12", "2025-02-30", [], {}, 10**12, "\x00", "９")
AGES = (10, 40, 130, 200, 300, 400, 1000, 3000)
DAYS = (date.min, date(2000, 2, 29), date(2025, 9, 1), date(2026, 2, 28), date(9999, 12, 30), date.max)


def somebody(random: Random, catalogue: Catalogue, text: str) -> Person:
    """A person whose facts have the values that the catalogue asks for, or rubbish."""
    said = re.findall(r"\"([^\"\n]{1,40})\"", text) + list(RANKS)
    schema = catalogue.schema
    codes = [benefit.id for benefit in catalogue.benefits]
    asked = [schema.kinds[benefit.each] for benefit in catalogue.benefits if benefit.each]
    kinds = [kind for kind in schema.kinds.values() if kind.spelling in text] + asked * 3 or list(schema.kinds.values())
    facts = []
    for number in range(random.randint(0, 6)):
        kind = schema.kinds[PAYMENT] if codes and random.random() < 0.25 else random.choice(kinds)
        attributes = {name: value_of(random, attribute, codes, said) for name, attribute in kind.attributes.items()}
        start = random.choice(DAYS) if random.random() < 0.1 else date(2026, 1, 1) - timedelta(random.choice(AGES))
        end = random.choice((None, None, start, date.max, start + timedelta(min(400, (date.max - start).days))))
        moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(random.randint(-900, 900))
        older, retracted = random.choice((None, None, None, 0, 3, number)), random.random() < 0.05
        recorded = random.choice((None, moment))
        facts.append(Fact(number, kind.name, start, end, recorded, attributes, older, retracted))
    return Person(
        id="p",
        birth_date=random.choice((None, *DAYS, date(1985, 1, 1))),
        sex=random.choice((None, "male", "female", "x")),
        registered_in=random.choice((None, "330302", "330122", *said)),
        groups=random.choice((None, frozenset(), frozenset(random.sample(said, 2)))),
        insurance_months=random.choice((None, -1, 0, 12, 36, 10**9)),
        facts=tuple(facts),
    )


def value_of(random: Random, attribute: Attribute, codes: list[str], said: list[str]) -> object:
    """What a fact says in a field."""
    if random.random() < 0.1:
        return random.choice(RUBBISH)
    if attribute.field.name == "benefit" and codes:
        return random.choice(codes)
    if attribute.field.type is FieldType.INTEGER:
        return random.choice((0, 3, 80, 100_000, 250_000))
    if attribute.field.type is FieldType.BOOLEAN:
        return random.choice((True, False))
    if attribute.field.name == "occupation":
        return random.choice(("6-18-02-04", "6-20-01-01", *said[:2]))
    return random.choice((*attribute.choices, *attribute.choices, *said))


def ask(random: Random, catalogue: Catalogue, text: str) -> None:
    """Put a person to it on a few days."""
    person = somebody(random, catalogue, text)
    edges = [day for day in (catalogue.in_force.start, catalogue.in_force.end) if day]
    known_at = random.choice((None, datetime(2025, 3, 1, tzinfo=UTC)))
    for day in {random.choice(DAYS), date(2025, 9, 1), *edges}:
        outcome = evaluate(catalogue, person, day, known_at)
        assert outcome.verdict == classify(catalogue, person, day, known_at), (person, day)
        assert outcome.summary.zh
        assert outcome.summary.en
        case = prepare(catalogue.schema, person, day, known_at)
        payments = list(case.rows.get(PAYMENT, ()))
        for result in outcome.benefits:
            within_bounds(result, payments, day)


def within_bounds(result: BenefitResult, payments: list[Any], day: date) -> None:
    """Nothing negative, no more than the claims say, and never more than the cap leaves."""
    due = [claim.amount for claim in result.claims if claim.state is ClaimState.DUE]
    assert all(amount is not None and amount > 0 for amount in due), result
    assert all(claim.amount is None or claim.amount >= 0 for claim in result.claims), result
    assert result.amount == sum(amount or 0 for amount in due), result
    cap = result.benefit.cap
    if cap is None or not due:
        return
    made = [
        row
        for row in payments
        if counts(result.benefit, row.values["benefit"])
        and (cap.per == "life" or row.values["valid_from"].year == day.year)
    ]
    assert cap.times is None or len(due) + len(made) <= cap.times, result
    assert cap.amount is None or result.amount + sum(row.values["amount"] for row in made) <= cap.amount, result


def counts(benefit: Benefit, code: str | None) -> bool:
    """A payment of an unknown benefit may count, so it must be taken to."""
    return not benefit.counts or code is None or code in benefit.counts


def reads_back(catalogue: Catalogue) -> None:
    """Every condition prints to a text that reads as the same tree, and says itself in both languages."""
    labels = {name: found.label for name, found in catalogue.sets.items()}
    conditions: list[tuple[Condition | None, str | None]] = [(clause.when, None) for clause in catalogue.clauses]
    conditions += [(benefit.when, None) for benefit in catalogue.benefits]
    conditions += [(benefit.where, benefit.each) for benefit in catalogue.benefits]
    for tree, kind in conditions:
        if tree is not None:
            printed = to_text(tree)
            assert parse(printed, schema=catalogue.schema, sets=catalogue.sets, kind=kind) == tree, printed
            said: Text = words(tree, catalogue.schema, labels, catalogue.names)
            assert said.zh
            assert said.en
