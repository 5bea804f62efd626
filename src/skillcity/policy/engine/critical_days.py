"""The days on which the answer to a condition may change by time alone: between two of them it stays as it is.

This is no second definition of a test: it says only on which days to ask the steps themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from skillcity.policy.engine import tree
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.dates import OPEN_END, Unit, before, completed_months, completed_years, later
from skillcity.policy.engine.fact_step import FactStep
from skillcity.policy.engine.lines import Line
from skillcity.policy.engine.records import Row, Values
from skillcity.policy.engine.schema import PERSON

ONE_DAY = timedelta(days=1)
Signature = Callable[[date], tuple[bool, ...]]
"""Some growing numbers of a day, each against a bound: no part ever turns from true to false."""


def critical_days(line: Line, course: Course, until: date) -> tuple[date, ...]:
    """The days after the course's `as_of`, up to `until`, on which the line's condition may change its answer.

    Some of them may change nothing. Dates are found by the calendar; months of work and of insurance by halving, since
    within a stretch in which the same facts count they only grow.
    """
    start = course.as_of
    days = {start, *_by_dates(line.clause.when, course, until)}
    if course.going_on:
        days.add(start + ONE_DAY)
    edges = sorted(day for day in days if start <= day <= until)
    ends = [*(after - ONE_DAY for after in edges[1:]), until]
    found = set(edges)
    for step in line.months:
        for first, last in zip(edges, ends, strict=True):
            found.update(_turns(_months_reached(step, course), first, last))
    found.update(_turns(_insurance_reached(line.clause.when, course), start, until))
    return tuple(sorted(found - {start}))


def reached(start: date, number: int, unit: Unit) -> date | None:
    """The first day on which so many years or months from a day are completed; None: never."""
    completed = completed_years if unit == "years" else completed_months
    day = later(start, number, unit)
    while completed(start, day) < number:
        if day == date.max:
            return None
        day += ONE_DAY
    return day


def expired(start: date, amount: int, unit: Unit) -> date | None:
    """The first day on which a day no longer lies within the last so many days, months or years; None: never."""
    day = later(start, amount, unit)
    while before(day, amount, unit) <= start:
        if day == date.max:
            return None
        day += ONE_DAY
    return day


def _by_dates(condition: tree.Condition, course: Course, until: date) -> Iterator[date]:
    known = course.case(until)  # with the facts that begin until then
    for atom in tree.atoms(condition):
        if isinstance(atom, tree.FactAtom):
            after = atom.after if isinstance(atom, tree.MonthsOfFacts) else None
            for part in (atom, after) if after else (atom,):
                for row in known.rows.get(part.kind, ()):
                    yield from _of_row(part.where, row)
        else:
            yield from _of_test(atom, known.person)


def _of_row(where: tuple[tree.Condition, ...], row: Row) -> Iterator[date]:
    yield row.values["valid_from"]
    if row.values["valid_to"] != OPEN_END:
        yield row.values["valid_to"] + ONE_DAY
    for part in where:
        for test in tree.atoms(part):
            yield from _of_test(test, row.values)


def _of_test(test: tree.Atom, values: Values) -> Iterator[date]:
    """The days on which one test of one record may change."""
    if isinstance(test, tree.Within | tree.Elapsed):
        start: date | None = values[test.field.name]
    elif isinstance(test, tree.Compare | tree.OneOf) and (test.field.owner, test.field.name) == (PERSON, "age"):
        start = values["birth_date"]
    else:
        return
    if start is None:
        return
    yield start
    if isinstance(test, tree.Within):
        yield from filter(None, (expired(start, test.amount, test.unit),))
    elif isinstance(test, tree.Elapsed):
        yield from _reached(start, test.number, test.unit)
    else:
        for number in _numbers(test):
            yield from _reached(start, number, "years")


def _numbers(test: tree.Condition) -> tuple[int, ...]:
    """The whole numbers with which a test compares."""
    values = (test.value,) if isinstance(test, tree.Compare) else test.values if isinstance(test, tree.OneOf) else ()
    return tuple(value for value in values if isinstance(value, int))


def _reached(start: date, number: int, unit: Unit) -> Iterator[date]:
    yield from filter(None, (reached(start, number, unit), reached(start, number + 1, unit)))


def _months_reached(step: FactStep, course: Course) -> Signature:
    def signature(day: date) -> tuple[bool, ...]:
        case = course.case(day)
        low, high = step.measure(step.answers(case), case)
        assert high is not None  # months are always counted to the end
        return tuple(months >= bound for months in (low, high) for bound in (step.number, step.number + 1))

    return signature


def _insurance_reached(condition: tree.Condition, course: Course) -> Signature:
    bounds = [
        number + more
        for atom in tree.atoms(condition)
        if isinstance(atom, tree.FieldTest) and atom.field.name == "insurance_months"
        for number in _numbers(atom)
        for more in (0, 1)
    ]

    def signature(day: date) -> tuple[bool, ...]:
        months = course.on(day).insurance_months if bounds else None
        return () if months is None else tuple(months >= bound for bound in bounds)

    return signature


def _turns(signature: Signature, first: date, last: date) -> Iterator[date]:
    """The days after `first`, up to `last`, on which the signature changes."""
    if signature(first) == signature(last):
        return
    middle = first + (last - first) // 2
    if middle == first:
        yield last
        return
    yield from _turns(signature, first, middle)
    yield from _turns(signature, middle, last)
