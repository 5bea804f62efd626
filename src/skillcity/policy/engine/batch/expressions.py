"""Conditions about persons as a numbered list, each distinct one once, so that every answer is computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Generic

from numpy.typing import NDArray

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch.planes import Plane, YesNo, all_of, any_of, negated


@dataclass(frozen=True, slots=True)
class Node:
    """An atom, or a join (`all`, `any`, `not`) of the nodes with these numbers."""

    join: str
    parts: tuple[int, ...] = ()
    atom: tree.Atom | None = None


@dataclass(slots=True)
class Expressions:
    """The conditions of a plan."""

    nodes: list[Node] = field(default_factory=list)
    _numbers: dict[tree.Condition, int] = field(default_factory=dict)

    def number(self, condition: tree.Condition) -> int:
        """The number of a condition, which is added when it is new."""
        found = self._numbers.get(condition)
        if found is None:
            node = self._node(condition)
            found = self._numbers[condition] = len(self.nodes)
            self.nodes.append(node)
        return found

    def _node(self, condition: tree.Condition) -> Node:
        if isinstance(condition, tree.And | tree.Or):
            parts = tuple(self.number(part) for part in condition.parts)
            return Node("all" if isinstance(condition, tree.And) else "any", parts)
        if isinstance(condition, tree.Not):
            return Node("not", (self.number(condition.part),))
        return Node("atom", atom=condition)

    @property
    def atoms(self) -> dict[int, tree.Atom]:
        """The distinct atoms by their numbers."""
        return {number: node.atom for number, node in enumerate(self.nodes) if node.atom is not None}


@dataclass(slots=True)
class Truths(Generic[YesNo]):
    """The truths of the conditions for some persons (or facts), each computed when it is first asked for."""

    expressions: Expressions
    ask: Callable[[int, tree.Atom, Truths[YesNo]], Plane[YesNo]]
    _known: dict[int, Plane[YesNo]] = field(default_factory=dict)
    _certain: dict[int, NDArray[YesNo]] = field(default_factory=dict)

    def of(self, number: int) -> Plane[YesNo]:
        """The truth of the condition of this number."""
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = self._compute(number)
        return found

    def _compute(self, number: int) -> Plane[YesNo]:
        node = self.expressions.nodes[number]
        if node.atom is not None:
            return self.ask(number, node.atom, self)
        parts = (self.of(part) for part in node.parts)
        if node.join == "not":
            return negated(next(parts))
        return all_of(parts) if node.join == "all" else any_of(parts)

    def certain(self, number: int) -> NDArray[YesNo]:
        """Where the condition surely holds: half the work where nothing else is asked."""
        known = self._known.get(number)
        node = self.expressions.nodes[number]
        if known is not None or node.join in ("atom", "not"):
            return self.of(number).certain
        found = self._certain.get(number)
        if found is None:
            join = and_ if node.join == "all" else or_
            found = self._certain[number] = reduce(join, (self.certain(part) for part in node.parts))
        return found
