"""Two outcomes of a population compared: who gains and loses, where, at what cost, and because of which clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from skillcity.policy.engine.batch.change import NOTHING, Change, Moves, moves, names_of
from skillcity.policy.engine.batch.claims import Due
from skillcity.policy.engine.batch.columns import column
from skillcity.policy.engine.batch.outcome import Outcomes
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import Integers
from skillcity.policy.engine.benefit import Measure

GROUPS = ("county", "occupation", "level")
BY_NEW = (Change.GAINED, Change.UP, Change.CHANGED)
"""Changes that are put down to the clause that gives the new class; the others to the one that gave the old."""
BY_OLD = (Change.LOST, Change.DOWN)


@dataclass
class Cost:
    """What a benefit gives before and after: amounts (fen, basis points) and persons, and who gets more or less."""

    measure: Measure
    old: int = 0
    new: int = 0
    persons_old: int = 0
    persons_new: int = 0
    more: int = 0
    less: int = 0

    def add(self, before: Integers, after: Integers) -> None:
        """Count some persons."""
        self.old += int(before.sum())
        self.new += int(after.sum())
        self.persons_old += int(np.count_nonzero(before))
        self.persons_new += int(np.count_nonzero(after))
        self.more += int(np.count_nonzero(after > before))
        self.less += int(np.count_nonzero(after < before))


@dataclass
class Group:
    """The persons with one value of a column: how many, how many of each change, and what is paid to them (fen)."""

    persons: int = 0
    changes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(Change), np.int64))
    paid_old: int = 0
    paid_new: int = 0


@dataclass
class Diff:
    """The difference between two plans, over all chunks that were added.

    `changes`: persons by change (of rights: pairs of person and right). `moves`: by old and new class. `clauses`: by
    edition, clause and change; for each change they sum up to `changes`. `groups`: by column and value.
    """

    old: Plan
    new: Plan
    persons: int = 0
    open_old: int = 0
    open_new: int = 0
    changes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(Change), np.int64))
    moves: dict[tuple[str | None, str | None], int] = field(default_factory=dict)
    clauses: dict[tuple[str, str, Change], int] = field(default_factory=dict)
    groups: dict[str, dict[str | None, Group]] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for plan in (self.old, self.new):
            for each in plan.benefits:
                self.costs.setdefault(each.benefit.id, Cost(each.benefit.measure))

    def add(self, persons: pa.RecordBatch, before: Outcomes, after: Outcomes) -> list[Moves]:
        """Count a chunk, in whose columns the persons are grouped; returns what changed for each person."""
        found = moves(self.old, self.new, before, after)
        self.persons += persons.num_rows
        self.open_old += int(np.count_nonzero(before.open.any(axis=0)))
        self.open_new += int(np.count_nonzero(after.open.any(axis=0)))
        for each in found:
            self.changes += np.bincount(each.change, minlength=len(Change))
            self._count_moves(each)
            self._count_clauses(each)
        size = persons.num_rows
        due_before, due_after = amounts(self.old, before), amounts(self.new, after)
        nothing = np.zeros(size, np.int64)
        for name, cost in self.costs.items():
            cost.add(due_before.get(name, nothing), due_after.get(name, nothing))
        paid = [self._paid(due, size) for due in (due_before, due_after)]
        for name in GROUPS:
            place = persons.schema.get_field_index(name)
            if place >= 0:
                self._count_group(self.groups.setdefault(name, {}), persons.column(place), found, paid)
        return found

    def _count_moves(self, each: Moves) -> None:
        names = names_of(self.old, self.new)
        size = len(names) + 1
        chosen = np.flatnonzero(each.change)
        pairs = (each.old.take(chosen) % size) * size + each.new.take(chosen) % size
        labels = (*names, None)
        for pair in np.flatnonzero(counted := np.bincount(pairs, minlength=size * size)).tolist():
            key = labels[pair // size], labels[pair % size]
            self.moves[key] = self.moves.get(key, 0) + int(counted[pair])

    def _count_clauses(self, each: Moves) -> None:
        for edition, plan, changes, clauses in (
            ("new", self.new, BY_NEW, each.new_clause),
            ("old", self.old, BY_OLD, each.old_clause),
        ):
            for change in changes:
                counted = np.bincount(clauses.compress(each.change == change), minlength=len(plan.clauses))
                for place in np.flatnonzero(counted).tolist():
                    key = edition, plan.clauses[place].clause.id, change
                    self.clauses[key] = self.clauses.get(key, 0) + int(counted[place])

    def _paid(self, due: Mapping[str, Integers], size: int) -> Integers:
        """What is paid to each person: payments alone, without ceilings and rates."""
        payments = [amount for name, amount in due.items() if self.costs[name].measure is Measure.PAYMENT]
        return np.sum(payments, axis=0, dtype=np.int64) if payments else np.zeros(size, np.int64)

    def _count_group(
        self, groups: dict[str | None, Group], values: pa.Array, found: list[Moves], paid: list[Integers]
    ) -> None:
        read = column(values)
        labels = [*(read.values.to_pylist() if read.values is not None else []), None]
        size = len(labels)
        places = read.raw.astype(np.int64)
        if read.valid is not None:
            places[~read.valid] = size - 1
        persons = np.bincount(places, minlength=size)
        changes = np.zeros((size, len(Change)), np.int64)
        for each in found:
            changes += np.bincount(places * len(Change) + each.change, minlength=changes.size).reshape(changes.shape)
        old, new = (_sums(places, each, size) for each in paid)
        for place in np.flatnonzero(persons).tolist():
            group = groups.setdefault(labels[place], Group())
            group.persons += int(persons[place])
            group.changes += changes[place]
            group.paid_old += int(old[place])
            group.paid_new += int(new[place])


def amounts(plan: Plan, outcome: Outcomes) -> dict[str, Integers]:
    """The amounts of each benefit by its id."""
    due: tuple[Due, ...] = outcome.benefits
    return {each.benefit.id: found.amount for each, found in zip(plan.benefits, due, strict=True)}


def _sums(places: Integers, amount: Integers, size: int) -> Integers:
    """The sum of the amounts at each place, exact."""
    found = np.zeros(size, np.int64)
    paid = np.flatnonzero(amount != 0)
    np.add.at(found, places.take(paid), amount.take(paid))
    return found


__all__ = ["BY_NEW", "BY_OLD", "GROUPS", "NOTHING", "Change", "Cost", "Diff", "Group", "Moves", "amounts"]
