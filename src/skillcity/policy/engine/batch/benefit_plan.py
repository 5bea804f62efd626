"""The benefits of a catalogue made ready for a population: the questions that their claims and payments ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from skillcity.policy.engine import tree
from skillcity.policy.engine.amounts import ByLevel, Times, parts_of
from skillcity.policy.engine.batch.kind_tests import KindTests, Question
from skillcity.policy.engine.benefit import PAYMENT, Benefit
from skillcity.policy.engine.schema import Schema


@dataclass(frozen=True, slots=True)
class BenefitPlan:
    """A benefit in force.

    `when`: the number of its condition (None: everybody). `fulfils`: asked of a fact that may give a claim (None: the
    claim is the person's). `counts`: asked of a payment (None: no payment can stand in the way).
    """

    benefit: Benefit
    when: int | None
    fulfils: Question | None
    counts: Question | None

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Kind and field of what its claims are computed from."""
        benefit = self.benefit
        if benefit.each:
            yield benefit.each, "valid_from"
            for amount in benefit.amounts:
                for part in parts_of(amount):
                    if isinstance(part, ByLevel):
                        yield benefit.each, "level"
                    if isinstance(part, Times):
                        yield benefit.each, part.field.name
        shared = (*benefit.once_per, *((benefit.ladder, "level") if benefit.ladder else ()))
        for name in shared:
            yield benefit.each or "", name
            yield PAYMENT, name
        if benefit.cap:
            yield PAYMENT, "valid_from"
            yield PAYMENT, "amount"


def benefit_plan(
    benefit: Benefit,
    schema: Schema,
    number: Callable[[tree.Condition], int],
    tests: Callable[[str], KindTests],
) -> BenefitPlan:
    """The plan of a benefit; `number` numbers a condition about persons, `tests` collects those about facts."""
    fulfils = counts = None
    if benefit.each:
        where = (benefit.where,) if benefit.where else ()
        fulfils = tests(benefit.each).ask(where, past=tree.speaks_of_end(where))
    if benefit.once_per or benefit.ladder or benefit.cap:
        code = schema.kinds[PAYMENT].attributes["benefit"].field
        counted = (tree.OneOf(code, tuple(sorted(benefit.counts))),) if benefit.counts else ()
        counts = tests(PAYMENT).ask(counted, past=True)
    return BenefitPlan(benefit, number(benefit.when) if benefit.when else None, fulfils, counts)
