"""On which days time alone changes an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.policy.engine import Person, to_text, tree
from skillcity.policy.engine.course import Course
from skillcity.policy.engine.critical_days import critical_days, expired, reached
from skillcity.policy.engine.dates import before, completed_months, completed_years
from skillcity.policy.engine.lines import lines_of, value
from skillcity.policy.tests.engine import planning, samples
from skillcity.policy.tests.engine.asking import catalogue_of

DAYS = st.dates(date(2023, 12, 1), date(2029, 3, 31))


@given(DAYS, st.integers(0, 60), st.sampled_from(["months", "years"]))
def test_the_first_day_on_which_so_much_is_completed(start: date, number: int, unit: str) -> None:
    day = reached(start, number, unit)  # type: ignore[arg-type]
    completed = completed_years if unit == "years" else completed_months
    assert day
    assert completed(start, day) >= number > completed(start, day - timedelta(days=1))


@given(DAYS, st.integers(0, 60), st.sampled_from(["days", "months", "years"]))
def test_the_first_day_on_which_a_window_is_closed(start: date, amount: int, unit: str) -> None:
    day = expired(start, amount, unit)  # type: ignore[arg-type]
    assert day
    assert before(day, amount, unit) > start >= before(day - timedelta(days=1), amount, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["months", "years"])
def test_beyond_the_calendar_nothing_is_reached_and_nothing_closes(unit: str) -> None:
    assert reached(date(2025, 1, 1), 99_999, unit) is None  # type: ignore[arg-type]
    assert expired(date(2025, 1, 1), 99_999, unit) is None  # type: ignore[arg-type]


def constant_between(line_of: object, course: Course, until: date) -> None:
    """Ask every day; the answer changes only on the days named."""
    (line,) = lines_of(line_of)  # type: ignore[arg-type]
    days = critical_days(line, course, until)
    assert list(days) == sorted(set(days))
    assert all(course.as_of < day <= until for day in days)
    earlier: object = ...
    day = course.as_of
    while day <= until:
        case = course.case(day)
        now = value(line.clause.when, lambda leaf, case=case: line.leaves[leaf].truth(case))  # type: ignore[misc]
        assert now is earlier or day in days or earlier is ...
        earlier, day = now, day + timedelta(days=1)


@given(samples.CONDITIONS, samples.PEOPLE, st.dates(date(2021, 1, 1), date(2025, 6, 30)))
@settings(max_examples=100, deadline=None)
def test_between_two_of_them_no_answer_changes(condition: tree.Condition, somebody: Person, start: date) -> None:
    course = Course(samples.SCHEMA, somebody, start)
    constant_between(catalogue_of(to_text(condition)), course, start + timedelta(days=300))


@given(planning.CONDITIONS, planning.PEOPLE | planning.NEARLY, st.dates(date(2025, 6, 1), date(2025, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_nor_for_people_who_work_and_are_insured(text: str, somebody: Person, start: date) -> None:
    constant_between(planning.loose(text), Course(planning.CITY, somebody, start), start + timedelta(days=300))
