"""`months`: how long the periods of each person's facts last together, as in `covered`, for a whole chunk at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.numbers import Range
from skillcity.policy.engine.batch.planes import Bools, Integers, Plane
from skillcity.policy.engine.batch.turning import LAST_DAY, number_of

NEVER = LAST_DAY + 1
"""A first day that does not come."""
STEP = 4_096
"""The calendar is kept for multiples of so many days."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of the facts of one kind by person and first day: places of persons, and numbers of days.

    `order`: the places of the facts among those of the kind (None: they lie so). No period goes on after the day asked
    about.
    """

    order: NDArray[Any] | None
    owner: Integers
    start: Integers
    end: Integers

    @classmethod
    def of(cls, rows: KindRows, day: date) -> Timeline:
        """The periods of the facts."""
        owner, every = rows.owner, np.arange(len(rows.owner))
        start, end = rows.days("valid_from", every), np.minimum(rows.days("valid_to", every), number_of(day))
        if not len(owner):
            return cls(None, owner, start, end)
        key = (owner << 32) + (start - start.min())
        if (key[1:] >= key[:-1]).all():
            return cls(None, owner, start, end)
        order = np.argsort(key)
        return cls(order, owner.take(order), start.take(order), end.take(order))

    def months(self, passed: Bools, first: Integers | None, people: int) -> Integers:
        """For each person the whole months of the facts that pass, from a first day on (None: from their start)."""
        chosen = np.flatnonzero(passed if self.order is None else passed.take(self.order))
        owner, start, end = self.owner.take(chosen), self.start.take(chosen), self.end.take(chosen)
        if first is not None:
            start = np.maximum(start, first.take(owner))
        if (end < start).any():
            kept = np.flatnonzero(start <= end)
            owner, start, end = owner.take(kept), start.take(kept), end.take(kept)
        if not len(owner):
            return np.zeros(people, np.int64)
        base = int(start.min())
        later = owner * (int(end.max()) - base + 2)  # days of one person lie after those of the one before
        reached = np.maximum.accumulate(later + end - base)
        begins = np.flatnonzero(later[1:] + start[1:] - base > reached[:-1] + 1) + 1
        begins = np.concatenate(([0], begins))
        last = np.append(begins[1:], len(owner)) - 1
        lasted = _months(start.take(begins), (reached - later).take(last) + base)
        return np.bincount(owner.take(begins), lasted, minlength=people).astype(np.int64)


def covered(timeline: Timeline, rows: KindRows, facts: Plane, first: Range | None) -> Range:
    """The months of the facts that surely count, and of those that may; `first`: the first day for each person.

    The second is worked out only for the persons of whom something is not known.
    """
    people = rows.columns.people
    low = timeline.months(facts.certain, first[0] if first else None, people)
    doubtful = np.zeros(people, np.bool_) if first is None or first[0] is first[1] else first[0] != first[1]
    if not facts.is_known:
        doubtful[rows.owner.compress(facts.possible & ~facts.certain)] = True
    if not doubtful.any():
        return low, low
    most = timeline.months(facts.possible & doubtful.take(rows.owner), first[1] if first else None, people)
    return low, np.where(doubtful, most, low)


def first_days(rows: KindRows, facts: Plane) -> Range:
    """For each person the first day of the earliest fact that surely passes, and of the earliest that may."""
    low = _first(rows, facts.certain)
    return low, low if facts.is_known else _first(rows, facts.possible)


def _first(rows: KindRows, passed: Bools) -> Integers:
    found = np.full(rows.columns.people, NEVER, np.int64)
    chosen = np.flatnonzero(passed)
    owner, start = rows.owner.take(chosen), rows.days("valid_from", chosen)
    found[owner[::-1]] = start[::-1]
    repeated = np.flatnonzero(owner[1:] == owner[:-1]) + 1
    np.minimum.at(found, owner.take(repeated), start.take(repeated))
    return found


def _months(start: Integers, end: Integers) -> Integers:
    """Whole months from start to end, both included; as `kernel.period.Period.months`."""
    first = int(start.min()) // STEP * STEP
    calendar = _calendar(first, int(end.max()) // STEP * STEP + 2 * STEP)
    begun, after = calendar.take(start - first), calendar.take(end + 1 - first)
    return (after >> 5) - (begun >> 5) - ((after & 31) < (begun & 31))


@lru_cache(maxsize=16)
def _calendar(first: int, last: int) -> Integers:
    """For each day from first to before last: its month (counted from January 1970) times 32, and its day therein."""
    days = np.arange(first, last).astype("M8[D]")
    months = days.astype("M8[M]")
    return (months.astype(np.int64) << 5) + (days - months).astype(np.int64)
