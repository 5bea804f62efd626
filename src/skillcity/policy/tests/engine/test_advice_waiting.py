"""Advice that takes time: a certificate grows old enough, work goes on, insurance is paid on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from skillcity.kernel.text import Text
from skillcity.policy.tests.engine.planning import (
    DAY,
    WELDER,
    certificate,
    fact,
    only,
    steps,
)

JOB = fact("employment", date(2019, 1, 31), occupation=WELDER)


# Waiting ------------------------------------------------------------------------------------------------------------
def test_a_certificate_grows_old_enough() -> None:
    four = 'any(certificate, level >= "senior", years_since(valid_from) >= 4)'
    advice = only(four, certificate("senior", since=date(2023, 5, 1)))
    assert (advice.on, advice.steps) == (date(2027, 5, 1), 1)
    assert advice.actions[0].until == date(2027, 5, 1)
    assert advice.wording.zh == "自发证日期起已满4年：2027年5月1日起"
    assert advice.wording.en == "4 full year(s) have passed since date of issue: from 2027-05-01"
    assert advice.supposed == ()
    both = only(four)
    assert (both.on, len(both.actions), both.steps) == (date(2029, 9, 15), 2, 4)


@pytest.mark.parametrize(
    ("since", "months", "on"),
    [
        (date(2025, 8, 31), 1, date(2025, 10, 1)),
        (date(2025, 8, 31), 6, date(2026, 3, 1)),
        (date(2024, 2, 29), 36, date(2027, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_a_month_that_is_too_short_is_full_on_the_first_of_the_next(since: date, months: int, on: date) -> None:
    assert only(f"any(certificate, months_since(valid_from) >= {months})", certificate(since=since)).on == on


def test_a_fact_that_begins_later_is_waited_for() -> None:
    begun = fact("employment", date(2025, 10, 1), occupation=WELDER)
    now, then = steps("any(employment, occupation in short)", begun)
    assert (now.on, bool(now.supposed)) == (DAY, True)
    assert (then.on, then.supposed) == (date(2025, 10, 1), ())
    assert then.wording.zh.endswith("：2025年10月1日起")


def test_work_goes_on_until_the_months_are_full() -> None:
    advice = only("months(employment, occupation in short) >= 84", JOB)
    assert advice.on == date(2026, 1, 30)
    assert advice.wording.zh == "“就业”再累计5个月(须一直持续)：2026年1月30日起"
    assert advice.actions[0].supplied_by.en == "the employer"
    new = only("months(employment, occupation in short) > 11")
    assert [bool(action.facts) for action in new.actions] == [True, False]
    assert (new.on, new.steps) == (date(2026, 9, 14), 2)


def test_the_months_after_a_certificate_begin_with_it() -> None:
    after = 'months(employment, after(certificate, level >= "senior")) >= 12'
    advice = only(after, JOB)
    assert advice.supposed[0].kind == "certificate"
    assert advice.on == date(2026, 9, 14)
    assert steps(after) == ()  # a certificate, work and a year: three things


PAID = fact("insurance", date(2025, 1, 1), date(2025, 8, 31), scheme="unemployment", employer="x")


def test_insurance_that_is_paid_is_paid_on() -> None:
    advice = only("insurance_months >= 16", PAID, insurance_months=8)
    assert (advice.on, advice.steps, advice.supposed) == (date(2026, 4, 30), 1, ())
    assert advice.wording == Text(
        "再缴8个月失业保险(须按月续缴)：2026年4月30日起",
        "8 more month(s) of unemployment insurance (if paid on every month): from 2026-04-30",
    )
    assert advice.actions[0].supplied_by.zh == "社会保险经办机构"
    assert only("insurance_months > 15", PAID, insurance_months=8).on == date(2026, 4, 30)


def test_months_paid_twice_count_once() -> None:
    other = fact("insurance", date(2025, 3, 1), None, scheme="unemployment", employer="y")
    assert only("insurance_months >= 16", PAID, other, insurance_months=8).on == date(2026, 4, 30)


def test_whose_insurance_has_ended_is_insured_again_from_the_next_month() -> None:
    ended = replace(PAID, valid_to=date(2025, 7, 31))
    advice = only("insurance_months >= 12", ended, insurance_months=7)
    assert advice.wording.zh.startswith("参加社会保险：失业保险；再缴5个月失业保险")
    assert (advice.supposed[0].valid_from, advice.on, advice.steps) == (date(2025, 10, 1), date(2026, 2, 28), 2)
    pension = replace(PAID, attributes={"scheme": "pension"})
    assert only("insurance_months >= 12", pension, insurance_months=7).supposed


def test_insurance_of_another_kind_is_paid_on_too() -> None:
    pension = replace(PAID, attributes={"scheme": "pension"})
    advice = only('months(insurance, scheme == "pension") >= 9', pension)
    assert advice.on == date(2025, 9, 30)
    assert "须按月续缴" in advice.wording.zh


def test_nobody_waits_more_than_ten_years() -> None:
    assert steps("months(employment) >= 240", fact("employment", DAY)) == ()


def test_what_stands_in_the_way_for_now_is_waited_out() -> None:
    fresh = 'any(certificate, level >= "senior") and not any(certificate, within(valid_from, days(30)))'
    advice = only(fresh, certificate("intermediate"))
    assert (advice.on, advice.steps) == (date(2025, 10, 16), 2)
    assert advice.actions[1].supplied_by == Text("", "")
    assert "没有" in advice.wording.zh
