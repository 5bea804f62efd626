"""When one condition surely follows from another, or surely can never hold: by form, without solving.

Everything here is sound in three-valued logic: `implies(a, b)` means that whoever makes a True makes b True. What each
function compares it takes from an `Effort`, for two long conditions can be split against each other in very many ways.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

from skillcity.policy.engine import tree
from skillcity.policy.engine.kleene import Operator
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.schema import FieldType

VALUES_A_COMPARISON = 10
"""So many values of two lists cost as much as one comparison."""
_OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Exhausted(Exception):
    """More comparisons were needed than allowed; it never leaves the engine."""


class Effort:
    """How many comparisons may still be made."""

    __slots__ = ("left",)

    def __init__(self, left: float) -> None:
        self.left = left

    def spend(self, comparisons: int = 1) -> None:
        """Count them; raises Exhausted when there are none left."""
        self.left -= comparisons
        if self.left < 0:
            raise Exhausted


BOUNDLESS = Effort(inf)


def implies(one: tree.Condition, other: tree.Condition, effort: Effort = BOUNDLESS) -> bool:
    """Whether the other surely holds when the one does."""
    effort.spend()
    if one == other:
        return True
    if isinstance(one, tree.Or):
        return all(implies(part, other, effort) for part in one.parts)
    if isinstance(other, tree.And):
        return all(implies(one, part, effort) for part in other.parts)
    if isinstance(other, tree.Or) and any(implies(one, part, effort) for part in other.parts):
        return True
    if isinstance(one, tree.And):
        return any(implies(part, other, effort) for part in one.parts)
    return _atom_implies(one, other, effort)


def _atom_implies(one: Any, other: Any, effort: Effort) -> bool:
    facts = tree.AnyFact | tree.CountFacts
    if isinstance(one, facts) and isinstance(other, facts):
        return _facts_imply(one, other, effort)
    if isinstance(one, tree.Compare) and isinstance(other, tree.Compare) and one.field == other.field:
        return _bound_implies(one.operator, _scaled(one), other.operator, _scaled(other))
    if isinstance(one, tree.Compare) and isinstance(other, tree.OneOf):
        return one.field == other.field and one.operator == "==" and one.value in other.values
    if isinstance(one, tree.OneOf) and isinstance(other, tree.OneOf):
        effort.spend((len(one.values) + len(other.values)) // VALUES_A_COMPARISON)
        return one.field == other.field and set(one.values) <= set(other.values)
    if isinstance(one, tree.Elapsed) and isinstance(other, tree.Elapsed):
        same = (one.field, one.unit) == (other.field, other.unit)
        return same and _bound_implies(one.operator, one.number, other.operator, other.number)
    return False


def _facts_imply(one: tree.AnyFact | tree.CountFacts, other: tree.AnyFact | tree.CountFacts, effort: Effort) -> bool:
    """More conditions on each fact, and at least as many facts."""
    if one.kind != other.kind or not _operator(one) == _operator(other) == ">=":
        return False
    narrower = all(any(implies(mine, wanted, effort) for mine in one.where) for wanted in other.where)
    if not narrower or _number(one) < max(1, _number(other)):
        return False
    return tree.speaks_of_end(one.where) <= tree.speaks_of_end(other.where)


def _number(node: tree.AnyFact | tree.CountFacts) -> int:
    return 1 if isinstance(node, tree.AnyFact) else node.number


def _operator(node: tree.AnyFact | tree.CountFacts) -> Operator:
    return ">=" if isinstance(node, tree.AnyFact) else node.operator


def _scaled(node: tree.Compare) -> Any:
    return RANKS[str(node.value)] if node.field.type is FieldType.LEVEL else node.value


def _bound_implies(one: Operator, low: Any, other: Operator, high: Any) -> bool:
    if one == "==":
        return _stands(low, other, high)
    if one in (">", ">=") and other in (">", ">="):
        return bool(low > high or (low == high and (one == ">" or other == ">=")))
    if one in ("<", "<=") and other in ("<", "<="):
        return bool(low < high or (low == high and (one == "<" or other == "<=")))
    return False


def _stands(value: Any, operator: Operator, bound: Any) -> bool:
    if operator in ("==", "!="):
        return bool((value == bound) is (operator == "=="))
    return bool({"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[operator])


def opposite(condition: tree.Condition) -> tree.Condition:
    """The condition that holds exactly when this one does not."""
    if isinstance(condition, tree.Not):
        return condition.part
    if isinstance(condition, tree.Compare):
        return tree.Compare(condition.field, _OPPOSITE[condition.operator], condition.value)
    if isinstance(condition, tree.Elapsed):
        return replace(condition, operator=_OPPOSITE[condition.operator])
    return tree.Not(condition)


def never(condition: tree.Condition, effort: Effort = BOUNDLESS) -> bool:
    """Whether the condition surely cannot hold for anybody."""
    if isinstance(condition, tree.Or):
        return all(never(part, effort) for part in condition.parts)
    if isinstance(condition, tree.And):
        return _contradictory(condition.parts, effort)
    if isinstance(condition, tree.Not):
        return always(condition.part, effort)
    if isinstance(condition, tree.AnyFact):
        return _contradictory(condition.where, effort)
    if isinstance(condition, tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts):
        at_least_one = condition.operator == ">" or (condition.operator in (">=", "==") and condition.number > 0)
        below_zero = condition.operator == "<" and condition.number == 0
        return below_zero or (at_least_one and _contradictory(condition.where, effort))
    return False


def _contradictory(parts: tuple[tree.Condition, ...], effort: Effort) -> bool:
    if any(never(part, effort) for part in parts):
        return True
    opposites = [opposite(part) for part in parts]
    return any(
        implies(one, other, effort) for at, one in enumerate(parts) for to, other in enumerate(opposites) if at != to
    )


def always(condition: tree.Condition, effort: Effort = BOUNDLESS) -> bool:
    """Whether the condition surely holds for everybody about whom all is known."""
    if isinstance(condition, tree.And):
        return all(always(part, effort) for part in condition.parts)
    if isinstance(condition, tree.Or):
        if any(always(part, effort) for part in condition.parts):
            return True
        opposites = [opposite(part) for part in condition.parts]
        return any(implies(one, other, effort) for one in opposites for other in condition.parts)
    if isinstance(condition, tree.Not):
        return never(condition.part, effort)
    if isinstance(condition, tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts):
        return condition.operator == ">=" and condition.number == 0
    return False
