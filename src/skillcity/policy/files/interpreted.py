"""The reference beside the batch engine: the interpreter asked about one person after another, from the same files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.batch.claims import Due
from skillcity.policy.engine.batch.masks import packed
from skillcity.policy.engine.batch.outcome import NOBODY, Outcomes
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import bits_of
from skillcity.policy.engine.interpreter import evaluate
from skillcity.policy.engine.near import near_misses
from skillcity.policy.engine.person import Fact, Person
from skillcity.policy.engine.schema import DATES, Schema

FIELDS = ("birth_date", "sex", "registered_in", "groups", "insurance_months")


def people(chunk: Chunk, schema: Schema) -> Iterator[Person]:
    """The persons of a chunk with their facts, as the interpreter takes them."""
    own: list[list[Fact]] = [[] for _ in range(chunk.persons.num_rows)]
    for batch, owners in zip(chunk.facts, chunk.owners, strict=True):
        for owner, fact in zip(owners.tolist(), _facts(batch, schema), strict=True):
            own[owner].append(fact)
    for row, fields in enumerate(chunk.persons.to_pylist()):
        given: dict[str, Any] = {name: fields.get(name) for name in FIELDS}
        groups = given["groups"]
        given["groups"] = None if groups is None or None in groups else frozenset(groups)
        yield Person(fields["id"], **given, facts=tuple(own[row]))


def _facts(batch: pa.RecordBatch, schema: Schema) -> list[Fact]:
    found = []
    for number, row in enumerate(batch.to_pylist()):
        kind = schema.kinds.get(row["kind"])
        names = [name for name in kind.attributes if name not in DATES] if kind else []
        own = {name: f"{row['kind']}:{name}" for name in names}
        found.append(
            Fact(
                id=row.get("id", number),
                kind=row["kind"] or "",
                valid_from=row["valid_from"],
                valid_to=row.get("valid_to"),
                recorded_at=row.get("recorded_at"),
                attributes={name: row.get(column if column in row else name) for name, column in own.items()},
                supersedes=row.get("supersedes"),
                retracted=row.get("retracted") or False,
            )
        )
    return found


def outcomes_one_by_one(plan: Plan, persons: Sequence[Person], known_at: datetime | None) -> Outcomes:
    """What `outcomes` gives for these persons, from the interpreter."""
    catalogue = plan.catalogue
    found = [evaluate(catalogue, person, plan.day, known_at) for person in persons]
    size = len(found)
    places = {item.clause.id: place for place, item in enumerate(plan.clauses)}
    clauses = {clause.id: place for place, clause in enumerate(catalogue.clauses)}
    truths = np.zeros((3, len(clauses), size), np.bool_)
    names = np.zeros((2, len(catalogue.outcome.order), size), np.bool_)
    winner = np.full(size, NOBODY, np.uint16)
    for row, (person, outcome) in enumerate(zip(persons, found, strict=True)):
        if outcome.clause is not None:
            winner[row] = places[outcome.clause]
        for place, result in enumerate(outcome.clauses):
            truths[0, place, row], truths[1, place, row] = result.truth is True, result.truth is None
        for miss in near_misses(catalogue, person, plan.day, known_at):
            truths[2, clauses[miss.clause.id], row] = True
        for place, name in enumerate(catalogue.outcome.order):
            names[0, place, row] = catalogue.outcome.every and name in outcome.verdict.holds
            names[1, place, row] = name in outcome.verdict.open
    due = [
        Due(
            np.array([outcome.benefits[place].amount for outcome in found], np.int64),
            np.array([outcome.benefits[place].open for outcome in found], np.bool_),
        )
        for place in range(len(plan.benefits))
    ]
    illustrative = np.array([outcome.illustrative for outcome in found], np.bool_)
    held, unknown, near = (packed([bits_of(one) for one in each], size) for each in truths)
    holds, open_ = (packed([bits_of(one) for one in each], size) for each in names)
    return Outcomes(winner, illustrative, held, unknown, near, holds, open_, tuple(due))
