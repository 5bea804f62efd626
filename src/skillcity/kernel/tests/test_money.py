from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.kernel.money import Fen

amounts = st.integers(-(10**16), 10**16).map(Fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.56", 123456),
        ("1234.5元", 123450),
        ("１，２３４．５６元", 123456),
        ("¥1,234", 123400),
        ("￥0.01", 1),
        ("人民币 3000 元", 300000),
        ("RMB12", 1200),
        (" 007 ", 700),
        ("-12.30", -1230),
        ("+5", 500),
    ],
)
def test_an_amount_is_read_in_its_usual_spellings(text: str, fen: int) -> None:
    assert Fen.parse(text) == Fen(fen)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.unreadable"),
        ("元", "money.unreadable"),
        ("1,23", "money.unreadable"),
        ("1e3", "money.unreadable"),
        ("3万元", "money.unreadable"),
        ("٣", "money.unreadable"),
        (".5", "money.unreadable"),
        ("1.234", "money.decimals"),
        ("1.500", "money.decimals"),
        ("9" * 16, "money.too-large"),
        ("9" * 5000, "money.too-large"),
    ],
)
def test_what_is_not_surely_an_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        Fen.parse(text)
    assert caught.value.code == code
    assert caught.value.what.en
    assert caught.value.todo.zh


@pytest.mark.parametrize("amount", [1.0, Decimal(1), "1", True, None])
def test_only_an_int_makes_money(amount: Any) -> None:
    with pytest.raises(TypeError):
        Fen(amount)


@pytest.mark.parametrize("other", [1.0, Decimal(1), "1", True, None])
def test_money_does_not_mix_with_anything_else(other: Any) -> None:
    for calculation in (lambda: Fen(1) + other, lambda: Fen(1) - other, lambda: Fen(1) * other, lambda: other * Fen(1)):
        with pytest.raises(TypeError):
            calculation()


def test_money_does_not_add_to_a_bare_number_nor_multiply_by_money() -> None:
    for calculation in (lambda: Fen(1) + 1, lambda: 1 - Fen(1), lambda: Fen(2) * Fen(2)):  # type: ignore[operator]
        with pytest.raises(TypeError):
            calculation()


def test_money_adds_subtracts_multiplies_and_compares() -> None:
    assert Fen(150) + Fen(50) - Fen(1) == Fen(199)
    assert Fen(150) * 2 == 2 * Fen(150) == Fen(300)
    assert -Fen(1) < Fen(0) < Fen(1)
    assert sum([Fen(1), Fen(2)], Fen(0)) == Fen(3)


def test_nothing_is_false_and_a_debt_is_true() -> None:
    assert not Fen(0)
    assert Fen(-1)


@pytest.mark.parametrize(
    ("fen", "yuan"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456789, "1,234,567.89"), (-100, "-1.00")]
)
def test_yuan_is_for_people(fen: int, yuan: str) -> None:
    assert Fen(fen).yuan == str(Fen(fen)) == yuan


def test_left_over_fen_go_to_the_first_parts() -> None:
    assert Fen(100).split(1, 1, 1) == (Fen(34), Fen(33), Fen(33))
    assert Fen(100).split(0, 3, 0, 1) == (Fen(0), Fen(75), Fen(0), Fen(25))


@pytest.mark.parametrize("weights", [(), (0, 0), (2, -1)])
def test_a_split_without_proper_weights_is_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(InputError) as caught:
        Fen(100).split(*weights)
    assert caught.value.code == "money.weights"


@given(amounts)
def test_what_is_shown_is_read_back(amount: Fen) -> None:
    assert Fen.parse(amount.yuan) == amount


@given(amounts, st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_parts_sum_exactly_and_are_within_one_fen_of_their_share(amount: Fen, weights: list[int]) -> None:
    parts = amount.split(*weights)
    assert sum(parts, Fen(0)) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.amount * sum(weights) - amount.amount * weight) < sum(weights)


@given(amounts, amounts)
def test_subtraction_undoes_addition(one: Fen, other: Fen) -> None:
    assert one + other - other == one
    assert one + other == other + one
