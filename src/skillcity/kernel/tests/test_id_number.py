from __future__ import annotations

import pickle
from datetime import date
from string import digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.id_number import IdNumber, Sex, check_digit
from skillcity.kernel.tests.strategies import id_values

EXAMPLE = "11010519491231002X"  # the worked example of the standard


def code_of(text: str, today: date | None = None) -> str:
    with pytest.raises(InputError) as caught:
        IdNumber.parse(text, today=today)
    assert text[:17] not in str(caught.value) or not text
    return caught.value.code


def test_the_example_of_the_standard_is_right() -> None:
    number = IdNumber.parse(EXAMPLE)
    assert number.value == EXAMPLE
    assert number.region_code == "110105"
    assert number.birth_date == date(1949, 12, 31)
    assert number.sex is Sex.FEMALE
    assert number.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "'11010519491231002X",
        "\u202a11010519491231002X\u202c",
    ],
)
def test_a_number_is_read_as_it_is_typed_and_pasted(text: str) -> None:
    assert IdNumber.parse(text) == IdNumber(EXAMPLE)


def test_the_number_is_never_shown_whole() -> None:
    number = IdNumber.parse(EXAMPLE)
    assert number.masked == "110•••••••••••002X"
    assert repr(number) == f"{number}" == "IdNumber(110•••••••••••002X)"


def test_an_odd_seventeenth_digit_is_a_man() -> None:
    for body, sex in (("33030219800101123", Sex.MALE), ("33030219800101122", Sex.FEMALE)):
        assert IdNumber(body + check_digit(body)).sex is sex
    assert (Sex.MALE.label.zh, Sex.FEMALE.label.zh) == ("男", "女")


def test_what_is_wrong_has_a_code() -> None:
    assert code_of("") == "id-number.length"
    assert code_of("1101051949123100") == "id-number.length"
    assert code_of("3.30302E+17") == "id-number.length"
    assert code_of("O10105194912310021") == "id-number.characters"
    assert code_of("1101051949123100XX") == "id-number.characters"
    assert code_of("110105194902310025") == "id-number.birth-date"
    assert code_of("440524188001010014") == "id-number.birth-date"
    assert code_of("110105194912310021") == "id-number.check-digit"
    assert code_of(EXAMPLE, today=date(1949, 12, 30)) == "id-number.birth-date"
    assert IdNumber.parse(EXAMPLE, today=date(1949, 12, 31))


def test_an_old_number_of_fifteen_digits_is_upgraded_with_a_warning() -> None:
    number = IdNumber.parse("110105491231002")
    assert number == IdNumber(EXAMPLE)
    assert [warning.en[:13] for warning in number.warnings] == ["An old number"]


def test_an_unknown_province_is_a_warning() -> None:
    body = "99010519491231002"
    (warning,) = IdNumber.parse(body + check_digit(body)).warnings
    assert "990105" in warning.zh


def test_a_former_region_is_a_warning_that_names_its_successor() -> None:
    body = "33032219800101123"
    value = body + check_digit(body)
    (warning,) = IdNumber.parse(value).warnings
    assert "330305" in warning.en
    assert IdNumber.parse(value, today=date(2010, 1, 1)).warnings == ()


@given(id_values())
def test_every_right_number_is_read_back(value: str) -> None:
    number = IdNumber.parse(value)
    assert number.value == value
    assert value not in repr(number)
    assert f"{number.birth_date:%Y%m%d}" == value[6:14]
    assert pickle.loads(pickle.dumps(number)) == number


@given(id_values(), st.integers(0, 17), st.sampled_from(digits + "X"))
def test_one_changed_character_is_always_found(value: str, place: int, character: str) -> None:
    if character != value[place]:
        with pytest.raises(InputError):
            IdNumber.parse(value[:place] + character + value[place + 1 :])


@given(id_values(), st.integers(0, 16))
def test_two_exchanged_neighbours_are_always_found(value: str, place: int) -> None:
    if value[place] != value[place + 1]:
        with pytest.raises(InputError):
            IdNumber.parse(value[:place] + value[place + 1] + value[place] + value[place + 2 :])


@given(st.text(max_size=20) | st.text(digits + "xX", min_size=15, max_size=18))
def test_any_text_is_either_read_or_refused_without_showing_it(text: str) -> None:
    refused = ""
    try:
        assert len(IdNumber.parse(text).value) == 18
    except InputError as error:
        refused = str(error)
    assert len(text) < 15 or text not in refused
