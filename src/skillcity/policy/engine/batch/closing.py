"""What stands in the way of claims: payments made before, other facts for the same thing, and the cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skillcity.policy.engine.batch.codes import UNKNOWN
from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.engine.batch.planes import Bools, FactPlane, Integers, Plane


def pairs(owner: Places, others: Places) -> tuple[Places, Places]:
    """All pairs of a claim and a payment of the same person, as places in both; `others` rise."""
    first, last = np.searchsorted(others, owner, "left"), np.searchsorted(others, owner, "right")
    lengths = last - first
    claims = np.repeat(np.arange(len(owner)), lengths)
    steps = np.arange(len(claims)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return claims, np.repeat(first, lengths) + steps


def equal(one: Integers, other: Integers) -> FactPlane:
    """Whether two codes are equal."""
    known = (one != UNKNOWN) & (other != UNKNOWN)
    same = one == other
    return Plane(known & same, ~known | same)


def above(one: Integers, other: Integers) -> FactPlane:
    """Whether the second code is greater."""
    known = (one != UNKNOWN) & (other != UNKNOWN)
    greater = other > one
    return Plane(known & greater, ~known | greater)


def some(claims: Places, plane: FactPlane, size: int) -> FactPlane:
    """For each claim whether one of its pairs is true."""
    certain, possible = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    certain[claims.compress(plane.certain)] = True
    possible[claims.compress(plane.possible)] = True
    return Plane(certain, possible)


def first_of_each(owner: Places, start: Integers, keys: Sequence[Integers]) -> Bools:
    """Of the claims of a person with the same keys, all known, the first to begin (then the first in the file).

    Persons (`owner`) rise.
    """
    kept = np.ones(len(owner), np.bool_)
    several = np.zeros(int(owner.max(initial=-1)) + 1, np.bool_)
    several[owner[1:].compress(owner[1:] == owner[:-1])] = True
    chosen = np.flatnonzero(several.take(owner) & np.logical_and.reduce([key != UNKNOWN for key in keys]))
    columns = [owner.take(chosen), *(key.take(chosen) for key in keys)]
    order = np.lexsort((start.take(chosen), *reversed(columns)))  # stable: equal starts stay in the order of the file
    in_order = [column.take(order) for column in columns]
    repeats = np.logical_and.reduce([column[1:] == column[:-1] for column in in_order])
    kept[chosen.take(order[1:].compress(repeats))] = False
    return kept


@dataclass(frozen=True, slots=True)
class Used:
    """What payments have used of a cap, for each person: how many, and how much (all of it when one is not known)."""

    times: Integers
    money: Integers
    endless: Bools


def allot(owner: Places, amount: Integers, used: Used, times: int | None, money: int | None) -> Integers:
    """What a cap leaves to each claim, the highest amounts of a person first; 0: nothing."""
    order = np.lexsort((-amount, owner))
    ordered = owner.take(order)
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    people = ordered.take(begins)
    lengths = np.diff(begins, append=len(order))
    rank = np.arange(len(order)) - np.repeat(begins, lengths)
    left_times = None if times is None else times - used.times.take(people)
    left_money = None
    if money is not None:
        left_money = np.where(used.endless.take(people), 0, money - used.money.take(people))
    person = np.empty(len(owner), np.intp)
    person[order] = np.repeat(np.arange(len(people)), lengths)
    found = np.zeros(len(owner), np.int64)
    for turn in range(int(rank.max(initial=-1)) + 1):
        claims = order.compress(rank == turn)
        whose = person.take(claims)
        given = amount.take(claims)
        if left_money is not None:
            given = np.maximum(0, np.minimum(given, left_money.take(whose)))
        if left_times is not None:
            given = np.where(left_times.take(whose) > 0, given, 0)
            left_times[whose] -= given > 0
        if left_money is not None:
            left_money[whose] -= given
        found[claims] = given
    return found
