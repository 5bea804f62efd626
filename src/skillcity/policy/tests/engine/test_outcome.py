"""The class of a person by a whole catalogue."""

from __future__ import annotations

from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine import OutcomeStatus, Person, classify, evaluate
from skillcity.policy.tests.engine.asking import certificate
from skillcity.policy.tests.engine.samples import (
    DAY,
    catalogue,
)

THREE = (
    'a A in-force: any(certificate, level == "technician", occupation == "a")',
    "b B illustrative: any(certificate, occupation in short)",
    "c C in-force: any(certificate)",
)


def test_the_best_class_wins() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(level="technician", occupation="a"),)), DAY)
    assert (outcome.value, outcome.clause, outcome.status, outcome.illustrative) == (
        "A",
        "a",
        OutcomeStatus.KNOWN,
        False,
    )
    assert outcome.verified == "A"
    assert outcome.winning is outcome.clauses[0]
    assert outcome.summary == Text("A类(甲)。", "class A (first).")


def test_an_answer_that_rests_on_an_illustrative_clause_says_so_and_what_is_verified() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(level="junior", occupation="a"),)), DAY)
    assert (outcome.value, outcome.illustrative, outcome.verified) == ("B", True, "C")
    assert outcome.catalogue == "330300/trial/1"


def test_a_better_class_that_is_not_known_leaves_the_outcome_open() -> None:
    outcome = evaluate(catalogue(*THREE), Person("p", facts=(certificate(),)), DAY)
    assert (outcome.value, outcome.status, outcome.verdict.open) == ("C", OutcomeStatus.UNKNOWN, ("A", "B"))
    assert outcome.summary.en == "At least class C; class A (first), class B not yet known."


def test_an_open_clause_of_the_same_class_does_not_matter() -> None:
    rules = catalogue("a A in-force: age > 3", "b A in-force: any(certificate)")
    assert classify(rules, Person("p", facts=(certificate(),)), DAY).status is OutcomeStatus.KNOWN


def test_no_class_may_be_sure_or_open() -> None:
    assert evaluate(catalogue(*THREE), Person("p"), DAY).summary.zh == "不属于目录中的任何一类。"
    assert classify(catalogue(*THREE), Person("p"), DAY).illustrative
    rules = catalogue("a A in-force: age > 3")
    outcome = evaluate(rules, Person("p"), DAY)
    assert (outcome.value, outcome.status, outcome.verdict.open) == (None, OutcomeStatus.UNKNOWN, ("A",))
    assert outcome.summary.en == "Not yet known: class A (first)."
    assert outcome.winning is None


def test_within_a_class_the_clause_in_force_wins() -> None:
    rules = catalogue("a A illustrative: any(certificate)", 'b A in-force: any(certificate, level == "senior")')
    assert classify(rules, Person("p", facts=(certificate(level="senior"),)), DAY).clause == "b"


def test_outside_its_days_a_catalogue_is_no_rule() -> None:
    rules = catalogue("a A in-force: any(certificate)")
    for day in (date(2024, 12, 31), date(2026, 1, 1)):
        outcome = evaluate(rules, Person("p", facts=(certificate(),)), day)
        assert outcome.status is OutcomeStatus.NO_RULE
        assert outcome.verdict == classify(rules, Person("p"), day)
        assert outcome.clauses == ()
        assert "No rule" in outcome.summary.en
