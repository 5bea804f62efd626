"""What becomes of each person between two outcomes: gained, lost, up, down, changed, same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.masks import bit
from skillcity.policy.engine.batch.outcome import Outcomes
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import Bools, Integers

NOTHING = -1
"""In place of a name or a clause: none."""


class Change(IntEnum):
    """`changed`: to a class that stands in no order with the one before."""

    SAME = 0
    GAINED = 1
    LOST = 2
    UP = 3
    DOWN = 4
    CHANGED = 5


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed for n persons, in one class or in one right.

    `change`: a `Change` for each. `old`, `new`: places among `names`, `old_clause`, `new_clause` among the clauses of
    the plans (each NOTHING for none).
    """

    change: NDArray[np.uint8]
    old: Integers
    new: Integers
    old_clause: Integers
    new_clause: Integers


def names_of(old: Plan, new: Plan) -> tuple[str, ...]:
    """All classes or rights of both, those of the new one first."""
    return tuple(dict.fromkeys((*new.catalogue.outcome.order, *old.catalogue.outcome.order)))


def moves(old: Plan, new: Plan, before: Outcomes, after: Outcomes) -> list[Moves]:
    """The changes of a chunk: one item for classes; for rights one for each right."""
    names = names_of(old, new)
    every = old.catalogue.outcome.every and new.catalogue.outcome.every
    asked: Sequence[str | None] = names if every else [None]
    found = []
    for name in asked:
        old_clause, new_clause = _clauses(old, before, name), _clauses(new, after, name)
        old_name, new_name = _named(old, old_clause, names), _named(new, new_clause, names)
        change = _table(old, new, names)[old_name, new_name]
        found.append(Moves(change, old_name, new_name, old_clause, new_clause))
    return found


def _clauses(plan: Plan, outcome: Outcomes, name: str | None) -> Integers:
    """The clause that gives each person the class, or this right."""
    found = np.full(len(outcome.winner), NOTHING, np.int64)
    if name is None:
        has = outcome.winner < len(plan.clauses)
        found[has] = outcome.winner[has]
        return found
    in_file = {clause.id: place for place, clause in enumerate(plan.catalogue.clauses)}
    for place in reversed(range(len(plan.clauses))):
        clause = plan.clauses[place].clause
        if clause.gives == name:
            held: Bools = bit(outcome.held, in_file[clause.id])
            found[held] = place
    return found


def _named(plan: Plan, clauses: Integers, names: Sequence[str]) -> Integers:
    places = np.array([*(names.index(item.clause.gives) for item in plan.clauses), NOTHING], np.int64)
    return places.take(clauses, mode="wrap")


def _table(old: Plan, new: Plan, names: Sequence[str]) -> NDArray[np.uint8]:
    """The change from each name to each other one; the last row and column are "none"."""
    size = len(names) + 1
    table = np.zeros((size, size), np.uint8)
    table[-1, :-1], table[:-1, -1] = Change.GAINED, Change.LOST
    for before, one in enumerate(names):
        for after, other in enumerate(names):
            if one != other:
                table[before, after] = _compared(old, new, one, other)
    return table


def _compared(old: Plan, new: Plan, before: str, after: str) -> Change:
    for order in (new.catalogue.outcome.order, old.catalogue.outcome.order):
        if before in order and after in order:
            return Change.UP if order.index(after) < order.index(before) else Change.DOWN
    return Change.CHANGED
