"""Three-valued truth of many at once: two arrays of yes/no, one for "surely", one for "possibly".

True is (yes, yes), False is (no, no), not known is (no, yes). Where nothing is unknown both are the same array, and
every step does half the work. The logic is that of `kleene`, one place in the array for each fact, or one bit for each
person: so many questions are asked of persons that an eighth of the memory matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.kleene import Operator

Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]
"""Yes/no of n persons, eight to a byte, the first in the lowest bit; the bits behind the last person mean nothing."""
YesNo = TypeVar("YesNo", np.bool_, np.uint8)
"""One place of `Bools` or of `Bits`."""
Integers = NDArray[np.int64]
Numbers = NDArray[np.int32] | Integers
"""Numbers of which there is one for each person: the shorter are compared in a third of the time."""
NO_END = np.iinfo(np.int64).max
"""Stands for "no upper end" of a number that is not known."""


@dataclass(frozen=True, slots=True)
class Plane(Generic[YesNo]):
    """The truth of one condition for each of n facts (two arrays of `Bools`) or persons (two of `Bits`)."""

    certain: NDArray[YesNo]
    possible: NDArray[YesNo]

    @classmethod
    def known(cls, certain: NDArray[YesNo]) -> Plane[YesNo]:
        """A truth of which nothing is unknown."""
        return cls(certain, certain)

    @property
    def is_known(self) -> bool:
        """Whether nothing is unknown."""
        return self.certain is self.possible


FactPlane = Plane[np.bool_]
PersonPlane = Plane[np.uint8]


def bits_of(answers: Bools) -> Bits:
    """Eight to a byte."""
    return np.packbits(answers, bitorder="little")


def bools_of(bits: Bits, size: int) -> Bools:
    """A byte for each of so many persons."""
    found: Bools = np.unpackbits(bits, count=size, bitorder="little").view(np.bool_)
    return found


def of_each(plane: PersonPlane, people: int) -> FactPlane:
    """The truth for each of so many persons in a place of its own."""
    certain = bools_of(plane.certain, people)
    return Plane.known(certain) if plane.is_known else Plane(certain, bools_of(plane.possible, people))


def nobody(people: int) -> Bits:
    """No for everybody."""
    return np.zeros(-(-people // 8), np.uint8)


def negated(plane: Plane[YesNo]) -> Plane[YesNo]:
    """Not."""
    return Plane.known(~plane.certain) if plane.is_known else Plane(~plane.possible, ~plane.certain)


def both(one: Plane[YesNo], other: Plane[YesNo]) -> Plane[YesNo]:
    """And."""
    certain = one.certain & other.certain
    if one.is_known and other.is_known:
        return Plane.known(certain)
    return Plane(certain, one.possible & other.possible)


def either(one: Plane[YesNo], other: Plane[YesNo]) -> Plane[YesNo]:
    """Or."""
    certain = one.certain | other.certain
    if one.is_known and other.is_known:
        return Plane.known(certain)
    return Plane(certain, one.possible | other.possible)


def all_of(planes: Iterable[Plane[YesNo]]) -> Plane[YesNo]:
    """And of one or more."""
    return reduce(both, planes)


def any_of(planes: Iterable[Plane[YesNo]]) -> Plane[YesNo]:
    """Or of one or more."""
    return reduce(either, planes)


def at_least(low: Numbers, high: Numbers, bound: int) -> PersonPlane:
    """Whether persons' numbers known only to lie in low..high are >= bound; `high` may be the same array as `low`."""
    certain = bits_of(low >= bound)
    return Plane.known(certain) if high is low else Plane(certain, bits_of(high >= bound))


def compare_range(low: Numbers, high: Numbers, operator: Operator, bound: int) -> PersonPlane:
    """Whether persons' numbers known only to lie in low..high stand in this relation to the bound; as in `kleene`."""
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
