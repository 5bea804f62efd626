"""When one condition surely follows from another, or surely can never hold: by form, without solving.

Everything here is sound in three-valued logic: `implies(a, b)` means that whoever makes a True makes b True.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from skillcity.policy.engine import tree
from skillcity.policy.engine.kleene import Operator
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.schema import FieldType

_OPPOSITE: dict[Operator, Operator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def implies(one: tree.Condition, other: tree.Condition) -> bool:
    """Whether the other surely holds when the one does."""
    if one == other:
        return True
    if isinstance(one, tree.Or):
        return all(implies(part, other) for part in one.parts)
    if isinstance(other, tree.And):
        return all(implies(one, part) for part in other.parts)
    if isinstance(other, tree.Or) and any(implies(one, part) for part in other.parts):
        return True
    if isinstance(one, tree.And):
        return any(implies(part, other) for part in one.parts)
    return _atom_implies(one, other)


def _atom_implies(one: Any, other: Any) -> bool:
    facts = tree.AnyFact | tree.CountFacts
    if isinstance(one, facts) and isinstance(other, facts):
        return _facts_imply(one, other)
    if isinstance(one, tree.Compare) and isinstance(other, tree.Compare) and one.field == other.field:
        return _bound_implies(one.operator, _scaled(one), other.operator, _scaled(other))
    if isinstance(one, tree.Compare) and isinstance(other, tree.OneOf):
        return one.field == other.field and one.operator == "==" and one.value in other.values
    if isinstance(one, tree.OneOf) and isinstance(other, tree.OneOf):
        return one.field == other.field and set(one.values) <= set(other.values)
    if isinstance(one, tree.Elapsed) and isinstance(other, tree.Elapsed):
        same = (one.field, one.unit) == (other.field, other.unit)
        return same and _bound_implies(one.operator, one.number, other.operator, other.number)
    return False


def _facts_imply(one: tree.AnyFact | tree.CountFacts, other: tree.AnyFact | tree.CountFacts) -> bool:
    """More conditions on each fact, and at least as many facts."""
    if one.kind != other.kind or tree.speaks_of_end(one.where) > tree.speaks_of_end(other.where):
        return False
    narrower = all(any(implies(mine, wanted) for mine in one.where) for wanted in other.where)
    return narrower and _number(one) >= max(1, _number(other)) and _operator(one) == _operator(other) == ">="


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


def never(condition: tree.Condition) -> bool:
    """Whether the condition surely cannot hold for anybody."""
    if isinstance(condition, tree.Or):
        return all(never(part) for part in condition.parts)
    if isinstance(condition, tree.And):
        return _contradictory(condition.parts)
    if isinstance(condition, tree.Not):
        return always(condition.part)
    if isinstance(condition, tree.AnyFact):
        return _contradictory(condition.where)
    if isinstance(condition, tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts):
        at_least_one = condition.operator == ">" or (condition.operator in (">=", "==") and condition.number > 0)
        below_zero = condition.operator == "<" and condition.number == 0
        return below_zero or (at_least_one and _contradictory(condition.where))
    return False


def _contradictory(parts: tuple[tree.Condition, ...]) -> bool:
    return any(never(part) for part in parts) or any(
        implies(one, opposite(other)) for one in parts for other in parts if one is not other
    )


def always(condition: tree.Condition) -> bool:
    """Whether the condition surely holds for everybody about whom all is known."""
    if isinstance(condition, tree.And):
        return all(always(part) for part in condition.parts)
    if isinstance(condition, tree.Or):
        return any(always(part) for part in condition.parts) or any(
            implies(opposite(one), other) for one in condition.parts for other in condition.parts
        )
    if isinstance(condition, tree.Not):
        return never(condition.part)
    if isinstance(condition, tree.CountFacts | tree.TotalFacts | tree.MonthsOfFacts):
        return condition.operator == ">=" and condition.number == 0
    return False
