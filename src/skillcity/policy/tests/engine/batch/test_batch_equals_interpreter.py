"""Whatever the policy and whoever the people: the batch engine and the interpreter give the same, bit by bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

import numpy as np
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Catalogue, Person, to_text
from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import plan
from skillcity.policy.engine.benefit import PAYMENT
from skillcity.policy.files.interpreted import outcomes_one_by_one
from skillcity.policy.files.interpreted import people as read_people
from skillcity.policy.tests.engine.batch.chunks import chunk_of
from skillcity.policy.tests.engine.batch.drawing import DAYS, SCHEMA, catalogues, near_catalogues, paying_catalogues
from skillcity.policy.tests.engine.batch.drawing_people import FEW, MOMENTS, people


def often(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


def in_bulk(catalogue: Catalogue, chunk: Chunk, day: date, known_at: datetime | None) -> Outcomes:
    found = plan(catalogue, day)
    answers = Answers(found.questions, chunk, known_at)
    return outcomes(found, answers, answers.truths())


def differences(one: Outcomes, other: Outcomes) -> list[str]:
    """The names of the parts that differ."""
    found = [
        field.name
        for field in fields(Outcomes)
        if field.name != "benefits" and not np.array_equal(getattr(one, field.name), getattr(other, field.name))
    ]
    for place, (first, second) in enumerate(zip(one.benefits, other.benefits, strict=True)):
        if not (np.array_equal(first.amount, second.amount) and np.array_equal(first.open, second.open)):
            found.append(f"benefit {place}")
    return found


def orders(persons: Sequence[Person]) -> st.SearchStrategy[list[int] | None]:
    """The facts in another order, of one person in theirs; or by kind, as they are read fastest."""
    owners = [place for place, person in enumerate(persons) for _ in person.facts]
    kinds = [fact.kind for person in persons for fact in person.facts]
    by_kind = sorted(range(len(owners)), key=lambda each: kinds[each])

    def keeping_each_person(shuffled: list[int]) -> list[int]:
        queues = {owner: [row for row, own in enumerate(owners) if own == owner] for owner in set(owners)}
        return [queues[owner].pop(0) for owner in shuffled]

    return st.none() | st.just(by_kind) | st.permutations(owners).map(keeping_each_person)


PAYING = ("special-ability", "certificate", PAYMENT, PAYMENT)
GIVEN = (st.sampled_from(DAYS), st.none() | MOMENTS, st.data())


@often(200)
@given(catalogues(), people(), *GIVEN)
def test_batch_equals_interpreter(
    catalogue: Catalogue, persons: list[Person], day: date, known_at: datetime | None, data: st.DataObject
) -> None:
    check(catalogue, persons, day, known_at, data)


@often(100)
@given(near_catalogues(), people(kinds=("certificate", "special-ability")), *GIVEN)
def test_near_misses_are_the_same(
    catalogue: Catalogue, persons: list[Person], day: date, known_at: datetime | None, data: st.DataObject
) -> None:
    check(catalogue, persons, day, known_at, data)


@often(100)
@given(paying_catalogues(), people(kinds=PAYING, attributes=FEW), *GIVEN)
def test_payments_caps_and_exclusions_are_the_same(
    catalogue: Catalogue, persons: list[Person], day: date, known_at: datetime | None, data: st.DataObject
) -> None:
    check(catalogue, persons, day, known_at, data)


def check(
    catalogue: Catalogue, persons: list[Person], day: date, known_at: datetime | None, data: st.DataObject
) -> None:
    chunk = chunk_of(
        persons,
        order=data.draw(orders(persons)),
        dictionary=data.draw(st.booleans()),
        cuts=data.draw(st.sampled_from([(), (), (3,), (1, 4), (2, 3, 5, 7)])),
    )
    for clause in catalogue.clauses:
        note(f"{clause.id} {clause.gives}: {to_text(clause.when)}  near {clause.near}")
    for line in (*catalogue.benefits, *persons):
        note(f"{line}")
    wanted = outcomes_one_by_one(plan(catalogue, day), persons, known_at)
    assert differences(in_bulk(catalogue, chunk, day, known_at), wanted) == []


@settings(max_examples=30, deadline=None)
@given(people(), st.booleans())
def test_persons_are_read_from_columns_as_they_were(persons: list[Person], dictionary: bool) -> None:
    read = list(read_people(chunk_of(persons, dictionary=dictionary), SCHEMA))
    assert [(person.id, person.groups, len(person.facts)) for person in read] == [
        (person.id, person.groups, len(person.facts)) for person in persons
    ]


@often(50)
@given(near_catalogues(), people(kinds=("certificate", "special-ability")), st.sampled_from(DAYS))
def test_who_only_compares_is_spared_what_is_unknown_and_near(
    catalogue: Catalogue, persons: list[Person], day: date
) -> None:
    found, chunk = plan(catalogue, day), chunk_of(persons)
    answers = Answers(found.questions, chunk, None)
    brief = outcomes(found, answers, answers.truths(), explain=False)
    assert not brief.unknown.any()
    assert not brief.near.any()
    assert set(differences(brief, in_bulk(catalogue, chunk, day, None))) <= {"unknown", "near"}
