"""A condition made ready to run: one step a node, which gives its truth quickly or its explanation in full.

Both come from the same compiled tests, so a fast answer and an explained one cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from skillcity.kernel.text import Text
from skillcity.policy.engine import tree
from skillcity.policy.engine.explanation import Explanation, Missing, UnknownField
from skillcity.policy.engine.fact_step import fact_step
from skillcity.policy.engine.field_tests import Sets, Test, compile_test
from skillcity.policy.engine.kleene import Truth, all_of, any_of, negate
from skillcity.policy.engine.records import Case
from skillcity.policy.engine.schema import Schema

NOBODY = Text("", "")
Say = Callable[[tree.Condition], Text]


class Step(Protocol):
    """A node that can be asked about a case."""

    def truth(self, case: Case) -> Truth:
        """Whether the node holds; None: not known."""

    def explain(self, case: Case) -> Explanation:
        """The same truth with its reasons."""


def step(node: tree.Condition, schema: Schema, sets: Sets, say: Say) -> Step:
    """The step of a condition about a person; `say` puts a condition in words."""
    if isinstance(node, tree.And | tree.Or):
        parts = tuple(step(part, schema, sets, say) for part in node.parts)
        return JoinStep(node, say(node), parts, isinstance(node, tree.And))
    if isinstance(node, tree.Not):
        return NotStep(node, say(node), step(node.part, schema, sets, say))
    if isinstance(node, tree.FactAtom):
        return fact_step(node, schema, sets, say)
    attribute = schema.attribute(node.field)
    wording = say(node)
    return PersonStep(
        node,
        wording,
        compile_test(node, sets),
        (Missing(node, None, wording, attribute.supplied_by, attribute.changeable),),
        (UnknownField(node.field, attribute.label, None),),
    )


@dataclass(frozen=True, slots=True)
class PersonStep:
    """A question about a field of the person."""

    node: tree.Condition
    wording: Text
    test: Test
    missing: tuple[Missing, ...]
    unknown: tuple[UnknownField, ...]

    def truth(self, case: Case) -> Truth:
        """The answer of the test."""
        return self.test(case.person, case.day)

    def explain(self, case: Case) -> Explanation:
        """The field that is missing or not known."""
        truth = self.truth(case)
        if truth is None:
            return Explanation(self.node, self.wording, None, unknown=self.unknown)
        return Explanation(self.node, self.wording, truth, missing=() if truth else self.missing)


@dataclass(frozen=True, slots=True)
class JoinStep:
    """And, or."""

    node: tree.Condition
    wording: Text
    parts: tuple[Step, ...]
    conjunction: bool

    def truth(self, case: Case) -> Truth:
        """Read only as far as needed."""
        join = all_of if self.conjunction else any_of
        return join(part.truth(case) for part in self.parts)

    def explain(self, case: Case) -> Explanation:
        """Only the parts that decide give reasons: as the false ones of a false node."""
        children = tuple(part.explain(case) for part in self.parts)
        join = all_of if self.conjunction else any_of
        truth = join(child.truth for child in children)
        deciding = [child for child in children if child.truth is truth]
        return Explanation(
            self.node,
            self.wording,
            truth,
            tuple(dict.fromkeys(fact for child in deciding for fact in child.satisfied_by)),
            tuple(lack for child in deciding for lack in child.missing),
            tuple(dict.fromkeys(field for child in deciding for field in child.unknown)),
            children,
        )


@dataclass(frozen=True, slots=True)
class NotStep:
    """Not: when it fails, something is there that must not be; no fact can supply that."""

    node: tree.Not
    wording: Text
    part: Step

    def truth(self, case: Case) -> Truth:
        """The opposite of the part."""
        return negate(self.part.truth(case))

    def explain(self, case: Case) -> Explanation:
        """What stands in the way."""
        child = self.part.explain(case)
        truth = negate(child.truth)
        lacks = (Missing(self.node, None, self.wording, NOBODY, changeable=False),) if truth is False else ()
        return Explanation(self.node, self.wording, truth, (), lacks, child.unknown, (child,))
