"""The questions that a policy asks of the facts of one kind, each distinct one a bit of a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch.expressions import Expressions, Truths
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.normal_form import Term, terms
from skillcity.policy.engine.batch.planes import FactPlane
from skillcity.policy.engine.batch.turning import number_of, turning_points
from skillcity.policy.engine.batch.words import Layout
from skillcity.policy.engine.dates import OPEN_END
from skillcity.policy.engine.field_tests import Sets, Test, compile_test, every, named_texts
from skillcity.policy.engine.kleene import Truth
from skillcity.policy.engine.records import readers_of
from skillcity.policy.engine.schema import FieldType, Schema


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A question that is answered by a few bits: some one of them is set."""

    bits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A question with too many alternatives: its condition, the bit of each of its tests, and that of "still valid"."""

    expressions: Expressions
    number: int
    bits: Mapping[tree.Condition, int]
    current: int

    def joined(self, ask: Callable[[int], FactPlane]) -> FactPlane:
        """The answer of each fact, from those of the bits; without regard to the end of the fact."""
        return Truths(self.expressions, lambda _, test, __: ask(self.bits[test])).of(self.number)


Question = Alternatives | Nested
TEXTS = set(FieldType) - {FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DATE, FieldType.LEVEL, FieldType.CHOICES}
"""The types whose values are read as they stand, and of which tests ask only whether they are this or that."""
NOTHING: Term = frozenset()


@dataclass(slots=True)
class KindTests:
    """Collects the questions about one kind of facts; then `look_ups` gives the tables for its fields.

    Every bit asks that the fact has begun; one that does not look at the past, that it has not ended.
    """

    schema: Schema
    kind: str
    sets: Sets
    day: date
    _bits: dict[tuple[Term, bool], int] = field(default_factory=dict)

    def ask(self, where: tuple[tree.Condition, ...], *, past: bool) -> Question:
        """The bits for all of `where` holding of one fact; `past`: of one that has ended too."""
        alternatives = terms(where)
        if alternatives is not None:
            return Alternatives(tuple(self._bit(term, past) for term in alternatives))
        expressions = Expressions()
        number = expressions.number(tree.And(where) if len(where) > 1 else where[0])
        atoms = expressions.atoms.values()
        tests: dict[tree.Condition, int] = {test: self._bit(frozenset((test,)), True) for test in atoms}
        return Nested(expressions, number, tests, self._bit(NOTHING, past))

    def _bit(self, term: Term, past: bool) -> int:
        return self._bits.setdefault((term, past), len(self._bits))

    @property
    def layout(self) -> Layout:
        """How the bits lie in words."""
        return Layout(len(self._bits))

    def look_ups(self) -> dict[str, LookUp]:
        """For each field that some bit asks about, its table; the fields are those of the schema."""
        asked: dict[str, dict[int, list[tree.Condition]]] = {"valid_from": {}}
        ends = {bit for (_, past), bit in self._bits.items() if not past}
        if ends:
            asked["valid_to"] = {}
        for (term, _), bit in self._bits.items():
            for test in term:
                (found,) = tree.fields(test)
                asked.setdefault(found.name, {}).setdefault(bit, []).append(test)
        return {name: self._look_up(name, tests, ends) for name, tests in asked.items()}

    def _look_up(self, name: str, tests: dict[int, list[tree.Condition]], ends: set[int]) -> LookUp:
        compiled: dict[int, Test] = {
            bit: every(tuple(compile_test(test, self.sets) for test in several)) for bit, several in tests.items()
        }
        points = turning_points([test for several in tests.values() for test in several], self.day)
        if name == "valid_from":
            compiled = {bit: _begun(compiled.get(bit)) for bit in range(len(self._bits))}
            points.add(number_of(self.day) + 1)
        if name == "valid_to":
            compiled.update({bit: _lasting(compiled.get(bit)) for bit in ends})
            points.add(number_of(self.day))
        stored = self.schema.kinds[self.kind].attributes[name].field.type
        named = None
        if stored in TEXTS:
            named = named_texts((test for several in tests.values() for test in several), self.sets)
        dated = stored is FieldType.DATE
        return LookUp(self.layout, compiled, self._reader(name), self.day, points, dated=dated, named=named)

    def _reader(self, name: str) -> Callable[[object], Mapping[str, Any]]:
        if name == "valid_to":
            return lambda value: {name: OPEN_END if value is None else value}
        if name == "valid_from":
            return lambda value: {name: value}
        read = dict(readers_of(self.schema)[self.kind])[name]
        return lambda value: {name: read(value)}


def _begun(test: Test | None) -> Test:
    def begun(values: Mapping[str, Any], day: date) -> Truth:
        start = values["valid_from"]
        if start is None or start > day:
            return False
        return test(values, day) if test else True

    return begun


def _lasting(test: Test | None) -> Test:
    def lasting(values: Mapping[str, Any], day: date) -> Truth:
        if values["valid_to"] < day:
            return False
        return test(values, day) if test else True

    return lasting
