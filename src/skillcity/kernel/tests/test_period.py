from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.period import Period
from skillcity.kernel.tests.strategies import days


@st.composite
def closed_periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(start, start + timedelta(days=draw(st.integers(0, 5000))))


periods = closed_periods() | days.map(Period)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01/2024-06-30",
        "2024.1.1至2024.6.30",
        "2024年1月1日 ～ 2024年6月30日",
        "2024/1/1 -- 2024/6/30",
        "20240101——20240630",
    ],
)
def test_a_period_is_read_in_its_usual_spellings(text: str) -> None:
    assert Period.parse(text) == Period(date(2024, 1, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    "text", ["2024-01-01/", "2024-01-01/..", "2024年1月1日至今", "2024-01-01~长期", "2024-01-01/9999-12-31"]
)
def test_an_open_period_is_read_in_its_usual_spellings(text: str) -> None:
    assert Period.parse(text) == Period(date(2024, 1, 1), None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-01-01", "period.unreadable"),
        ("2024/1/1/2024/6/30", "period.unreadable"),
        ("2024-06-30/2024-01-01", "period.order"),
        ("../2024-01-01", "date.unreadable"),
        ("2024-01-01/2024-06-31", "date.not-real"),
    ],
)
def test_what_is_not_surely_a_period_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        Period.parse(text)
    assert caught.value.code == code


def test_both_ends_belong_to_the_period() -> None:
    spring = Period.parse("2024-03-01/2024-05-31")
    assert date(2024, 3, 1) in spring
    assert date(2024, 5, 31) in spring
    assert date(2024, 2, 29) not in spring
    assert date(2024, 6, 1) not in spring
    assert date.max in Period(date(2024, 3, 1))


def test_neighbours_do_not_overlap() -> None:
    assert not Period.parse("2024-01-01/2024-01-31").overlaps(Period.parse("2024-02-01/2024-02-29"))


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024-01-01/2024-06-30", 6),
        ("2024-01-15/2024-02-13", 0),
        ("2024-01-15/2024-02-14", 1),
        ("2023-01-31/2023-02-27", 0),
        ("2023-01-31/2023-02-28", 1),
        ("2023-01-30/2023-03-29", 2),
        ("2023-12-31/2024-02-28", 1),
        ("2023-12-31/2024-02-29", 2),
        ("2023-03-01/2024-02-29", 12),
        ("2024-01-01/2024-01-01", 0),
    ],
)
def test_months_are_whole_months(text: str, months: int) -> None:
    assert Period.parse(text).months == months


def test_the_months_of_an_open_period_are_not_guessed() -> None:
    with pytest.raises(InputError) as caught:
        _ = Period(date(2024, 1, 1)).months
    assert caught.value.code == "period.open"


@given(periods)
def test_what_is_written_is_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, periods, days)
def test_a_day_is_in_the_intersection_exactly_when_it_is_in_both(one: Period, other: Period, day: date) -> None:
    common = one.intersect(other)
    assert (common is not None and day in common) == (day in one and day in other)
    assert common == other.intersect(one)
    assert one.overlaps(other) == other.overlaps(one) == (common is not None)
    assert one.intersect(one) == one


@given(closed_periods(), st.integers(0, 5000))
def test_months_do_not_become_more_when_a_period_is_cut_in_two(period: Period, days_in: int) -> None:
    assert period.end is not None
    cut = period.start + timedelta(days=days_in)
    if cut < period.end:
        halves = Period(period.start, cut), Period(cut + timedelta(days=1), period.end)
        assert sum(half.months for half in halves) <= period.months


@given(days, st.integers(0, 600))
def test_from_the_first_of_a_month_every_calendar_month_counts_one(day: date, months: int) -> None:
    first = day.replace(day=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    end = date(year, month + 1, 1) - timedelta(days=1)
    if end > first:
        assert Period(first, end).months == months
