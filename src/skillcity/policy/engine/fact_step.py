"""The step of `any`, `count`, `total`: the facts of one kind, tested one by one, and their number or sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.explanation import Explanation, Missing, UnknownField
from skillcity.policy.engine.field_tests import Sets, Test, compile_test, every
from skillcity.policy.engine.kleene import Operator, Truth, compare_range
from skillcity.policy.engine.records import Case, Row
from skillcity.policy.engine.schema import Field, Schema

Differs = tuple[tuple[Text, bool], ...]
Answers = list[tuple[Row, Truth]]
ENDED = Text("当日仍然有效", "still valid on the day")


@dataclass(frozen=True, slots=True)
class FactStep:
    """`any` is "a number of at least 1"; `summed` is the field that `total` adds up, None when facts are counted.

    Each of `tests` comes with its words and whether it is gradual: one on a level, a number or a date.
    """

    node: tree.FactAtom
    wording: Text
    kind: str
    past: bool
    tests: tuple[tuple[Test, Text, bool], ...]
    whole: Test
    summed: Field | None
    operator: Operator
    number: int
    lacking: Missing
    fields: tuple[UnknownField, ...]

    def truth(self, case: Case) -> Truth:
        """Whether the number or sum is reached."""
        return compare_range(*self.measure(self.answers(case)), self.operator, self.number)

    def answers(self, case: Case) -> Answers:
        """The facts looked at, each with its truth; facts that have ended only where the conditions judge the end."""
        whole, day = self.whole, case.day
        return [(row, whole(row.values, day)) for row in case.rows.get(self.kind, ()) if self.past or row.current]

    def measure(self, answers: Answers) -> tuple[int, int | None]:
        """The least and greatest number or sum that the answers allow; a sum with an unknown part has no upper end."""
        low, high, bounded = 0, 0, True
        for row, truth in answers:
            if truth is not False:
                amount = 1 if self.summed is None else row.values[self.summed.name]
                if type(amount) is int:
                    low += amount if truth else 0
                    high += amount
                else:
                    bounded = False
        return low, high if bounded else None

    def explain(self, case: Case) -> Explanation:
        """The facts that count, the nearest one, or the empty fields."""
        answers = self.answers(case)
        low, high = self.measure(answers)
        truth = compare_range(low, high, self.operator, self.number)
        if truth is None:
            return Explanation(self.node, self.wording, None, unknown=self.not_known(answers))
        holding = tuple(row.id for row, holds in answers if holds)
        if truth:
            return Explanation(self.node, self.wording, True, holding)
        return Explanation(self.node, self.wording, False, missing=(self.missing(case, low),))

    def not_known(self, answers: Answers) -> tuple[UnknownField, ...]:
        """The empty fields of the facts that leave the answer open."""
        return tuple(
            replace(field, fact=row.id)
            for row, truth in answers
            for field in self.fields
            if truth is not False and row.values[field.field.name] is None
        )

    def missing(self, case: Case, have: int) -> Missing:
        """What is lacking, with the fact that comes nearest; one that has nothing in common is not near."""
        near: list[tuple[Row, Differs]] = []
        for row in case.rows.get(self.kind, ()):
            differs = self.differs(row, case)
            if differs and (len(differs) < len(self.tests) or any(gradual for _, gradual in differs)):
                near.append((row, differs))
        lacking = self.lacking
        counted = None if lacking.need is None else have
        if not near:
            return lacking if counted is None else replace(lacking, have=counted)
        row, differs = min(near, key=lambda pair: len(pair[1]))
        return replace(lacking, closest=row.id, differs=tuple(wording for wording, _ in differs), have=counted)

    def differs(self, row: Row, case: Case) -> Differs:
        """The conditions that a fact fails, in words; that it must still hold is one of them."""
        failed = tuple(
            (wording, gradual) for test, wording, gradual in self.tests if test(row.values, case.day) is False
        )
        return failed if self.past or row.current else ((ENDED, True), *failed)


def fact_step(node: tree.FactAtom, schema: Schema, sets: Sets, say: Callable[[tree.Condition], Text]) -> FactStep:
    """The step of an atom about facts."""
    operator: Operator = ">=" if isinstance(node, tree.AnyFact) else node.operator
    number = 1 if isinstance(node, tree.AnyFact) else node.number
    kind = schema.kinds[node.kind]
    tests = tuple(
        (compile_test(part, sets), say(part), any(field.type.ordered for field in tree.fields(part)))
        for part in node.where
    )
    wording = say(node)
    more_helps = operator in (">=", ">")  # an exact number can be overshot: never advice
    mentioned = tree.fields(*node.where) + ((node.field,) if isinstance(node, tree.TotalFacts) else ())
    return FactStep(
        node=node,
        wording=wording,
        kind=node.kind,
        past=tree.speaks_of_end(node.where),
        tests=tests,
        whole=every(tuple(test for test, _, _ in tests)),
        summed=node.field if isinstance(node, tree.TotalFacts) else None,
        operator=operator,
        number=number,
        lacking=Missing(
            node,
            node.kind if more_helps else None,
            wording,
            kind.supplied_by,
            more_helps,
            need=None if isinstance(node, tree.AnyFact) else number,
        ),
        fields=tuple(UnknownField(field, schema.attribute(field).label, None) for field in dict.fromkeys(mentioned)),
    )
