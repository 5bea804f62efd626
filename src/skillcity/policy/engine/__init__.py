"""The rule language of policies and its reference interpreter: no Django, no database, no clock.

Catalogues of clauses are data (`loading`), a condition is a small expression (`parsing`, `printing`, `wording`), and
one person's class on one day comes with its reasons (`interpreter`). The language: docs/policy-language.md.
"""

from __future__ import annotations

from skillcity.policy.engine.cases import PolicyCase, load_cases, read_cases, run_case
from skillcity.policy.engine.catalogue import (
    Catalogue,
    Clause,
    Confidence,
    Status,
    applicable,
    edition,
    in_force_on,
)
from skillcity.policy.engine.checking import check_editions
from skillcity.policy.engine.explanation import (
    ClauseResult,
    Explanation,
    Missing,
    Outcome,
    OutcomeStatus,
    UnknownField,
    Verdict,
)
from skillcity.policy.engine.interpreter import classify, evaluate
from skillcity.policy.engine.loading import check, load, load_folder, read
from skillcity.policy.engine.parsing import parse
from skillcity.policy.engine.person import Fact, Person
from skillcity.policy.engine.printing import to_text
from skillcity.policy.engine.problems import Place, PolicyError, Problem
from skillcity.policy.engine.schema import Schema
from skillcity.policy.engine.wording import words

__all__ = [
    "Catalogue",
    "Clause",
    "ClauseResult",
    "Confidence",
    "Explanation",
    "Fact",
    "Missing",
    "Outcome",
    "OutcomeStatus",
    "Person",
    "Place",
    "PolicyCase",
    "PolicyError",
    "Problem",
    "Schema",
    "Status",
    "UnknownField",
    "Verdict",
    "applicable",
    "check",
    "check_editions",
    "classify",
    "edition",
    "evaluate",
    "in_force_on",
    "load",
    "load_cases",
    "load_folder",
    "parse",
    "read",
    "read_cases",
    "run_case",
    "to_text",
    "words",
]
