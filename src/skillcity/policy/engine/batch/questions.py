"""What is asked of a population on a day: every distinct question once, and where its answer will lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch.expressions import Expressions
from skillcity.policy.engine.batch.guards import guarded
from skillcity.policy.engine.batch.kind_tests import KindTests, Question
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.people import PersonTests
from skillcity.policy.engine.batch.words import Layout
from skillcity.policy.engine.field_tests import Sets
from skillcity.policy.engine.schema import Schema

EVERYBODY = -1
"""In place of a guard: there is none."""


@dataclass(frozen=True, slots=True)
class Ask:
    """An atom about facts as questions: about its own facts and, for `months`, about those that start the count.

    Atoms of the same `measure` compare the same number with different bounds.
    """

    kind: str
    question: Question
    measure: int
    after_kind: str = ""
    after: Question | None = None


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What is asked of the facts of one kind: how the answers lie in words, and the table of each field."""

    kind: str
    layout: Layout
    look_ups: Mapping[str, LookUp]


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions of one or more catalogues on a day, and the fields of facts and persons that they ask about.

    `asks`: by the number of the atom. `fields`: kind and field. `guards`: for a measure the conditions (by number) of
    which one must be possible for it to decide anything about a person; none: it may decide about everybody.
    """

    schema: Schema
    day: date
    expressions: Expressions
    persons: PersonTests
    kinds: tuple[KindPlan, ...]
    asks: Mapping[int, Ask]
    guards: Mapping[int, tuple[int, ...]]
    fields: tuple[tuple[str, str], ...]
    person_columns: tuple[str, ...]

    @property
    def fact_columns(self) -> tuple[str, ...]:
        """The columns that may hold the fields: a kind's own (`kind:name`), or one that kinds share (`name`)."""
        return tuple(dict.fromkeys(column for kind, name in self.fields for column in (f"{kind}:{name}", name)))


class Collector:
    """Takes in questions one by one; `ready` makes the tables for all of them."""

    def __init__(self, schema: Schema, sets: Sets, day: date) -> None:
        self.schema, self.sets, self.day = schema, sets, day
        self.expressions = Expressions()
        self._kinds: dict[str, KindTests] = {}
        self._whole: dict[tree.Condition, None] = {}

    def number(self, condition: tree.Condition) -> int:
        """The number of a condition about persons that is asked as a whole."""
        self._whole[condition] = None
        return self.expressions.number(condition)

    def tests(self, kind: str) -> KindTests:
        """What is asked of the facts of a kind."""
        return self._kinds.setdefault(kind, KindTests(self.schema, kind, self.sets, self.day))

    def ready(self, fields: Iterable[tuple[str, str]], columns: Iterable[str]) -> Questions:
        """The questions; `fields` of facts and `columns` of persons are needed besides those that are asked about."""
        atoms = self.expressions.atoms
        measures: dict[tuple[object, ...], int] = {}
        of_facts = {number: atom for number, atom in atoms.items() if isinstance(atom, tree.FactAtom)}
        asks = {number: _ask(atom, self.tests, measures) for number, atom in of_facts.items()}
        persons = PersonTests.of(
            {number: atom for number, atom in atoms.items() if not isinstance(atom, tree.FactAtom)}, self.sets, self.day
        )
        kinds = tuple(KindPlan(kind, each.layout, each.look_ups()) for kind, each in self._kinds.items())
        needed = dict.fromkeys((each.kind, name) for each in kinds for name in each.look_ups)
        for atom in of_facts.values():
            if isinstance(atom, tree.TotalFacts):
                needed[atom.kind, atom.field.name] = None
            if isinstance(atom, tree.MonthsOfFacts):
                needed[atom.kind, "valid_to"] = None
        guards: dict[int, dict[int, None]] = {}
        for atom, guard in guarded(self._whole):
            number = self.expressions.number(guard) if guard else EVERYBODY
            guards.setdefault(asks[self.expressions.number(atom)].measure, {})[number] = None
        return Questions(
            schema=self.schema,
            day=self.day,
            expressions=self.expressions,
            persons=persons,
            kinds=kinds,
            asks=asks,
            guards={measure: tuple(own) for measure, own in guards.items() if EVERYBODY not in own},
            fields=tuple(dict.fromkeys((*needed, *fields))),
            person_columns=tuple(dict.fromkeys((*persons.look_ups, *columns))),
        )


def _ask(atom: tree.FactAtom, tests: Callable[[str], KindTests], measures: dict[tuple[object, ...], int]) -> Ask:
    measured = atom.field if isinstance(atom, tree.TotalFacts) else None
    after = atom.after if isinstance(atom, tree.MonthsOfFacts) else None
    measure = measures.setdefault((type(atom), atom.kind, atom.where, measured, after), len(measures))
    if not isinstance(atom, tree.MonthsOfFacts):
        return Ask(atom.kind, tests(atom.kind).ask(atom.where, past=tree.speaks_of_end(atom.where)), measure)
    question = tests(atom.kind).ask(atom.where, past=True)
    if after is None:
        return Ask(atom.kind, question, measure)
    return Ask(atom.kind, question, measure, after.kind, tests(after.kind).ask(after.where, past=True))
