"""`months`: how long the periods of each person's facts last together, as in `covered`, for a whole chunk at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.numbers import Range
from skillcity.policy.engine.batch.planes import Bools, FactPlane, Integers, Numbers
from skillcity.policy.engine.batch.turning import LAST_DAY, number_of

NEVER = LAST_DAY + 1
"""A first day that does not come."""
STEP = 4_096
"""The calendar is kept for multiples of so many days."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of some facts, by person and first day: places of facts and of persons, and numbers of days.

    No period goes on after the day asked about.
    """

    fact: Places
    owner: Places
    start: Integers
    end: Integers

    @classmethod
    def of(cls, rows: KindRows, facts: Places, day: date) -> Periods:
        """The periods of these facts."""
        owner, start = rows.owner.take(facts), rows.days("valid_from", facts)
        end = np.minimum(rows.days("valid_to", facts), number_of(day))
        order = _order(owner, start)
        if order is None:
            return cls(facts, owner, start, end)
        return cls(facts.take(order), owner.take(order), start.take(order), end.take(order))

    def those(self, kept: Bools) -> Periods:
        """Some of the periods."""
        if kept.all():
            return self
        places = np.flatnonzero(kept)
        return Periods(self.fact.take(places), self.owner.take(places), self.start.take(places), self.end.take(places))

    def months(self, first: Numbers | None, people: int) -> Numbers:
        """For each person the whole months, each day once; `first`: the first day for each person (None: any)."""
        start = self.start if first is None else np.maximum(self.start, first.take(self.owner))
        cut = Periods(self.fact, self.owner, start, self.end).those(start <= self.end)
        found = np.zeros(people, np.int32)
        if len(cut.owner):
            base = int(cut.start.min())
            later = cut.owner * (int(cut.end.max()) - base + 2)  # days of one person lie after those of the one before
            reached = np.maximum.accumulate(later + cut.end)
            begins = np.concatenate(([0], np.flatnonzero((later + cut.start)[1:] > reached[:-1] + 1) + 1))
            last = np.append(begins[1:], len(reached)) - 1
            lasted = _months(cut.start.take(begins), (reached - later).take(last))
            np.add.at(found, cut.owner.take(begins), lasted.astype(np.int32))
        return found


def covered(rows: KindRows, facts: FactPlane, first: Range | None, needed: Bools | None, day: date) -> Range:
    """The months of the facts that surely count, and of those that may; `first`: the first day for each person.

    `needed`: the persons whose months decide anything (None: all); for others the answer is 0. The second number is
    worked out only for the persons of whom something is not known.
    """
    people = rows.people
    if first is not None:
        started = first[1] < NEVER
        needed = started if needed is None else needed & started
    chosen = np.flatnonzero(facts.possible if needed is None else facts.possible & needed.take(rows.owner))
    periods = Periods.of(rows, chosen, day)
    certain = facts.certain.take(periods.fact)
    low = periods.those(certain).months(first[0] if first else None, people)
    doubtful = np.zeros(people, np.bool_) if first is None or first[0] is first[1] else first[0] != first[1]
    doubtful[periods.owner.compress(~certain)] = True
    if not doubtful.any():
        return low, low
    most = periods.those(doubtful.take(periods.owner)).months(first[1] if first else None, people)
    return low, np.where(doubtful, most, low)


def first_days(rows: KindRows, facts: FactPlane) -> Range:
    """For each person the first day of the earliest fact that surely passes, and of the earliest that may."""
    low = _first(rows, facts.certain)
    return low, low if facts.is_known else _first(rows, facts.possible)


def _first(rows: KindRows, passed: Bools) -> Integers:
    found = np.full(rows.people, NEVER, np.int64)
    chosen = np.flatnonzero(passed)
    owner, start = rows.owner.take(chosen), rows.days("valid_from", chosen)
    found[owner[::-1]] = start[::-1]
    repeated = np.flatnonzero(owner[1:] == owner[:-1]) + 1
    np.minimum.at(found, owner.take(repeated), start.take(repeated))
    return found


def _order(owner: Places, start: Integers) -> Places | None:
    """The order by person, then by first day; None when the facts lie so."""
    if not len(owner):
        return None
    base, bits = int(start.min()), len(start).bit_length()
    span = (int(start.max()) - base + 1).bit_length()
    key = (owner << span) + (start - base)
    if (key[1:] >= key[:-1]).all():
        return None
    if int(key[-1]).bit_length() + bits > 62:
        return np.asarray(np.argsort(key, kind="stable"))
    numbered = (key << bits) + np.arange(len(key))
    numbered.sort()  # twice as fast as sorting places by their keys
    order: Places = numbered & ((1 << bits) - 1)
    return order


def _months(start: Integers, end: Integers) -> Integers:
    """Whole months from start to end, both included; as `kernel.period.Period.months`."""
    first = int(start.min()) // STEP * STEP
    calendar = _calendar(first, int(end.max()) // STEP * STEP + 2 * STEP)
    begun, after = calendar.take(start - first), calendar.take(end + 1 - first)
    return (after >> 5) - (begun >> 5) - ((after & 31) < (begun & 31))


@lru_cache(maxsize=4)
def _calendar(first: int, last: int) -> Integers:
    """For each day from first to before last: its month (counted from January 1970) times 32, and its day therein."""
    days = np.arange(first, last).astype("M8[D]")
    months = days.astype("M8[M]")
    return np.asarray((months.astype(np.int64) << 5) + (days - months).astype(np.int64), np.int64)
