"""Where the truth of a test on a number or a date can change: between two such points one question answers for all.

This is no second definition of a test: it says only where to ask the interpreter's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from skillcity.policy.engine import tree
from skillcity.policy.engine.dates import before, completed_months, completed_years

EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date.min.toordinal() - EPOCH, date.max.toordinal() - EPOCH


def number_of(day: date) -> int:
    """A day as Arrow stores it: days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The day of such a number; ValueError outside the years 1 to 9999."""
    return date.fromordinal(number + EPOCH)


def turning_points(tests: Iterable[tree.Condition], day: date) -> set[int]:
    """The numbers (days as `number_of`) at which some of the tests may change its answer; it holds up to the next."""
    return {point for test in tests for point in _points(test, day)}


def _points(test: tree.Condition, day: date) -> Iterator[int]:
    if isinstance(test, tree.Not):
        yield from _points(test.part, day)
    elif isinstance(test, tree.Compare | tree.OneOf):
        values = (test.value,) if isinstance(test, tree.Compare) else test.values
        for value in values:
            yield from _around(test.field.name == "age", value, day)
    elif isinstance(test, tree.Within):
        yield number_of(before(day, test.amount, test.unit))
        yield number_of(day) + 1
    elif isinstance(test, tree.Elapsed):
        completed = completed_years if test.unit == "years" else completed_months
        for number in (test.number, test.number + 1):
            yield _first_short_of(number, completed, day)


def _around(is_age: bool, value: tree.Value, day: date) -> Iterator[int]:
    if isinstance(value, date):
        yield from (number_of(value), number_of(value) + 1)
    elif isinstance(value, int) and is_age:
        yield from (_first_short_of(number, completed_years, day) for number in (value, value + 1))
    elif isinstance(value, int):
        yield from (value, value + 1)


def _first_short_of(number: int, completed: Callable[[date, date], int], day: date) -> int:
    """The first start from which fewer than `number` years or months have been completed: they only become fewer."""
    starts = range(FIRST_DAY, LAST_DAY + 1)
    return starts[0] + bisect_left(starts, True, key=lambda start: completed(day_of(start), day) < number)
