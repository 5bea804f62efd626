"""The step of `any`, `count`, `total`: the facts of one kind, tested one by one, and their number or sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.covered import covered_months
from skillcity.policy.engine.explanation import Explanation, Missing, UnknownField
from skillcity.policy.engine.field_tests import Sets, Test, compile_test, every
from skillcity.policy.engine.kleene import Operator, Truth, compare_range
from skillcity.policy.engine.records import Case, Row
from skillcity.policy.engine.schema import Field, Schema

Differs = tuple[tuple[Text, bool], ...]
Say = Callable[[tree.Condition], Text]
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
    after: FactStep | None

    def truth(self, case: Case) -> Truth:
        """Whether the number or sum is reached."""
        return compare_range(*self.measure(self.answers(case), case), self.operator, self.number)

    def answers(self, case: Case) -> Answers:
        """The facts looked at, each with its truth; facts that have ended only where the conditions judge the end."""
        whole, day = self.whole, case.day
        return [(row, whole(row.values, day)) for row in case.rows.get(self.kind, ()) if self.past or row.current]

    def judge(self, row: Row, case: Case) -> Truth:
        """Whether one fact fulfils the conditions; one that has ended does not, unless they judge the end."""
        return self.whole(row.values, case.day) if self.past or row.current else False

    def measure(self, answers: Answers, case: Case) -> tuple[int, int | None]:
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
        low, high = self.measure(answers, case)
        truth = compare_range(low, high, self.operator, self.number)
        if truth is None:
            return Explanation(self.node, self.wording, None, unknown=self.not_known(answers, case))
        holding = tuple(row.id for row, holds in answers if holds)
        if truth:
            return Explanation(self.node, self.wording, True, holding)
        return Explanation(self.node, self.wording, False, missing=(self.missing(case, low),))

    def not_known(self, answers: Answers, case: Case) -> tuple[UnknownField, ...]:
        """The empty fields of the facts that leave the answer open."""
        return _empty(answers, self.fields)

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


def _empty(answers: Answers, fields: tuple[UnknownField, ...]) -> tuple[UnknownField, ...]:
    return tuple(
        replace(field, fact=row.id)
        for row, truth in answers
        for field in fields
        if truth is not False and row.values[field.field.name] is None
    )


class MonthsStep(FactStep):
    """`months`: instead of a number of facts the months that their merged periods cover, from `after` on if given."""

    __slots__ = ()

    def measure(self, answers: Answers, case: Case) -> tuple[int, int | None]:
        """The months of the facts that surely count, and of all that may."""
        starts: Answers = self.after.answers(case) if self.after else []
        low = self._months(answers, starts, case, (True,))
        if all(truth is not None for _, truth in (*answers, *starts)):
            return low, low
        return low, self._months(answers, starts, case, (True, None))

    def _months(self, answers: Answers, starts: Answers, case: Case, counted: tuple[Truth, ...]) -> int:
        first: date | None = date.min
        if self.after:
            first = min((row.values["valid_from"] for row, truth in starts if truth in counted), default=None)
        periods = ((row.values["valid_from"], row.values["valid_to"]) for row, truth in answers if truth in counted)
        return covered_months(periods, first, case.day)

    def not_known(self, answers: Answers, case: Case) -> tuple[UnknownField, ...]:
        """The empty fields of the periods, and of the facts that may start the count."""
        start = self.after
        return _empty(answers, self.fields) + (_empty(start.answers(case), start.fields) if start else ())


def fact_step(node: tree.FactAtom, schema: Schema, sets: Sets, say: Say) -> FactStep:
    """The step of an atom about facts."""
    if isinstance(node, tree.MonthsOfFacts):
        after = _step(FactStep, node.after, schema, sets, say, past=True) if node.after else None
        return _step(MonthsStep, node, schema, sets, say, past=True, after=after)
    return _step(FactStep, node, schema, sets, say, past=tree.speaks_of_end(node.where))


def _step(
    step: type[FactStep],
    node: tree.FactAtom,
    schema: Schema,
    sets: Sets,
    say: Say,
    *,
    past: bool,
    after: FactStep | None = None,
) -> FactStep:
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
    return step(
        node=node,
        wording=wording,
        kind=node.kind,
        past=past,
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
        after=after,
    )
