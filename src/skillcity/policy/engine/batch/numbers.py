"""`count` and `total`: a number for each person, known to lie between two."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from skillcity.policy.engine.batch.columns import Column
from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.planes import NO_END, Bools, FactPlane, Integers, Numbers

Range = tuple[Numbers, Numbers]
"""The least and the greatest number that may be true of each person; the same array where nothing is unknown."""


def counts(rows: KindRows, facts: FactPlane) -> Range:
    """How many facts surely pass, and how many may."""
    low = np.bincount(rows.owner.compress(facts.certain), minlength=rows.people).astype(np.int32)
    if facts.is_known:
        return low, low
    high = low.copy()
    np.add.at(high, rows.owner.compress(facts.possible & ~facts.certain), np.int32(1))
    return low, high


def totals(rows: KindRows, facts: FactPlane, numbers: Integers, readable: Bools | None) -> Range:
    """The sums of the numbers of facts that surely pass, and of those that may; without end where one is missing."""
    low = _sum(rows, numbers, facts.certain if readable is None else facts.certain & readable)
    if facts.is_known and readable is None:
        return low, low
    high = (
        low
        if facts.is_known
        else _sum(rows, numbers, facts.possible if readable is None else facts.possible & readable)
    )
    if readable is not None:
        endless = rows.owner.compress(facts.possible & ~readable)
        if len(endless):
            high = high.copy()
            high[endless] = NO_END
    return low, high


def _sum(rows: KindRows, numbers: Integers, passed: Bools) -> Integers:
    """Exact in 64 bits: differences of running sums, which may wrap around and come back."""
    chosen = np.flatnonzero(passed)
    owner = rows.owner.take(chosen)
    last = np.flatnonzero(np.append(owner[1:] != owner[:-1], True)[: len(owner)])
    running = np.cumsum(numbers.take(chosen)).take(last)
    found = np.zeros(rows.people, np.int64)
    found[owner.take(last)] = np.diff(running, prepend=0)
    return found


def whole_numbers(column: Column | None, read: Callable[[object], object], size: int) -> tuple[Integers, Bools | None]:
    """The numbers of a column as `read` reads them, and where they can be read (None: everywhere)."""
    if column is None:
        return np.zeros(size, np.int64), np.zeros(size, np.bool_)
    if column.values is None:
        numbers = column.raw.astype(np.int64)
    else:
        found = [read(value) for value in column.values.to_pylist()] or [None]
        table = np.array([number if isinstance(number, int) else -1 for number in found], np.int64)
        numbers = table.take(column.raw, mode="clip")
    readable: Bools = numbers >= 0
    if column.valid is not None:
        readable &= column.valid
    return numbers, None if readable.all() else readable
