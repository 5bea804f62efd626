"""Months covered by facts, and months since a date."""

from __future__ import annotations

from datetime import date

import pytest

from skillcity.policy.engine import PolicyError
from skillcity.policy.engine.covered import covered_months
from skillcity.policy.engine.dates import later
from skillcity.policy.tests.engine.asking import ability, answer, certificate, why
from skillcity.policy.tests.engine.samples import SCHEMA, rule

FROM = date(2020, 1, 1)


def months(*periods: tuple[str, str], first: date | None = FROM, last: date = date(2025, 9, 1)) -> int:
    return covered_months(((date.fromisoformat(start), date.fromisoformat(end)) for start, end in periods), first, last)


def test_periods_that_touch_or_overlap_count_once() -> None:
    assert months(("2024-01-01", "2024-06-15"), ("2024-06-16", "2024-12-31")) == 12
    assert months(("2024-01-01", "2024-08-31"), ("2024-03-01", "2024-12-31"), ("2024-02-01", "2024-02-29")) == 12


def test_a_gap_breaks_a_month() -> None:
    assert months(("2024-01-01", "2024-06-15"), ("2024-06-17", "2024-12-31")) == 11


def test_days_outside_do_not_count() -> None:
    assert months(("2019-01-01", "2020-12-31")) == 12
    assert months(("2025-01-01", "9999-12-31")) == 8
    assert months(("2025-01-01", "2024-01-01")) == 0
    assert months(("2024-01-01", "2024-12-31"), first=None) == 0


def test_facts_that_have_ended_count() -> None:
    worked = ability(1, FROM, date(2020, 12, 31), hours=3)
    assert answer("months(special_ability) >= 12", worked) is True
    assert answer("months(special_ability, hours == 3) > 12", worked) is False
    assert answer("months(special_ability, hours == 3) >= 12", ability(1, FROM, date(2020, 12, 31))) is None


def test_after_counts_from_the_earliest_such_fact() -> None:
    rules = 'months(special_ability, after(certificate, level == "senior")) >= 6'
    worked = ability(1, FROM, date(2020, 12, 31))
    assert answer(rules, worked, certificate(2, date(2020, 7, 1), level="senior")) is True
    assert answer(rules, worked, certificate(2, date(2020, 7, 2), level="senior")) is False
    assert answer(rules, worked) is False
    assert answer(rules, worked, certificate(2, date(2020, 7, 1))) is None
    both = certificate(2, date(2020, 8, 1), level="senior"), certificate(3, date(2020, 3, 1), date(2020, 4, 1))
    assert answer(rules, worked, *both) is None


def test_the_reasons_tell_how_many_months_are_there() -> None:
    worked = ability(1, FROM, date(2020, 12, 31))
    (lack,) = why("months(special_ability) >= 24", worked).missing
    assert (lack.have, lack.need, lack.kind) == (12, 24, "special-ability")
    unknown = why('months(special_ability, after(certificate, level == "senior")) >= 6', worked, certificate(2)).unknown
    assert [(each.fact, each.field.name) for each in unknown] == [(2, "level")]


def test_full_months_since() -> None:
    assert answer("any(certificate, months_since(valid_from) >= 1)", certificate(1, date(2025, 8, 1))) is True
    assert answer("any(certificate, months_since(valid_from) >= 1)", certificate(1, date(2025, 8, 2))) is False
    assert rule("any(certificate, months_since(valid_from) >= 6)") != rule(
        "any(certificate, years_since(valid_from) >= 6)"
    )


def test_words_say_from_when_months_count() -> None:
    from skillcity.policy.engine import words

    said = words(rule("months(special_ability, after(certificate)) >= 12"), SCHEMA, {})
    assert said.zh == "自“证书”记录起，“专项能力”记录累计不少于12个月"


@pytest.mark.parametrize(
    "text",
    ["after(certificate)", "months(certificate, after(certificate), level == 'senior') >= 1", "months(certificate)"],
)
def test_after_stands_last_in_months_alone(text: str) -> None:
    with pytest.raises(PolicyError):
        rule(text)


def test_later_never_leaves_the_calendar() -> None:
    assert later(date(2024, 1, 31), 1, "months") == date(2024, 2, 29)
    assert later(date(2024, 2, 29), 1, "years") == date(2025, 2, 28)
    assert later(date(2025, 8, 1), 31, "days") == date(2025, 9, 1)
    assert later(date(9999, 1, 1), 999, "days") == later(date(9999, 1, 1), 12, "months") == date.max


def test_months_up_to_the_last_day_of_the_calendar_are_counted() -> None:
    assert months(("9999-01-01", "9999-06-30"), ("9999-03-01", "9999-12-31"), last=date.max) == 11
