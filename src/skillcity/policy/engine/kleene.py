"""Kleene's strong logic of three values: True, False, and None for "not known".

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Truth = bool | None
Operator = Literal["==", "!=", "<", "<=", ">", ">="]


def negate(value: Truth) -> Truth:
    """Not: what is not known stays not known."""
    return None if value is None else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """And: one False decides; otherwise one None leaves it open; the empty conjunction is True."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """Or: one True decides; otherwise one None leaves it open; the empty disjunction is False."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def at_least(low: int, high: int | None, bound: int) -> Truth:
    """Whether a number known only to lie in low..high (None: no upper end) is >= bound."""
    if low >= bound:
        return True
    return None if high is None or high >= bound else False


def compare_range(low: int, high: int | None, operator: Operator, bound: int) -> Truth:
    """Whether a number known only to lie in low..high (both inclusive) stands in this relation to the bound."""
    if operator == ">=":
        return at_least(low, high, bound)
    if operator == ">":
        return at_least(low, high, bound + 1)
    if operator == "<":
        return negate(at_least(low, high, bound))
    if operator == "<=":
        return negate(at_least(low, high, bound + 1))
    equal = all_of((at_least(low, high, bound), negate(at_least(low, high, bound + 1))))
    return equal if operator == "==" else negate(equal)
