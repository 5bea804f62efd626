"""Three-valued truth of many at once: two arrays of yes/no, one for "surely", one for "possibly".

True is (yes, yes), False is (no, no), not known is (no, yes). Where nothing is unknown both are the same array, and
every step does half the work. The logic is that of `kleene`, one place in the array for each person or each fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.kleene import Operator

Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
NO_END = np.iinfo(np.int64).max
"""Stands for "no upper end" of a number that is not known."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The truth of one condition for each of n persons (or facts): two arrays of shape (n,)."""

    certain: Bools
    possible: Bools

    @classmethod
    def known(cls, certain: Bools) -> Plane:
        """A truth of which nothing is unknown."""
        return cls(certain, certain)

    @classmethod
    def nowhere(cls, size: int) -> Plane:
        """False for everybody."""
        return cls.known(np.zeros(size, np.bool_))

    @property
    def is_known(self) -> bool:
        """Whether nothing is unknown."""
        return self.certain is self.possible


def negated(plane: Plane) -> Plane:
    """Not."""
    return Plane.known(~plane.certain) if plane.is_known else Plane(~plane.possible, ~plane.certain)


def both(one: Plane, other: Plane) -> Plane:
    """And."""
    certain = one.certain & other.certain
    if one.is_known and other.is_known:
        return Plane.known(certain)
    return Plane(certain, one.possible & other.possible)


def either(one: Plane, other: Plane) -> Plane:
    """Or."""
    certain = one.certain | other.certain
    if one.is_known and other.is_known:
        return Plane.known(certain)
    return Plane(certain, one.possible | other.possible)


def all_of(planes: Iterable[Plane]) -> Plane:
    """And of one or more."""
    return reduce(both, planes)


def any_of(planes: Iterable[Plane]) -> Plane:
    """Or of one or more."""
    return reduce(either, planes)


def at_least(low: Integers, high: Integers, bound: int) -> Plane:
    """Whether numbers known only to lie in low..high are >= bound; `high` may be the same array as `low`."""
    certain = low >= bound
    return Plane.known(certain) if high is low else Plane(certain, high >= bound)


def compare_range(low: Integers, high: Integers, operator: Operator, bound: int) -> Plane:
    """Whether numbers known only to lie in low..high stand in this relation to the bound; as in `kleene`."""
    if operator == ">=":
        return at_least(low, high, bound)
    if operator == ">":
        return at_least(low, high, bound + 1)
    if operator == "<":
        return negated(at_least(low, high, bound))
    if operator == "<=":
        return negated(at_least(low, high, bound + 1))
    equal = both(at_least(low, high, bound), negated(at_least(low, high, bound + 1)))
    return equal if operator == "==" else negated(equal)
