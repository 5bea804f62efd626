"""A catalogue and a day made ready for a population: every distinct question once, and where its answer will lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch.benefit_plan import BenefitPlan, benefit_plan
from skillcity.policy.engine.batch.expressions import Expressions
from skillcity.policy.engine.batch.kind_tests import KindTests, Question
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.people import PersonTests
from skillcity.policy.engine.batch.words import Layout
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.interpreter import Ready, _in_force, _program, _rests_on_samples
from skillcity.policy.engine.tolerances import variants


@dataclass(frozen=True, slots=True)
class Ask:
    """An atom about facts as questions: about its own facts and, for `months`, about those that start the count."""

    kind: str
    question: Question
    after_kind: str = ""
    after: Question | None = None


def _ask(atom: tree.FactAtom, tests: Callable[[str], KindTests]) -> Ask:
    if isinstance(atom, tree.MonthsOfFacts):
        question = tests(atom.kind).ask(atom.where, past=True)
        after = atom.after
        if after is None:
            return Ask(atom.kind, question)
        return Ask(atom.kind, question, after.kind, tests(after.kind).ask(after.where, past=True))
    return Ask(atom.kind, tests(atom.kind).ask(atom.where, past=tree.speaks_of_end(atom.where)))


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What is asked of the facts of one kind: how the answers lie in words, and the table of each field."""

    kind: str
    layout: Layout
    look_ups: Mapping[str, LookUp]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about a catalogue on a day that does not depend on the persons.

    `clauses`: those in force, best class first, as the interpreter asks them; none: no rule is in force. By the id of a
    clause: the number of its condition, and those of its relaxed forms, of which one makes it a near miss. `rests_on_samples`: it has nothing but benefits, and one of them is
    illustrative.
    """

    catalogue: Catalogue
    day: date
    clauses: tuple[Ready, ...]
    expressions: Expressions
    conditions: Mapping[str, int]
    near: Mapping[str, tuple[int, ...]]
    benefits: tuple[BenefitPlan, ...]
    rests_on_samples: bool
    persons: PersonTests
    kinds: tuple[KindPlan, ...]
    asks: Mapping[tree.FactAtom, Ask]

    @property
    def is_in_force(self) -> bool:
        """Whether there is a rule on the day at all."""
        return bool(self.clauses or self.benefits)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Kind and field of all that is asked about facts."""
        found = {(each.kind, name): None for each in self.kinds for name in each.look_ups}
        for atom in self.asks:
            if isinstance(atom, tree.TotalFacts):
                found[atom.kind, atom.field.name] = None
            if isinstance(atom, tree.MonthsOfFacts):
                found[atom.kind, "valid_to"] = None
        for benefit in self.benefits:
            found.update(dict.fromkeys(benefit.fields))
        return tuple(found)

    @property
    def fact_columns(self) -> tuple[str, ...]:
        """The columns that may hold these fields: a kind's own (`kind.name`), or one that kinds share (`name`)."""
        return tuple(dict.fromkeys(column for kind, name in self.fields for column in (f"{kind}.{name}", name)))

    @property
    def person_columns(self) -> tuple[str, ...]:
        """The columns that the persons need besides `id`."""
        local = any(each.benefit.local for each in self.benefits)
        return tuple(dict.fromkeys((*self.persons.look_ups, *(["registered_in"] if local else []))))


@lru_cache(maxsize=16)
def plan(catalogue: Catalogue, day: date) -> Plan:
    """The plan of a catalogue on a day."""
    program = _program(catalogue)
    in_force = day in catalogue.in_force
    clauses = tuple(item for item in program.clauses if in_force and _in_force(item.clause, day))
    benefits = [item.benefit for item in program.benefits if in_force and _in_force(item.benefit, day)]
    sets = {name: found.members for name, found in catalogue.sets.items()}
    kinds: dict[str, KindTests] = {}

    def tests(kind: str) -> KindTests:
        return kinds.setdefault(kind, KindTests(catalogue.schema, kind, sets, day))

    expressions = Expressions()
    conditions = {item.clause.id: expressions.number(item.clause.when) for item in clauses}
    near = {
        item.clause.id: tuple(
            expressions.number(form) for _, _, form in variants(item.clause.when, item.clause.near)
        )
        for item in clauses
    }
    planned = tuple(benefit_plan(each, catalogue.schema, expressions.number, tests) for each in benefits)
    asks = {atom: _ask(atom, tests) for atom in expressions.atoms if isinstance(atom, tree.FactAtom)}
    of_persons = tuple(atom for atom in expressions.atoms if not isinstance(atom, tree.FactAtom))
    return Plan(
        catalogue=catalogue,
        day=day,
        clauses=clauses,
        expressions=expressions,
        conditions=conditions,
        near=near,
        benefits=planned,
        rests_on_samples=in_force and _rests_on_samples(program, day),
        persons=PersonTests.of(of_persons, sets, day),
        kinds=tuple(KindPlan(kind, each.layout, each.look_ups()) for kind, each in kinds.items()),
        asks=asks,
    )
