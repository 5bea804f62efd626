"""Conditions on one record (a person's fields, or one fact) as functions: values and day in, three-valued truth out."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from skillcity.policy.engine import tree
from skillcity.policy.engine.dates import before, completed_months, completed_years
from skillcity.policy.engine.kleene import Truth, negate
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.schema import Field, FieldType

Values = Mapping[str, Any]
Test = Callable[[Values, date], Truth]
Sets = Mapping[str, frozenset[str]]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_test(condition: tree.Condition, sets: Sets) -> Test:
    """The test of one condition that holds no atom about facts."""
    if isinstance(condition, tree.And):
        return every(tuple(compile_test(part, sets) for part in condition.parts))
    if isinstance(condition, tree.Or):
        return _some(tuple(compile_test(part, sets) for part in condition.parts))
    if isinstance(condition, tree.Not):
        part = compile_test(condition.part, sets)
        return lambda values, day: negate(part(values, day))
    return _MAKERS[type(condition)](condition, sets)


def named_texts(tests: Iterable[tree.Condition], sets: Sets) -> tuple[frozenset[object], ...]:
    """The values that each test of a text field names: texts that lie in the same of these are answered alike."""
    found: dict[frozenset[object], None] = {}
    for atom in (atom for test in tests for atom in tree.atoms(test)):
        if isinstance(atom, tree.Compare):
            found[frozenset((atom.value,))] = None
        elif isinstance(atom, tree.OneOf):
            found[frozenset(atom.values)] = None
        else:
            assert isinstance(atom, tree.InSet)  # a text is asked nothing else
            found[sets[atom.set_name]] = None
    return tuple(found)


def every(tests: tuple[Test, ...]) -> Test:
    """And, as `kleene.all_of` but without a generator: this loop is where the time goes."""
    if len(tests) == 1:
        return tests[0]

    def test(values: Values, day: date) -> Truth:
        result: Truth = True
        for part in tests:
            truth = part(values, day)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return test


def _some(tests: tuple[Test, ...]) -> Test:
    def test(values: Values, day: date) -> Truth:
        result: Truth = False
        for part in tests:
            truth = part(values, day)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return test


def _ranked(field: Field, value: tree.Value) -> Any:
    return RANKS[str(value)] if field.type is FieldType.LEVEL else value


def _flag(node: tree.Flag, sets: Sets) -> Test:
    name = node.field.name
    return lambda values, day: values[name]


def _compare(node: tree.Compare, sets: Sets) -> Test:
    name, compare, bound = node.field.name, _OPERATORS[node.operator], _ranked(node.field, node.value)
    return lambda values, day: None if (value := values[name]) is None else compare(value, bound)


def _member(field: Field, members: frozenset[Any]) -> Test:
    name = field.name
    return lambda values, day: None if (value := values[name]) is None else value in members


def _contains(node: tree.Contains, sets: Sets) -> Test:
    name, wanted = node.field.name, node.value
    return lambda values, day: None if (held := values[name]) is None else wanted in held


def _within(node: tree.Within, sets: Sets) -> Test:
    name, amount, unit = node.field.name, node.amount, node.unit

    def test(values: Values, day: date) -> Truth:
        value = values[name]
        return None if value is None else before(day, amount, unit) <= value <= day

    return test


def _elapsed(node: tree.Elapsed, sets: Sets) -> Test:
    name, compare, number = node.field.name, _OPERATORS[node.operator], node.number
    completed = completed_years if node.unit == "years" else completed_months
    return lambda values, day: None if (value := values[name]) is None else compare(completed(value, day), number)


_MAKERS: Mapping[type, Callable[[Any, Sets], Test]] = {
    tree.Flag: _flag,
    tree.Compare: _compare,
    tree.OneOf: lambda node, sets: _member(node.field, frozenset(_ranked(node.field, item) for item in node.values)),
    tree.InSet: lambda node, sets: _member(node.field, sets[node.set_name]),
    tree.Contains: _contains,
    tree.Within: _within,
    tree.Elapsed: _elapsed,
}
