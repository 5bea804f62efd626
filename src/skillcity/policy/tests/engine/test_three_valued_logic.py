"""The laws of Kleene's logic, and comparing a number of which only a range is known."""

from __future__ import annotations

import operator
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.policy.engine.dates import before, completed_years, read_date
from skillcity.policy.engine.kleene import Operator, Truth, all_of, any_of, compare_range, negate

TRUTHS: tuple[Truth, ...] = (True, False, None)
SIGNS: dict[Operator, object] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@pytest.mark.parametrize(("one", "other", "third"), list(product(TRUTHS, repeat=3)))
def test_the_laws_of_and_or_not_hold(one: Truth, other: Truth, third: Truth) -> None:
    assert negate(negate(one)) is one
    assert negate(all_of((one, other))) is any_of((negate(one), negate(other)))
    assert all_of((one, other)) is all_of((other, one))
    assert any_of((one, other)) is any_of((other, one))
    assert all_of((one, all_of((other, third)))) is all_of((one, other, third))
    assert any_of((one, any_of((other, third)))) is any_of((one, other, third))
    assert all_of((one, any_of((other, third)))) is any_of((all_of((one, other)), all_of((one, third))))
    assert all_of((one, any_of((one, other)))) is one


def test_nothing_to_fulfil_is_fulfilled_and_no_way_is_no_way() -> None:
    assert all_of(()) is True
    assert any_of(()) is False


def test_what_is_not_known_does_not_become_false() -> None:
    assert all_of((True, None)) is None
    assert any_of((False, None)) is None
    assert any_of((None, True)) is True
    assert all_of((None, False)) is False


@given(st.integers(0, 6), st.integers(0, 6), st.sampled_from(sorted(SIGNS)), st.integers(-1, 8))
def test_a_range_answers_only_what_all_its_numbers_answer(low: int, width: int, sign: Operator, bound: int) -> None:
    answers = {SIGNS[sign](number, bound) for number in range(low, low + width + 1)}  # type: ignore[operator]
    assert compare_range(low, low + width, sign, bound) is (answers.pop() if len(answers) == 1 else None)


def test_a_range_without_an_upper_end_answers_from_below_only() -> None:
    assert compare_range(5, None, ">=", 5) is True
    assert compare_range(5, None, ">=", 6) is None
    assert compare_range(5, None, "<", 5) is False
    assert compare_range(5, None, "==", 4) is False


def test_who_is_born_on_29_february_completes_a_year_on_1_march() -> None:
    assert completed_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert completed_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert completed_years(date(2008, 2, 29), date(2028, 2, 29)) == 20


def test_a_month_that_is_too_short_gives_its_last_day() -> None:
    assert before(date(2025, 3, 31), 1, "months") == date(2025, 2, 28)
    assert before(date(2024, 2, 29), 1, "years") == date(2023, 2, 28)
    assert before(date(2025, 3, 1), 1, "days") == date(2025, 2, 28)


def test_no_day_lies_before_the_first() -> None:
    assert before(date(2025, 3, 1), 999_999_999, "days") == date.min
    assert before(date(2025, 3, 1), 999_999_999, "months") == date.min
    assert before(date(2025, 3, 1), 999_999_999, "years") == date.min


def test_a_date_is_read_in_one_spelling_only() -> None:
    assert read_date("2025-07-01") == date(2025, 7, 1)
    assert [read_date(text) for text in ("20250701", "2025-7-1", "2025-02-30", "2025-W01-1")] == [None] * 4
