"""Words are written so that YAML reads exactly them back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.policy.engine.located import Scalar, read_yaml
from skillcity.policy.engine.tokens import hidden_at
from skillcity.policy.studio.engine.rendering import after_key, condition, flow, lines_of, scalar

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30).filter(lambda words: hidden_at(words) is None)


@given(WORDS, st.booleans())
def test_a_value_reads_back(words: str, inside: bool) -> None:
    written = scalar(words, flow=inside)
    assert "\n" not in written
    node = read_yaml(f"{{k: {written}, l: m}}" if inside else f"k: {written}\nl: m\n", "x")
    found = node.values["k"]  # type: ignore[union-attr]
    assert isinstance(found, Scalar)
    assert ("" if found.empty else found.text) == words


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("plain", "plain"),
        ("", "null"),
        ("null", '"null"'),
        ("~", '"~"'),
        ("a: b", '"a: b"'),
        ("a # b", '"a # b"'),
        ('"disabled" in groups', "'\"disabled\" in groups'"),
        ('it\'s "so" # x', "'it''s \"so\" # x'"),
        ("two\nlines", '"two\\U0000000alines"'),
        ("2026", '"2026"'),
        ("yes", '"yes"'),
        ("2026-01-01", "2026-01-01"),
        ("| x", '"| x"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(words: str, written: str) -> None:
    assert scalar(words) == written


def test_a_comma_needs_quotes_inside_a_table_on_one_line() -> None:
    assert scalar("a, b: c", flow=True) == '"a, b: c"'
    assert scalar("a, b") == "a, b"


def test_a_long_table_has_a_key_a_line_and_a_short_one_stands_on_one() -> None:
    assert after_key("text", {"zh": "甲", "en": "a"}, 4) == " {zh: 甲, en: a}"
    long = after_key("text", {"zh": "甲" * 60, "en": "b"}, 4)
    assert long == "\n      zh: " + "甲" * 60 + "\n      en: b"
    assert after_key("order", ["A", "B"], 0) == " [A, B]"
    assert after_key("members", ["x" * 80, "y" * 80], 0) == "\n  - " + "x" * 80 + "\n  - " + "y" * 80
    assert after_key("near", {}, 0) == " {}"
    assert flow([{"code": "1", "name": "甲"}]) == '[{code: "1", name: 甲}]'


def test_a_condition_on_several_lines_is_folded() -> None:
    assert condition("age >= 18", 4) == "age >= 18"
    assert condition("age >= 18\n\n  and sex == 'male'  \n", 4) == ">\n      age >= 18\n      and sex == 'male'"
    assert lines_of([("when", "a\nb"), ("id", "x")], 2) == ["when: >\n    a\n    b", "id: x"]
