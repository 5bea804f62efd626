"""Each distinct value of a field is put to the interpreter's own test once; a table then answers for all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Column, Raw, fill
from skillcity.policy.engine.batch.turning import FIRST_DAY, LAST_DAY, day_of
from skillcity.policy.engine.batch.words import Layout, Words
from skillcity.policy.engine.field_tests import Test

Read = Callable[[object], Mapping[str, Any]]
"""From a stored value (None: no value) to the fields that the tests ask about."""

WIDEST = 1 << 16
"""The longest table; where the turning points lie wider apart, each value looks for its place between them."""
MOST_REMEMBERED = 1 << 18


@dataclass(slots=True)
class LookUp:
    """The words of one field of a record.

    `tests`: by their place in the layout; those that do not ask about the field are passed by every value. `points`:
    where the answers about numbers (`dated`: about days) may change, from `turning_points`. `named`: of a field of
    texts those that each test names; thousands of employers that none names are answered alike.
    """

    layout: Layout
    tests: Mapping[int, Test]
    read: Read
    day: date
    points: Iterable[int] = ()
    dated: bool = False
    named: tuple[frozenset[object], ...] | None = None
    _packed: dict[object, tuple[int, ...]] = field(default_factory=dict)
    _first: dict[tuple[bool, ...], str] = field(default_factory=dict)
    _last: tuple[pa.Array, tuple[Words, ...]] | None = None
    _steps: Steps | None = None

    def words(self, column: Column | None) -> tuple[Words, ...]:
        """An array for each word of the layout, over the rows of the column; None: one row without a value."""
        empty = self.pack(None)
        if column is None:
            return self.layout.table([empty])
        if column.values is None:
            self._steps = self._steps or self._make_steps()
            found = self._steps.words(column.raw)
        else:
            found = tuple(table.take(column.raw, mode="clip") for table in self._tables(column.values))
        if column.valid is not None:
            for words, word in zip(found, empty, strict=True):
                fill(words, column.valid, word)
        return found

    def pack(self, value: object) -> tuple[int, ...]:
        """The words of one value."""
        found = self._packed.get(value)
        if found is None:
            if len(self._packed) >= MOST_REMEMBERED:
                self._packed.clear()
            record = self.read(value)
            truths = {number: test(record, self.day) for number, test in self.tests.items()}
            found = self._packed[value] = self.layout.pack(truths)
        return found

    def _tables(self, values: pa.Array) -> tuple[Words, ...]:
        """The words of the distinct values; one chunk mostly has those of the one before."""
        if self._last is None or not self._last[0].equals(values):
            packed = [self.pack(self._alike(value)) for value in values.to_pylist()] or [self.pack(None)]
            self._last = values, self.layout.table(packed)
        return self._last[1]

    def _alike(self, value: object) -> object:
        """A value that is answered like this one: of texts that the same tests name the first."""
        if self.named is None or not value or not isinstance(value, str):
            return value
        return self._first.setdefault(tuple(value in names for names in self.named), value)

    def _make_steps(self) -> Steps:
        points = sorted(
            {day for day in self.points if FIRST_DAY < day <= LAST_DAY} if self.dated else {0, *self.points}
        )
        points = points or [FIRST_DAY + 1]
        numbers = [points[0] - 1, *points]
        return Steps.of(points, self.layout.table([self.pack(self._value(number)) for number in numbers]))

    def _value(self, number: int) -> object:
        return day_of(number) if self.dated else number


@dataclass(frozen=True, slots=True)
class Steps:
    """Words of numbers that change at some points only: `answers[i]` holds from `points[i - 1]` up to `points[i]`."""

    points: NDArray[np.int64]
    answers: tuple[Words, ...]
    tables: tuple[Words, ...]
    """The same for each number from `points[0] - 1` to the last point; None where that would be too long."""

    @classmethod
    def of(cls, points: Sequence[int], answers: tuple[Words, ...]) -> Steps:
        """The steps between sorted, distinct points (one or more)."""
        array = np.array(points, np.int64)
        if points[-1] - points[0] > WIDEST:
            return cls(array, answers, ())
        lengths = np.concatenate(([1], np.diff(array), [1]))
        return cls(array, answers, tuple(np.repeat(answer, lengths) for answer in answers))

    def words(self, raw: Raw) -> tuple[Words, ...]:
        """The words of some numbers."""
        if len(self.points) == 1:
            beyond = (raw >= int(self.points[0])).view(np.uint8)
            return tuple(beyond * (answer[0] ^ answer[1]) ^ answer[0] for answer in self.answers)
        if not self.tables:
            places = np.searchsorted(self.points, raw, side="right")
            return tuple(answer.take(places) for answer in self.answers)
        places = raw.astype(np.int64)
        places -= self.points[0] - 1
        return tuple(table.take(places, mode="clip") for table in self.tables)
