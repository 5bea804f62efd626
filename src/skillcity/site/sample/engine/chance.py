"""Seeded chance that gives the same draws on every version of Python.

Only `random.Random.random` is promised to stay the same for a seed; `choice`, `shuffle` and `sample` are not. All draws
of the sample are therefore built on it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws; two streams of one seed are independent of each other."""

    __slots__ = ("random",)

    def __init__(self, seed: int, stream: int) -> None:
        # Multiplied apart, so that stream 1 of seed 5 is not stream 0 of seed 6.
        self.random = Random(seed * 1_000_003 + stream).random

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def happens(self, share: float) -> bool:
        """True in this share of the draws (0..1)."""
        return self.random() < share

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, all equally likely."""
        return items[int(self.random() * len(items))]

    def pick_early(self, items: Sequence[T]) -> T:
        """One of the items, the first ones far more often: a few large firms, many small ones."""
        return items[int(self.random() ** 2.2 * len(items))]

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def distinct(self, count: int, limit: int) -> list[int]:
        """`count` different whole numbers below `limit`, in the order drawn."""
        drawn: dict[int, None] = {}
        while len(drawn) < count:
            drawn[self.below(limit)] = None
        return list(drawn)


class Wheel(Generic[T]):
    """Items with weights; built once, spun often."""

    __slots__ = ("_bounds", "items")

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.items = list(weights)
        self._bounds = list(accumulate(weights.values()))

    def spin(self, chance: Chance) -> T:
        """One of the items, each as often as its weight says."""
        return self.items[bisect(self._bounds, chance.random() * self._bounds[-1])]


class Quota(Generic[T]):
    """Deals out exact numbers of each kind over a known number of draws (sequential sampling).

    Source: Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S, for several kinds at once.
    """

    __slots__ = ("_draws", "_left")

    def __init__(self, counts: Mapping[T, int], draws: int) -> None:
        self._left = dict(counts)
        self._draws = draws

    def draw(self, chance: Chance) -> T | None:
        """The kind of the next draw, or None for the rest."""
        place = chance.below(self._draws)
        self._draws -= 1
        for kind, left in self._left.items():
            if place < left:
                self._left[kind] -= 1
                return kind
            place -= left
        return None
