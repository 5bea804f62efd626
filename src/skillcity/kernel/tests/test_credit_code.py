from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.credit_code import ALPHABET, CreditCode, check_character, organisation_check_character
from skillcity.kernel.errors import InputError
from skillcity.kernel.tests.strategies import credit_values

EXAMPLE = "91350100M000100Y43"  # a widely printed specimen


def with_check(body: str) -> CreditCode:
    return CreditCode.parse(body + check_character(body))


def test_the_specimen_is_right_and_explained() -> None:
    code = CreditCode.parse(EXAMPLE)
    assert str(code) == code.value == EXAMPLE
    assert (code.authority.en, code.kind.en) == ("Market regulation", "Enterprise")
    assert code.region_code == "350100"
    assert code.organisation_code == "M000100Y4"
    assert code.warnings == ()


def test_the_organisation_code_of_the_standard_has_its_check() -> None:
    assert organisation_check_character("D2143569") == "X"


def test_a_code_is_read_as_it_is_typed() -> None:
    assert CreditCode.parse(" 91350100 ｍ000100ｙ43 ") == CreditCode(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "credit-code.length"),
        ("D2143569-X", "credit-code.length"),
        ("9135010OM000100Y43", "credit-code.characters"),
        ("91350100M000100I43", "credit-code.characters"),
        ("91350100M000100Y44", "credit-code.check-character"),
    ],
)
def test_what_is_wrong_has_a_code(text: str, error: str) -> None:
    with pytest.raises(InputError) as caught:
        CreditCode.parse(text)
    assert caught.value.code == error
    assert caught.value.todo.en


def test_an_organisation_code_with_a_wrong_check_is_a_warning() -> None:
    (warning,) = with_check("91350100M000100Y5").warnings
    assert "M000100Y5" in warning.zh


def test_an_unknown_authority_and_province_are_warnings() -> None:
    code = with_check("B1990100M000100Y4")
    assert len(code.warnings) == 2
    assert (code.authority.en, code.kind.en) == ("Unknown", "Unknown")


def test_the_nation_is_a_region_and_an_unknown_kind_is_called_so() -> None:
    code = with_check("98100000M000100Y4")
    assert code.warnings == ()
    assert code.kind.en == "Unknown"


@given(credit_values())
def test_every_right_code_is_read_back(value: str) -> None:
    assert CreditCode.parse(value.lower()).value == value


@given(credit_values(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_always_found(value: str, place: int, character: str) -> None:
    if character != value[place]:
        with pytest.raises(InputError):
            CreditCode.parse(value[:place] + character + value[place + 1 :])


@given(credit_values(), st.integers(0, 16))
def test_two_exchanged_neighbours_are_always_found(value: str, place: int) -> None:
    if value[place] != value[place + 1]:
        with pytest.raises(InputError):
            CreditCode.parse(value[:place] + value[place + 1] + value[place] + value[place + 2 :])
