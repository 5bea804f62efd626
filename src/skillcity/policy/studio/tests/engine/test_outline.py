"""A draft's clauses can be shown whatever is wrong with them, as long as there is a list of them."""

from __future__ import annotations

import pytest

from skillcity.kernel.text import Text
from skillcity.policy.engine import Place, PolicyError, Problem
from skillcity.policy.studio.engine.outline import MOST_ITEMS, outline
from skillcity.policy.studio.tests.engine.samples import TEXT


def problem(line: int) -> Problem:
    return Problem("x", Place("x", line, 1), Text("甲", "a"))


def test_every_clause_has_its_place_its_lines_and_its_values() -> None:
    shown = outline(TEXT)
    first, second = shown.clauses
    assert (first.id, first.at, first.first_line, second.id) == ("E-01", 0, 16, "F-01")
    assert first.last_line == second.first_line - 1
    assert first.words("text") == Text("领办人", "leader")
    assert first.words("impact") == Text("影响", "impact")
    assert first.words("near") is None
    assert first.words("gives") is None
    assert second.word("when").startswith("any(certificate")
    assert second.word("text") == ""
    assert (shown.word("edition"), shown.word("title"), shown.word("none")) == ("2025", "", "")
    assert shown.entry("F-01") == second
    assert shown.entry("X") is None


def test_problems_are_those_of_its_lines_and_the_key_is_known() -> None:
    first, second = outline(TEXT).clauses
    both = [problem(first.first_line), problem(second.first_line)]
    assert first.problems(both) == [both[0]]
    assert first.key_at(first.first_line) == "id"
    assert first.key_at(first.first_line + 8) == "impact"
    assert first.key_at(1) == ""


def test_odd_clauses_are_shown_as_they_are() -> None:
    shown = outline("edition:\nclauses:\n  - {gives: [E]}\n  - text: {zh: [x], en: y}\nbenefits:\n  - id: b\n")
    assert [each.id for each in shown.clauses] == ["", ""]
    assert shown.clauses[0].word("gives") == ""
    assert shown.clauses[1].words("text") is None
    assert [each.id for each in shown.benefits] == ["b"]
    assert shown.clauses[1].last_line == 4
    assert outline("clauses:\n  - {}\n").clauses[0].key_at(2) == ""


@pytest.mark.parametrize(
    "text",
    ["", "- x\n", "a: b\n", "clauses: x\n", "clauses: []\n", "clauses:\n  - x\n", "benefits: [x]\n", "a: *b\n", "\x00"],
)
def test_a_text_without_a_shape_is_refused_with_a_problem(text: str) -> None:
    with pytest.raises(PolicyError) as caught:
        outline(text)
    assert caught.value.problems[0].what.en


def test_ten_thousand_clauses_are_refused() -> None:
    many = "clauses:\n" + "  - id: x\n" * (MOST_ITEMS + 1)
    with pytest.raises(PolicyError) as caught:
        outline(many)
    assert caught.value.problems[0].code == "policy.too-big"
    with pytest.raises(PolicyError):
        outline("clauses:\n" + "  - id: x\n    gives: E\n    when: any(studio, role == 'leader')\n" * 10_000)
