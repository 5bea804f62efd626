"""What a benefit is worth: by level, by class, by a number of the fact; and what is no amount."""

from __future__ import annotations

from typing import Any

import pytest

from skillcity.policy.engine import (
    PolicyError,
)
from skillcity.policy.engine.amounts import parse_amount, parts_of, worth
from skillcity.policy.tests.engine.samples import city_schema

SCHEMA = city_schema()

AMOUNTS = [
    ("5", {}, 500),
    ("by_level(junior=10, senior=20)", {"level": 2}, 1000),
    ("by_level(junior=10, senior=20)", {"level": 5}, 0),
    ("by_level(junior=10)", {"level": None}, None),
    ("hours * 3", {"hours": 4}, 1200),
    ("3 * hours", {"hours": None}, None),
    ("3 * hours", {"hours": 10**10}, None),
    ("min(5, 3 * hours)", {"hours": 1}, 300),
    ("max(5, 3 * hours)", {"hours": 1}, 500),
    ("sum(5, 3 * hours, by_class(A=1))", {"hours": 1}, 900),
    ("sum(5, 3 * hours)", {"hours": None}, None),
]


@pytest.mark.parametrize(("text", "values", "expected"), AMOUNTS)
def test_an_amount(text: str, values: dict[str, Any], expected: int | None) -> None:
    kind = SCHEMA.kinds["apprenticeship" if "level" in text else "training"]
    assert worth(parse_amount(text, kind=kind, classes=("A",)), values, ("A",)) == expected


def test_an_amount_by_class_is_open_while_the_class_is() -> None:
    amount = parse_amount("by_class(A=5, B=5, C=3)", kind=None, classes=("A", "B", "C"))
    assert worth(amount, {}, ("A", "B")) == 500
    assert worth(amount, {}, ("A", "C")) is None
    assert worth(amount, {}, (None,)) == 0


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("policy.syntax", "by_level("),
        ("policy.refused", "5.years"),
        ("policy.refused", "-5"),
        ("policy.refused", "5 if hours else 3"),
        ("policy.refused", "hours"),
        ("policy.unknown-name", "by_age(a=3)"),
        ("policy.unknown-name", "by_class(Z=3)"),
        ("policy.unknown-name", "by_class(**3)"),
        ("policy.unknown-name", "3 * passed"),
        ("policy.unknown-name", "3 * 3"),
        ("policy.wrong-type", "by_class(3)"),
        ("policy.wrong-type", "by_class()"),
        ("policy.wrong-type", "by_level(junior=3)"),
        ("policy.wrong-type", "min(3)"),
        ("policy.wrong-type", "by_class(A=99999999)"),
        ("policy.wrong-type", "by_class(A=hours)"),
        ("policy.too-big", "min(1, " * 13 + "1" + ")" * 13),
        ("policy.too-big", "1" + " " * 4000),
        ("policy.empty", " "),
    ],
)
def test_what_is_no_amount_is_refused(code: str, text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_amount(text, kind=SCHEMA.kinds["training"], classes=("A",))
    assert caught.value.code == code


def test_an_amount_gives_all_its_parts() -> None:
    assert len(list(parts_of(parse_amount("sum(1, min(2, 3))", kind=None, classes=())))) == 5
