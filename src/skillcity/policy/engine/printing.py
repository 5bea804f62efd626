"""The canonical text of a tree: parsing it gives the same tree again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from skillcity.policy.engine import tree


def to_text(condition: tree.Condition) -> str:
    """The condition as a rule writes it, in one line."""
    return _PRINTERS[type(condition)](condition)


def _and(node: tree.And) -> str:
    return " and ".join(_part(part, tree.And, tree.Or) for part in node.parts)


def _or(node: tree.Or) -> str:
    return " or ".join(_part(part, tree.Or) for part in node.parts)


def _not(node: tree.Not) -> str:
    return f"not {_part(node.part, tree.And, tree.Or)}"


def _part(part: tree.Condition, *wrapped: type) -> str:
    text = to_text(part)
    return f"({text})" if isinstance(part, wrapped) else text


def _literal(value: tree.Value) -> str:
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, str):
        quote = "'" if '"' in value else '"'
        return f"{quote}{value}{quote}"
    return str(value)


def _one_of(node: tree.OneOf) -> str:
    comma = "," if len(node.values) == 1 else ""
    return f"{node.field.name} in ({', '.join(map(_literal, node.values))}{comma})"


def _arguments(first: str, where: tuple[tree.Condition, ...]) -> str:
    return ", ".join([first, *map(to_text, where)])


def _spelled(kind: str) -> str:
    return kind.replace("-", "_")


def _count(node: tree.CountFacts) -> str:
    return f"count({_arguments(_spelled(node.kind), node.where)}) {node.operator} {node.number}"


def _total(node: tree.TotalFacts) -> str:
    summed = f"{_spelled(node.kind)}.{node.field.name}"
    return f"total({_arguments(summed, node.where)}) {node.operator} {node.number}"


def _months(node: tree.MonthsOfFacts) -> str:
    after = f", after({_arguments(_spelled(node.after.kind), node.after.where)})" if node.after else ""
    return f"months({_arguments(_spelled(node.kind), node.where)}{after}) {node.operator} {node.number}"


_PRINTERS: dict[type, Callable[[Any], str]] = {
    tree.And: _and,
    tree.Or: _or,
    tree.Not: _not,
    tree.Flag: lambda node: node.field.name,
    tree.Compare: lambda node: f"{node.field.name} {node.operator} {_literal(node.value)}",
    tree.OneOf: _one_of,
    tree.InSet: lambda node: f"{node.field.name} in {node.set_name}",
    tree.Contains: lambda node: f"{_literal(node.value)} in {node.field.name}",
    tree.Within: lambda node: f"within({node.field.name}, {node.unit}({node.amount}))",
    tree.Elapsed: lambda node: f"{node.unit}_since({node.field.name}) {node.operator} {node.number}",
    tree.AnyFact: lambda node: f"any({_arguments(_spelled(node.kind), node.where)})",
    tree.CountFacts: _count,
    tree.TotalFacts: _total,
    tree.MonthsOfFacts: _months,
}
