"""How the interpreter reads the values of facts and people."""

from __future__ import annotations

from datetime import UTC, date, datetime

from skillcity.policy.tests.engine.asking import ability, answer, certificate


def test_a_level_compares_by_rank_and_an_unreadable_one_is_not_known() -> None:
    assert answer('any(certificate, level >= "technician")', certificate(level="senior_technician")) is True
    assert answer('any(certificate, level >= "technician")', certificate(level="senior")) is False
    assert answer('any(certificate, level in ("junior", "senior"))', certificate(level="senior")) is True
    assert answer('any(certificate, level >= "technician")', certificate(level="grand")) is None
    assert answer('any(certificate, level >= "technician")', certificate(level=3)) is None


def test_a_number_may_be_digits_and_is_never_negative() -> None:
    assert answer("any(special_ability, hours >= 8)", ability(hours=8)) is True
    assert answer("any(special_ability, hours >= 8)", ability(hours="9")) is True
    for odd in (-1, "8.5", True, "-9", None, "1234567890"):
        assert answer("any(special_ability, hours >= 8)", ability(hours=odd)) is None


def test_yes_and_no_may_be_words() -> None:
    assert answer("any(special_ability, passed)", ability(passed="true")) is True
    assert answer("any(special_ability, not passed)", ability(passed=False)) is True
    assert answer("any(special_ability, passed)", ability(passed="perhaps")) is None
    assert answer("any(special_ability, passed)", ability(passed=1)) is None


def test_a_date_may_be_text() -> None:
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested="2020-01-02")) is True
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested=date(2020, 1, 1))) is False
    assert (
        answer('any(certificate, tested > "2020-01-01")', certificate(tested=datetime(2020, 1, 3, tzinfo=UTC))) is None
    )
    assert answer('any(certificate, tested > "2020-01-01")', certificate(tested="soon")) is None


def test_a_named_set_is_looked_up() -> None:
    assert answer("any(certificate, occupation in short)", certificate(occupation="b")) is True
    assert answer("any(certificate, occupation not in short)", certificate(occupation="b")) is False
    assert answer("any(certificate, occupation in short)", certificate(occupation="")) is None


def test_the_fields_of_a_person_are_asked() -> None:
    assert answer("18 <= age < 45", birth_date=date(1990, 1, 1)) is True
    assert answer("age >= 18") is None
    assert answer("age >= 18", birth_date=date(2030, 1, 1)) is None
    assert answer("years_since(birth_date) >= 18", birth_date=date(2007, 9, 2)) is False
    assert answer("within(birth_date, years(18))", birth_date=date(2007, 9, 1)) is True
    assert answer('sex == "female"', sex="female") is True
    assert answer('"poor" in groups', groups=frozenset({"poor"})) is True
    assert answer('"poor" in groups', groups=frozenset()) is False
    assert answer('"poor" in groups') is None
    assert answer("insurance_months >= 36", insurance_months=36) is True
    assert answer('registered_in in ("330302", "330303")', registered_in="330304") is False


def test_and_or_not_join_inside_the_brackets_and_outside() -> None:
    either = 'any(certificate, level == "technician" or occupation == "a")'
    assert answer(either, certificate(occupation="a")) is True
    assert answer(either, certificate(level="junior")) is None
    assert answer(either, certificate(level="junior", occupation="b")) is False
    assert answer(f"not {either}", certificate(level="junior", occupation="b")) is True
