"""What claims are worth: the amounts of `amounts.worth` for many claims at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from skillcity.policy.engine.amounts import Amount, ByClass, ByLevel, Fixed, Times
from skillcity.policy.engine.batch.codes import UNKNOWN
from skillcity.policy.engine.batch.planes import Bools, Integers

MOST = 10**9
JOINS = {"min": np.minimum, "max": np.maximum, "sum": np.add}


@dataclass(frozen=True, slots=True)
class Worth:
    """Amounts of n claims, and where they are known."""

    amount: Integers
    known: Bools


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the amounts of n claims depend on: the fields of their facts, and the classes of their persons."""

    size: int
    field: Callable[[str], Integers]
    of_class: Callable[[ByClass], Worth]

    def worth(self, amount: Amount) -> Worth:
        """What the claims are worth by this amount."""
        if isinstance(amount, Fixed):
            return Worth(np.full(self.size, amount.value, np.int64), np.ones(self.size, np.bool_))
        if isinstance(amount, ByLevel):
            rank = self.field("level")
            table = np.zeros(max((rank for rank, _ in amount.rows), default=0) + 2, np.int64)
            for each, value in amount.rows:
                table[each] = value
            return Worth(table.take(rank, mode="clip"), rank != UNKNOWN)
        if isinstance(amount, ByClass):
            return self.of_class(amount)
        if isinstance(amount, Times):
            number = self.field(amount.field.name)
            known = (number != UNKNOWN) & (number <= MOST)
            return Worth(np.where(known, number, 0) * amount.value, known)
        parts = [self.worth(part) for part in amount.parts]
        join = JOINS[amount.name]
        return Worth(
            reduce(lambda one, other: join(one, other), (part.amount for part in parts)),
            np.logical_and.reduce([part.known for part in parts]),
        )


def chosen(options: Sequence[Worth], place: Integers) -> Worth:
    """For each claim the option at a place; where the place is UNKNOWN the amount is known if all options agree."""
    amount, known = options[0].amount.copy(), options[0].known.copy()
    agree = known.copy()
    for number, option in enumerate(options[1:], 1):
        here = place == number
        amount[here], known[here] = option.amount[here], option.known[here]
        agree &= option.known & (option.amount == options[0].amount)
    nowhere = place == UNKNOWN
    known[nowhere] = agree[nowhere]
    return Worth(amount, known)
