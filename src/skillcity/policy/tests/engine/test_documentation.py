"""Every example of docs/policy-language.md, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skillcity.policy.engine import PolicyError, evaluate, parse, read, read_cases, run_case, to_text
from skillcity.policy.tests.engine.samples import FOLDER, city_schema

PAGE = (Path(__file__).parents[5] / "docs" / "policy-language.md").read_text("utf-8")
SCHEMA = city_schema()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
REFUSED = [line.split(maxsplit=1) for line in re.findall(r"```refused\n(.*?)```", PAGE, re.DOTALL)[0].splitlines()]
TRUTH = {"true": True, "false": False, "unknown": None}

CATALOGUE = """
catalogue: example
region: "330300"
edition: "1"
in_force: {from: null}
source: {title: docs/policy-language.md, confidence: recall}
outcome: {kind: class, order: [A], take: highest}
sets: {shortage: sets/shortage-2025.yaml}
clauses:
  - id: example
    gives: A
    text: {zh: 例, en: example}
    cite: {document: docs/policy-language.md, confidence: recall}
    status: illustrative
    """
BENEFIT = (
    CATALOGUE.split("outcome:")[0]
    + """
benefits:
  - id: example
    text: {zh: 例, en: example}
    cite: {document: docs/policy-language.md, confidence: recall}
    status: illustrative
"""
)
CASES_OF_BENEFITS = """
catalogue: example
region: "330300"
edition: "1"
cases:
  - name: {zh: 例, en: example}
    """
CASES = """
catalogue: example
region: "330300"
edition: "1"
cases:
  - name: {zh: 例, en: example}
    expect: {class: none}
    """


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_answered_as_the_page_says(example: str) -> None:
    when, rest = example.split("\n", 1)
    given, holds = rest.rsplit("holds: ", 1)
    catalogue, problems = read(
        CATALOGUE + when, SCHEMA, file="docs", open_set=lambda name: (FOLDER / name).read_text("utf-8")
    )
    assert catalogue, [str(problem) for problem in problems]
    (case,) = read_cases(CASES + given.replace("\n", "\n    "), catalogue, file="docs")
    outcome = evaluate(catalogue, case.person, case.as_of, case.known_at)
    assert outcome.clauses[0].truth is TRUTH[holds.strip().strip('"')]
    condition = catalogue.clauses[0].when
    assert parse(to_text(condition), schema=SCHEMA, sets=("shortage",)) == condition


@pytest.mark.parametrize("example", re.findall(r"```benefit\n(.*?)```", PAGE, re.DOTALL))
def test_a_benefit_is_worth_what_the_page_says(example: str) -> None:
    benefit, given = example.split("---\n")
    catalogue, problems = read(BENEFIT + benefit, SCHEMA, file="docs", open_set=str)
    assert catalogue, [str(problem) for problem in problems]
    for case in read_cases(CASES_OF_BENEFITS + given.replace("\n", "\n    "), catalogue, file="docs"):
        assert run_case(case, catalogue) is None


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_what_the_page_calls_refused_is_refused_with_that_code(code: str, text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse(text, schema=SCHEMA, sets=("shortage",))
    assert caught.value.code == code


def test_the_page_shows_every_construct() -> None:
    shown = " ".join(EXAMPLES)
    for construct in (
        "any(",
        "count(",
        "total(",
        "within(",
        "years_since(",
        "months_since(",
        "months(",
        "after(",
        " and ",
        " or ",
        "not ",
        " in (",
        " in shortage",
    ):
        assert construct in shown
