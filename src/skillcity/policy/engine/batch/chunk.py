"""One chunk of persons with their facts, and the answer to every condition about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

import numpy as np
import pyarrow as pa

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch import planes
from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.months import covered, first_days
from skillcity.policy.engine.batch.numbers import Range, counts, totals, whole_numbers
from skillcity.policy.engine.batch.planes import Bools, PersonPlane, bools_of
from skillcity.policy.engine.batch.questions import Ask, Questions
from skillcity.policy.engine.batch.split import Facts, split
from skillcity.policy.engine.batch.visible import gone


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some persons and all their facts, in any order, in one or more batches.

    `owners`: for each fact of each batch the place of its person in `persons`. Columns: docs/policy-files.md.
    """

    persons: pa.RecordBatch
    facts: Sequence[pa.RecordBatch]
    owners: Sequence[Places]


@dataclass
class Answers:
    """What the persons of a chunk answer to some questions, as known at a moment (None: now)."""

    questions: Questions
    chunk: Chunk
    known_at: datetime | None
    _measures: dict[int, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._person = self.questions.persons.answers(self.chunk.persons)

    @property
    def people(self) -> int:
        """How many persons there are."""
        return int(self.chunk.persons.num_rows)

    @cached_property
    def kinds(self) -> dict[str, KindRows]:
        """The facts by kind."""
        chunk, asked = self.chunk, self.questions
        without = gone(chunk.facts, chunk.owners, self.known_at)
        parts = [Facts(*each) for each in zip(chunk.facts, chunk.owners, without, strict=True)]
        return {
            each.kind: KindRows(each.kind, facts, rows, self.people, asked.schema, each.layout, each.look_ups)
            for each, (facts, rows) in zip(asked.kinds, split(parts, [each.kind for each in asked.kinds]), strict=True)
        }

    def truths(self) -> Truths[np.uint8]:
        """The truths of the conditions; they keep what was answered, and are to be let go with the chunk."""
        return Truths(self.questions.expressions, self._atom)

    def _atom(self, number: int, atom: tree.Atom, known: Truths[np.uint8]) -> PersonPlane:
        if not isinstance(atom, tree.FactAtom):
            return self._person(number)
        ask = self.questions.asks[number]
        if isinstance(atom, tree.AnyFact):
            return self.kinds[ask.kind].of_people(ask.question)
        if ask.measure not in self._measures:
            self._measures[ask.measure] = self._measure(atom, ask, known)
        return planes.compare_range(*self._measures[ask.measure], atom.operator, atom.number)

    def _measure(
        self, atom: tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts, ask: Ask, known: Truths[np.uint8]
    ) -> Range:
        rows = self.kinds[ask.kind]
        facts = rows.of_facts(ask.question)
        if isinstance(atom, tree.CountFacts):
            return counts(rows, facts)
        if isinstance(atom, tree.TotalFacts):
            name = atom.field.name
            return totals(rows, facts, *whole_numbers(rows.column(name), rows.read(name), len(rows.owner)))
        first = None
        if ask.after is not None:
            beginning = self.kinds[ask.after_kind]
            first = first_days(beginning, beginning.of_facts(ask.after))
        return covered(rows, facts, first, self._needed(ask, known), self.questions.day)

    def _needed(self, ask: Ask, known: Truths[np.uint8]) -> Bools | None:
        """The persons for whom a measure decides anything: those whom one of its guards does not rule out."""
        guards = self.questions.guards.get(ask.measure, ())
        return bools_of(reduce(or_, (known.of(guard).possible for guard in guards)), self.people) if guards else None
