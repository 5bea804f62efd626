"""What is wrong with a draft, and whether its cases come out as expected. Kept for each content once worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from skillcity.kernel.text import Text
from skillcity.policy.editions import as_if_in_force, schema
from skillcity.policy.engine import (
    Catalogue,
    OutcomeStatus,
    Place,
    PolicyCase,
    PolicyError,
    Problem,
    parse,
    read,
    read_cases,
    run_case,
    words,
)
from skillcity.policy.engine.tree import Condition

FILE = "draft.yaml"
CASES = "cases.yaml"


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case; `wrong` says what it gave instead, None when it is as expected."""

    case: PolicyCase
    wrong: Problem | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's words as the engine takes them. `catalogue` is None when they cannot be used."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    cases: tuple[CaseResult, ...]
    case_problems: tuple[Problem, ...]

    @property
    def failed(self) -> int:
        """How many cases do not come out as expected."""
        return sum(each.wrong is not None for each in self.cases)

    @property
    def ready(self) -> bool:
        """Whether it can be proposed: no problem, and no case that fails."""
        return self.catalogue is not None and not self.problems and not self.case_problems and not self.failed


def check(text: str, sets: Mapping[str, str], cases: str) -> Checked:
    """Read the words, run the cases."""
    return _check(text, tuple(sorted(sets.items())), cases)


@lru_cache(maxsize=32)
def _check(text: str, sets: tuple[tuple[str, str], ...], cases: str) -> Checked:
    catalogue, problems = read_draft(text, dict(sets))
    if catalogue is None:
        return Checked(None, problems, (), ())
    results, case_problems = run_cases(catalogue, cases)
    return Checked(catalogue, problems, results, case_problems)


def read_draft(text: str, sets: Mapping[str, str]) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a draft, or everything that is wrong with it; nothing is raised whatever the words are."""

    def open_set(path: str) -> str:
        if path not in sets:
            raise OSError(path)
        return sets[path]

    try:
        return read(text, schema(), file=FILE, open_set=open_set)
    except RecursionError:
        what = Text("嵌套过深。", "It is nested too deeply.")
        return None, (Problem("policy.too-big", Place(FILE, 1, 1), what),)


def run_cases(catalogue: Catalogue, cases: str) -> tuple[tuple[CaseResult, ...], tuple[Problem, ...]]:
    """Each case with its result, or what is wrong with the cases' text.

    The days of the draft are not settled yet, so only a case that expects "no rule" looks at them.
    """
    if not cases.strip():
        return (), ()
    try:
        found = read_cases(cases, catalogue, file=CASES)
    except PolicyError as error:
        return (), error.problems
    always = as_if_in_force(catalogue)
    return tuple(
        CaseResult(case, run_case(case, catalogue if case.expected.status is OutcomeStatus.NO_RULE else always))
        for case in found
    ), ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """A condition while it is being typed: its meaning in plain words, or the first thing wrong, at line and column."""

    words: Text | None
    problem: Problem | None


def meaning(when: str, sets: Mapping[str, Text], names: Mapping[str, Text]) -> Meaning:
    """What a condition says. `sets` are the labels of the draft's sets, `names` the words of codes."""
    try:
        condition: Condition = parse(when, schema=schema(), sets=sets, place=lambda offset: place_in(when, offset))
        return Meaning(words(condition, schema(), sets, names), None)
    except PolicyError as error:
        return Meaning(None, error.problems[0])
    except RecursionError:
        what = Text("条件嵌套过深。", "The condition is nested too deeply.")
        return Meaning(None, Problem("policy.too-big", Place("", 1, 1), what))


def place_in(text: str, offset: int) -> Place:
    """Line and column, from 1, of a character of a text."""
    before = text[:offset]
    return Place("", before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
