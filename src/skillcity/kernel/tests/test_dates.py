from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.dates import SHANGHAI, parse_date, today
from skillcity.kernel.errors import InputError
from skillcity.kernel.tests.strategies import days


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-02",
        "2024-1-2",
        "2024/1/2",
        "2024/01/02",
        "2024.1.2",
        "2024年1月2日",
        "2024 年 01 月 02 日",
        "2024年1月2号",
        "20240102",
        "２０２４／１／２",
        "\ufeff2024-01-02",
        "45293",
        "45293.0",
        "2024-01-02 00:00:00",
        "2024-01-02T00:00:00.000",
        "2024/1/2 00:00",
    ],
)
def test_a_date_is_read_in_the_spellings_of_spreadsheets(text: str) -> None:
    assert parse_date(text) == date(2024, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "202401",
        "24-1-2",
        "2024-1",
        "2024年1月",
        "2024-1/2",
        "0202-01-01",
        "45293.5",
        "2024-01-02 08:30",
        "昨天",
    ],
)
def test_what_is_not_surely_a_date_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text)
    assert caught.value.code == "date.unreadable"
    assert "2024-01-02" in caught.value.todo.zh


@pytest.mark.parametrize("text", ["2023-02-29", "20240230", "2024年13月1日", "2024/4/31"])
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text)
    assert caught.value.code == "date.not-real"


@given(
    days,
    st.sampled_from(["{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0.year}/{0.month}/{0.day}", "{0.year}年{0.month}月{0.day}日"]),
)
def test_every_day_survives_every_spelling(day: date, spelling: str) -> None:
    assert parse_date(spelling.format(day)) == day


@given(st.integers(10000, 99999))
def test_serials_count_days(serial: int) -> None:
    assert parse_date(str(serial)) - parse_date("10000") == timedelta(days=serial - 10000)


def test_a_day_begins_in_wenzhou_at_four_in_the_afternoon_of_greenwich() -> None:
    assert today(lambda: datetime(2024, 12, 31, 15, 59, tzinfo=UTC)) == date(2024, 12, 31)
    assert today(lambda: datetime(2024, 12, 31, 16, 0, tzinfo=UTC)) == date(2025, 1, 1)
    assert today(lambda: datetime(2025, 1, 1, tzinfo=SHANGHAI)) == date(2025, 1, 1)


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today(lambda: datetime(2024, 1, 1))  # noqa: DTZ001
