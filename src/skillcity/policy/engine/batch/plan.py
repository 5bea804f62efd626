"""Catalogues made ready for a population on a day; two editions share the questions that both ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from skillcity.policy.engine.batch.benefit_plan import BenefitPlan, benefit_plan
from skillcity.policy.engine.batch.codes import Codes
from skillcity.policy.engine.batch.questions import Collector, Questions
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.field_tests import Sets
from skillcity.policy.engine.interpreter import Ready, has_sample_benefits, line_in_force, program_of
from skillcity.policy.engine.tolerances import variants


@dataclass(frozen=True, slots=True)
class Plan:
    """A catalogue on a day.

    `clauses`: those in force, best class first, as the interpreter asks them. By the id of a clause: the number of its
    condition, and those of its relaxed forms, of which one makes it a near miss. `rests_on_samples`: it has nothing but
    benefits, and one of them is illustrative.
    """

    catalogue: Catalogue
    day: date
    clauses: tuple[Ready, ...]
    conditions: Mapping[str, int]
    near: Mapping[str, tuple[int, ...]]
    benefits: tuple[BenefitPlan, ...]
    rests_on_samples: bool
    questions: Questions
    codes: Codes = field(default_factory=Codes)

    @property
    def is_in_force(self) -> bool:
        """Whether there is a rule on the day at all."""
        return bool(self.clauses or self.benefits)


@lru_cache(maxsize=16)
def plan(catalogue: Catalogue, day: date) -> Plan:
    """The plan of a catalogue on a day."""
    return plans([catalogue], day)[0]


def plans(catalogues: Sequence[Catalogue], day: date) -> list[Plan]:
    """The plans of catalogues of one schema on a day, with questions in common.

    Catalogues whose sets of the same name differ have none in common.
    """
    sets: dict[str, frozenset[str]] = {}
    for catalogue in catalogues:
        own = _sets(catalogue)
        if any(sets.get(name, members) != members for name, members in own.items()):
            return [plan(each, day) for each in catalogues]
        sets |= own
    collector = Collector(catalogues[0].schema, sets, day)
    drafts = [_draft(catalogue, day, collector) for catalogue in catalogues]
    benefits = [each for draft in drafts for each in draft.benefits]
    questions = collector.ready(
        (field for each in benefits for field in each.fields),
        ["registered_in"] if any(each.benefit.local for each in benefits) else [],
    )
    return [draft.with_questions(questions) for draft in drafts]


def _sets(catalogue: Catalogue) -> Sets:
    return {name: found.members for name, found in catalogue.sets.items()}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A plan before its questions are ready."""

    catalogue: Catalogue
    day: date
    clauses: tuple[Ready, ...]
    conditions: Mapping[str, int]
    near: Mapping[str, tuple[int, ...]]
    benefits: tuple[BenefitPlan, ...]
    rests_on_samples: bool

    def with_questions(self, questions: Questions) -> Plan:
        return Plan(
            self.catalogue,
            self.day,
            self.clauses,
            self.conditions,
            self.near,
            self.benefits,
            self.rests_on_samples,
            questions,
        )


def _draft(catalogue: Catalogue, day: date, collector: Collector) -> _Draft:
    program = program_of(catalogue)
    in_force = day in catalogue.in_force
    ready = [item for item in program.clauses if in_force and line_in_force(item.clause, day)]
    benefits = [item.benefit for item in program.benefits if in_force and line_in_force(item.benefit, day)]
    clauses = [item.clause for item in ready]
    return _Draft(
        catalogue=catalogue,
        day=day,
        clauses=tuple(ready),
        conditions={clause.id: collector.number(clause.when) for clause in clauses},
        near={
            clause.id: tuple(collector.number(form) for _, _, form in variants(clause.when, clause.near))
            for clause in clauses
        },
        benefits=tuple(benefit_plan(each, catalogue.schema, collector.number, collector.tests) for each in benefits),
        rests_on_samples=in_force and has_sample_benefits(program, day),
    )
