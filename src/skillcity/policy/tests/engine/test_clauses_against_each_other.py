"""Clauses that cannot hold, always hold, or that another makes pointless."""

from __future__ import annotations

import pytest

from skillcity.policy.engine.loading import read
from skillcity.policy.tests.engine.samples import SCHEMA, SET, catalogue_text


def problems(text: str, opened: str = SET) -> list[str]:
    """The problems of a text as `line:column code`."""
    found, told = read(text, SCHEMA, file="f.yaml", open_set=lambda name: opened)
    assert (found is None) is bool(told)
    return [f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in told]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("any(certificate)", "any(certificate)"),
        ("any(certificate)", 'any(certificate, level == "senior")'),
        ("any(certificate)", "count(certificate) >= 2"),
        ("any(certificate)", "any(certificate) and age > 3"),
        ("any(certificate) or age > 3", "any(certificate)"),
        ("any(certificate) or age > 3", "age > 4 or any(certificate)"),
        ("age > 3", "age >= 4 and age > 3"),
        ("age > 3", "age > 3 and any(certificate)"),
        ("age > 3", "age == 4"),
        ("age < 3", "age <= 2 and age < 3"),
        ("age < 3", "age == 1"),
        ("age >= 3", "age == 3"),
        ("age <= 3", "age == 3"),
        ("age != 3", "age == 4"),
        ("age == 4", "age == 4 and any(certificate)"),
        ("age in (1, 2, 3)", "age in (3, 2)"),
        ("age in (1, 2, 3)", "age == 2"),
        ('any(certificate, level >= "senior")', 'any(certificate, level >= "technician")'),
        ("any(certificate, years_since(valid_from) >= 2)", "any(certificate, years_since(valid_from) > 2)"),
        (
            "any(certificate, years_since(valid_to) >= 2)",
            'any(certificate, years_since(valid_to) >= 2, valid_from > "2020-01-01")',
        ),
    ],
)
def test_a_clause_that_a_better_one_makes_pointless_is_named(first: str, second: str) -> None:
    told = problems(catalogue_text(f"a A in-force: {first}", f"b B in-force: {second}"))
    assert told == ["21:11 policy.unreachable"]
    assert problems(catalogue_text(f"a B in-force: {first}", f"b B in-force: {second}")) == told


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("any(certificate)", "any(group)"),
        ("any(certificate)", "age > 3"),
        ("count(certificate) < 2", "any(certificate)"),
        ("count(certificate) >= 2", "any(certificate)"),
        ("age > 3", "age >= 3"),
        ("age < 3", "age > 3"),
        ("age < 3", "age <= 3"),
        ("age > 3", "age > 2 and insurance_months > 4"),
        ("age in (1, 2)", "age in (2, 3)"),
        ("age in (1, 2)", "age > 1"),
        ("any(certificate)", 'any(certificate, valid_to < "2020-01-01")'),
        ("years_since(birth_date) > 3", "age > 3"),
        ("not age > 3", "not age > 2"),
        ("total(special_ability.hours) >= 3", "total(special_ability.hours) >= 4"),
    ],
)
def test_nothing_is_called_pointless_that_may_count(first: str, second: str) -> None:
    assert problems(catalogue_text(f"a A in-force: {first}", f"b B in-force: {second}")) == []


def test_an_illustrative_clause_does_not_make_one_in_force_pointless() -> None:
    assert problems(catalogue_text("a A illustrative: any(certificate)", "b B in-force: any(certificate)")) == []
    assert problems(catalogue_text("a A illustrative: any(certificate)", "b B illustrative: any(certificate)"))


def test_a_lower_class_listed_first_does_not_make_a_better_one_pointless() -> None:
    assert (
        problems(catalogue_text("a C in-force: any(certificate)", 'b B in-force: any(certificate, level == "senior")'))
        == []
    )


def test_a_clause_with_other_days_does_not_make_another_pointless() -> None:
    text = catalogue_text("a A in-force: any(certificate)", "b B in-force: any(certificate)")
    dated = text.replace("    gives: A\n", "    gives: A\n    in_force: {from: 2025-01-01, to: 2025-02-01}\n")
    assert problems(dated) == []


@pytest.mark.parametrize(
    "text",
    [
        "age > 3 and age < 2",
        "age < 2 and age > 3",
        "age == 20 and age >= 60",
        "age >= 60 and age == 20",
        "years_since(birth_date) > 3 and years_since(birth_date) <= 2",
        'any(certificate, level == "senior", level == "junior")',
        'count(certificate, level == "senior", level == "junior") > 0',
        'count(certificate, level == "senior", level == "junior") == 1',
        "count(certificate) < 0",
        "any(certificate) and not any(certificate)",
        "(age > 3 and age < 2) or count(certificate) < 0",
        "any(certificate) and count(group) < 0",
        "not (count(certificate) >= 0)",
    ],
)
def test_a_clause_that_can_never_hold_is_named(text: str) -> None:
    assert problems(catalogue_text(f"a A in-force: {text}")) == ["14:11 policy.never"]


@pytest.mark.parametrize(
    "text",
    [
        "count(certificate) >= 0",
        "total(special_ability.hours) >= 0 and count(certificate) >= 0",
        "age > 3 or age <= 3",
        "age > 3 or not age > 3",
        "any(certificate) or count(group) >= 0",
        "not (count(certificate) < 0)",
    ],
)
def test_a_clause_that_always_holds_is_named(text: str) -> None:
    assert problems(catalogue_text(f"a A in-force: {text}")) == ["14:11 policy.always"]


def test_what_holds_for_some_is_neither() -> None:
    for text in (
        "count(certificate) >= 1",
        "count(certificate) == 0",
        "age >= 18 or age == 3",
        "any(certificate) and age > 3",
    ):
        assert problems(catalogue_text(f"a A in-force: {text}")) == []


def test_clauses_too_many_and_too_much_alike_to_be_compared_are_refused() -> None:
    """Without a limit: minutes for 500 clauses of one long line, and for ten whose brackets nest ten deep."""
    common = " or ".join(f"age == {number}" for number in range(40))
    long = [f"c{number} A in-force: {common} or insurance_months == {number}" for number in range(500)]
    assert [told.split()[1] for told in problems(catalogue_text(*long))] == ["policy.too-big"]
    opened, closed = '(age != 1 or sex == "male" and ' * 10, ")" * 10
    deep = [f"c{number} A in-force: {opened}insurance_months == {number}{closed}" for number in range(10)]
    assert [told.split()[1] for told in problems(catalogue_text(*deep))] == ["policy.too-big"]


def test_five_hundred_clauses_that_differ_in_a_number_are_compared() -> None:
    assert problems(catalogue_text(*(f"c{number} A in-force: age > {500 - number}" for number in range(500)))) == []
