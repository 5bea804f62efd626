"""What a rule may speak of, from plain data."""

from __future__ import annotations

from typing import Any

import pytest

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.engine import Schema
from skillcity.policy.engine.schema import FieldType
from skillcity.policy.tests.engine.samples import SCHEMA, city_schema


def test_the_kinds_that_the_city_ships_make_a_schema() -> None:
    schema = city_schema()
    assert schema.kinds["studio"].attributes["role"].choices["leader"].zh == "领办人"
    assert schema.kinds["certificate"].attributes["valid_from"].label.zh == "发证日期"
    assert "disabled" in schema.person["groups"].choices


def test_every_fact_has_two_dates_and_a_level_has_its_names() -> None:
    attributes = SCHEMA.kinds["certificate"].attributes
    assert attributes["valid_to"].label == Text("截止日期", "end date")
    assert attributes["level"].choices["senior"].zh == "高级工(三级)"
    assert FieldType.LEVEL.ordered
    assert not FieldType.CODE.ordered


def test_choices_may_be_written_in_three_ways() -> None:
    kinds = [
        {
            "kind": "k",
            "attributes": {
                "a": {"choices": ["x"]},
                "b": {"choices": [{"value": "x", "zh": "甲", "en": "first"}]},
                "c": {"choices": [{"value": "x", "label": {"zh": "甲", "en": "first"}}]},
                "d": {"choices": {"x": {"zh": "甲"}}},
                "e": {"choices": None},
            },
        }
    ]
    attributes = Schema.of(kinds).kinds["k"].attributes
    found = [dict(attributes[name].choices) for name in "abcde"]
    first = Text("甲", "first")
    assert found == [{"x": Text("x", "x")}, {"x": first}, {"x": first}, {"x": Text("甲", "x")}, {}]


def test_without_a_kind_of_groups_any_group_may_be_named() -> None:
    assert Schema.of([]).person["groups"].choices == {}
    assert Schema.of([{"kind": "group"}]).person["groups"].choices == {}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": 3},
        {"kind": "a b"},
        {"kind": "class"},
        {"kind": "种类"},
        {"kind": "person"},
        {"kind": "k", "label": 3},
        {"kind": "k", "attributes": []},
        {"kind": "k", "attributes": {3: {}}},
        {"kind": "k", "attributes": {"a-b": {}}},
        {"kind": "k", "attributes": {"_a": {}}},
        {"kind": "k", "attributes": {"valid_to": {}}},
        {"kind": "k", "attributes": {"a": "text"}},
        {"kind": "k", "attributes": {"a": {"type": "float"}}},
        {"kind": "k", "attributes": {"a": {"type": "choices"}}},
        {"kind": "k", "attributes": {"a": {"choices": "x"}}},
    ],
)
def test_a_kind_that_cannot_be_used_is_refused(data: dict[Any, Any]) -> None:
    with pytest.raises(InputError, match=r"policy\.schema"):
        Schema.of([data])


def test_two_kinds_that_a_rule_cannot_tell_apart_are_refused() -> None:
    with pytest.raises(InputError, match=r"policy\.schema"):
        Schema.of([{"kind": "a-b"}, {"kind": "a_b"}])
