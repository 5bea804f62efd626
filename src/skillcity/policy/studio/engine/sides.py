"""The batch's answers under one text as what people are told: class, clause and money, for many people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.outcome import NOBODY, Masks, Outcomes
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.studio.engine.figures import Side

Places = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sides:
    """n people under one text: places in `names` and `clause_names`, whether more may hold, money by benefit (fen).

    `held`: a bit for each clause of the text, by its place in `places`, 64 a word, shape (words, n).
    """

    names: Sequence[str]
    values: Places
    clause_names: Sequence[str]
    clauses: Places
    open: Bools
    amounts: Mapping[str, Places]
    places: Mapping[str, int]
    held: Masks

    def of(self, row: int) -> Side:
        """One of them."""
        due = ((name, int(amounts[row])) for name, amounts in self.amounts.items())
        return Side(
            value=self.names[self.values[row]],
            clause=self.clause_names[self.clauses[row]],
            amounts=tuple((name, amount) for name, amount in due if amount),
        )

    def holds(self, row: int, clause: str) -> bool:
        """Whether one of them fulfils a clause; false for a clause that the text has not."""
        place = self.places.get(clause)
        return place is not None and bool(int(self.held[place // 64, row]) >> (place % 64) & 1)


def sides(plan: Plan, found: Outcomes) -> Sides:
    """The outcomes of a plan in words."""
    clause_names = [*(item.clause.id for item in plan.clauses), ""]
    clauses = np.where(found.winner == NOBODY, len(plan.clauses), found.winner).astype(np.int64)
    names, values = _rights(plan, found) if plan.catalogue.outcome.every else _classes(plan, clauses)
    amounts = {
        each.benefit.id: due.amount.astype(np.int64) for each, due in zip(plan.benefits, found.benefits, strict=True)
    }
    return Sides(
        names=names,
        values=values,
        clause_names=clause_names,
        clauses=clauses,
        open=np.atleast_1d(found.open.any(axis=0)),
        amounts=amounts,
        places={clause.id: place for place, clause in enumerate(plan.catalogue.clauses)},
        held=found.held,
    )


def _classes(plan: Plan, clauses: Places) -> tuple[Sequence[str], Places]:
    order = plan.catalogue.outcome.order
    places = np.array([*(order.index(item.clause.gives) for item in plan.clauses), len(order)], np.int64)
    return [*order, ""], places.take(clauses)


def _rights(plan: Plan, found: Outcomes) -> tuple[Sequence[str], Places]:
    """Each set of rights that somebody holds is a name of its own: the rights with commas."""
    order = plan.catalogue.outcome.order
    masks, values = np.unique(found.holds, axis=1, return_inverse=True)
    names = [",".join(sorted(_held(order, mask.tolist()))) for mask in masks.T]
    return names, values.reshape(-1).astype(np.int64)


def _held(order: Sequence[str], words: Sequence[int]) -> list[str]:
    return [name for place, name in enumerate(order) if words[place // 64] >> (place % 64) & 1]


def differing(old: Sides, new: Sides) -> Bools:
    """Who has another class, another clause for the same class, or other money."""
    values, clauses = _common(old.names, new.names), _common(old.clause_names, new.clause_names)
    found: Bools = values[0].take(old.values) != values[1].take(new.values)
    found |= clauses[0].take(old.clauses) != clauses[1].take(new.clauses)
    for name in {*old.amounts, *new.amounts}:
        nothing = np.zeros(len(old.values), np.int64)
        found |= old.amounts.get(name, nothing) != new.amounts.get(name, nothing)
    return found


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[Places, Places]:
    """Numbers for the names of both, equal where the names are."""
    number = {name: at for at, name in enumerate(dict.fromkeys([*one, *other]))}
    return np.array([number[name] for name in one], np.int64), np.array([number[name] for name in other], np.int64)
