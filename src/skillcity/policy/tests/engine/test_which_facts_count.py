"""Which facts count, and how counts and sums with unknown parts come out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from skillcity.kernel.errors import InputError
from skillcity.policy.engine import Fact, Person, classify, evaluate
from skillcity.policy.tests.engine.asking import MOMENT, ability, answer, certificate
from skillcity.policy.tests.engine.samples import (
    DAY,
    SIGNS,
    catalogue,
)


def test_a_fact_counts_from_its_first_to_its_last_day() -> None:
    fact = certificate(since=date(2025, 1, 1), until=date(2025, 6, 30))
    days = (date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [answer("any(certificate)", fact, day=day) for day in days] == [False, True, True, False]


def test_a_condition_on_the_end_judges_facts_that_have_ended() -> None:
    ended, lasting = certificate(until=date(2025, 8, 1)), certificate()
    assert answer("any(certificate, within(valid_to, months(12)))", ended) is True
    assert answer("any(certificate, within(valid_to, months(12)))", lasting) is False
    assert answer("any(certificate, years_since(valid_from) >= 2)", ended) is False
    assert answer('any(certificate, valid_to > "2030-01-01")', lasting) is True


def test_a_fact_that_begins_later_never_counts() -> None:
    later = certificate(since=date(2025, 9, 2))
    assert answer('any(certificate, valid_from >= "2020-01-01")', later) is False
    assert answer('any(certificate, valid_to >= "2020-01-01")', later) is False


def test_what_was_not_yet_recorded_was_not_known() -> None:
    fact = Fact(1, "certificate", date(2020, 1, 1), recorded_at=MOMENT)
    assert answer("any(certificate)", fact, known_at=MOMENT) is True
    assert answer("any(certificate)", fact, known_at=datetime(2024, 12, 31, tzinfo=UTC)) is False
    assert answer("any(certificate)", certificate(), known_at=datetime(2024, 12, 31, tzinfo=UTC)) is True


def test_a_corrected_fact_counts_until_the_correction_was_known() -> None:
    old = Fact(
        1,
        "certificate",
        date(2020, 1, 1),
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC),
        attributes={"level": "technician"},
    )
    new = Fact(2, "certificate", date(2020, 1, 1), recorded_at=MOMENT, attributes={"level": "junior"}, supersedes=1)
    condition = 'any(certificate, level == "technician")'
    assert answer(condition, old, new) is False
    assert answer(condition, old, new, known_at=datetime(2024, 1, 1, tzinfo=UTC)) is True


def test_a_retraction_takes_the_older_fact_away() -> None:
    old = Fact(1, "certificate", date(2020, 1, 1))
    gone = Fact(2, "certificate", date(2020, 1, 1), supersedes=1, retracted=True)
    assert answer("any(certificate)", old, gone) is False


def test_a_fact_of_a_kind_without_a_schema_is_passed_over() -> None:
    assert answer("any(certificate)", Fact(1, "unheard-of", date(2020, 1, 1))) is False


def test_a_moment_needs_a_time_zone() -> None:
    rules = catalogue("x A in-force: any(certificate)")
    naive = datetime(2025, 1, 1)  # noqa: DTZ001
    with pytest.raises(InputError, match=r"policy\.naive-time"):
        Fact(1, "certificate", date(2020, 1, 1), recorded_at=naive)
    for ask in (classify, evaluate):
        with pytest.raises(InputError, match=r"policy\.naive-time"):
            ask(rules, Person("p"), DAY, naive)


def test_a_count_with_open_facts_answers_what_is_sure() -> None:
    known, open_fact = certificate(1, level="senior"), certificate(2)
    assert answer('count(certificate, level == "senior") >= 1', known, open_fact) is True
    assert answer('count(certificate, level == "senior") >= 2', known, open_fact) is None
    assert answer('count(certificate, level == "senior") >= 3', known, open_fact) is False
    assert answer("count(certificate) != 2", known, open_fact) is False


def test_a_sum_with_an_unknown_part_has_no_upper_end() -> None:
    parts = (ability(1, hours=40, passed=True), ability(2, passed=True), ability(3, hours=100, passed=False))
    assert answer("total(special_ability.hours, passed) >= 40", *parts) is True
    assert answer("total(special_ability.hours, passed) >= 41", *parts) is None
    assert answer("total(special_ability.hours, passed) < 40", *parts) is False
    doubtful = ability(4, hours=10)
    assert answer("total(special_ability.hours, passed) == 40", parts[0], doubtful) is None
    assert answer("total(special_ability.hours, passed) > 50", parts[0], doubtful) is False


def test_all_signs_are_tried() -> None:
    outcomes = [answer(f"count(certificate) {sign} 1", certificate()) for sign in SIGNS]
    assert outcomes == [True, False, False, True, False, True]
