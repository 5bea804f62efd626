"""Reading catalogues: what they say, and every problem at its place."""

from __future__ import annotations

import pickle
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillcity.kernel.text import Text
from skillcity.policy.engine import (
    Fact,
    OutcomeStatus,
    Person,
    PolicyError,
    classify,
    evaluate,
)
from skillcity.policy.engine.catalogue import Confidence
from skillcity.policy.engine.loading import MAX_CLAUSES, read
from skillcity.policy.engine.located import MAX_SIZE, Scalar, Table, read_yaml
from skillcity.policy.engine.tolerances import Tolerances
from skillcity.policy.tests.engine.samples import SCHEMA, SET, catalogue, catalogue_text

ONE = "a A in-force: any(certificate)"


def problems(text: str, opened: str = SET) -> list[str]:
    """The problems of a text as `line:column code`."""
    found, told = read(text, SCHEMA, file="f.yaml", open_set=lambda name: opened)
    assert (found is None) is bool(told)
    return [f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in told]


def changed(old: str, new: str, *clauses: str) -> list[str]:
    """The problems after one change of a sound catalogue."""
    text = catalogue_text(*(clauses or (ONE,)))
    assert old in text
    return problems(text.replace(old, new))


FULL = """
catalogue: trial
region: "330300"
edition: "2"
title: {zh: 试行目录, en: trial catalogue}
supersedes: "1"
in_force: {from: 2026-01-01, to: null, confidence: recall}
source:
  {title: a document, issuer: an office, number: No. 1, url: "https://example.org", retrieved: 2026-01-02,
   confidence: official, note: {zh: 注, en: note}}
outcome: {kind: class, order: [A], take: highest}
names: {a: {zh: 焊工, en: welder}}
clauses:
  - id: a
    gives: A
    text: {zh: 条款, en: clause}
    cite: {document: a document, item: item 1, date: 2025-12-01, url: "https://example.org/1", confidence: press}
    status: in-force
    in_force: {from: 2026-02-01, to: 2026-03-31}
    near: {since: 1y}
    data_gap: {zh: 缺, en: gap}
    impact: {zh: 影响, en: impact}
    when: 'any(certificate, occupation == "a")'
"""


def test_a_catalogue_says_all_that_its_file_says() -> None:
    found, told = read(FULL, SCHEMA, file="f.yaml", open_set=lambda name: SET)
    assert found, told
    assert (found.name, found.title.en, found.supersedes) == ("330300/trial/2", "trial catalogue", "1")
    assert found.in_force.confidence is Confidence.RECALL
    assert (found.source.number, found.source.retrieved, found.source.note) == (
        "No. 1",
        date(2026, 1, 2),
        Text("注", "note"),
    )
    clause = found.clause("a")
    assert (clause.cite.item, clause.cite.dated, clause.near) == ("item 1", date(2025, 12, 1), Tolerances(since=12))
    assert (clause.data_gap, clause.impact) == (Text("缺", "gap"), Text("影响", "impact"))
    assert str(clause.when_place) == "f.yaml:23:11"


def test_a_catalogue_can_be_sent_to_another_process() -> None:
    rules = catalogue(ONE)
    sent = pickle.loads(pickle.dumps(rules))
    person = Person("p", facts=(Fact(1, "certificate", date(2020, 1, 1)),))
    day = date(2025, 7, 1)
    assert evaluate(sent, person, day) == evaluate(rules, person, day)


def test_a_clause_counts_only_on_its_own_days() -> None:
    found, _ = read(FULL, SCHEMA, file="f.yaml", open_set=lambda name: SET)
    assert found
    person = Person("p", facts=(Fact(1, "certificate", date(2020, 1, 1), attributes={"occupation": "a"}),))
    for day, status, value in (
        (date(2026, 1, 31), OutcomeStatus.NO_RULE, None),
        (date(2026, 2, 1), OutcomeStatus.KNOWN, "A"),
        (date(2026, 4, 1), OutcomeStatus.NO_RULE, None),
    ):
        outcome = evaluate(found, person, day)
        assert (outcome.status, outcome.value) == (status, value)
        assert outcome.verdict == classify(found, person, day)
    assert evaluate(found, person, date(2026, 4, 1)).clauses[0].truth is False


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("catalogue: trial", "catalog: trial", ["1:1 policy.unknown-key", "1:1 policy.missing-key"]),
        ("catalogue: trial", "catalogue: ''", ["1:12 policy.wrong-type"]),
        ("catalogue: trial", "catalogue: [trial]", ["1:12 policy.wrong-type"]),
        ("catalogue: trial", "catalogue:", ["1:11 policy.wrong-type"]),
        ("from: 2025-01-01", "from: 2025-1-1", ["6:18 policy.wrong-type"]),
        ("to: 2025-12-31", "to: 2024-12-31", ["6:11 policy.dates"]),
        ("confidence: official}\noutcome", "confidence: sure}\noutcome", ["4:41 policy.unknown-name"]),
        ("kind: class", "kind: amount", ["5:17 policy.unknown-name"]),
        ("take: highest", "take: lowest", ["5:48 policy.unknown-name"]),
        ("order: [A, B, C]", "order: [A, B, A]", ["5:31 policy.duplicate"]),
        ("order: [A, B, C]", "order: []", ["5:31 policy.duplicate"]),
        ("labels: {A:", "labels: {D:", ["5:66 policy.unknown-key"]),
        ("gives: A", "gives: D", ["10:12 policy.unknown-name"]),
        ("status: in-force", "status: draft", ["13:13 policy.unknown-name"]),
        ("text: {zh: 条款a, en: clause a}", "text: 条款", ["11:11 policy.wrong-type"]),
        ("any(certificate)", "any(certificat)", ["15:11 policy.unknown-name"]),
        ("any(certificate)", "any(certificate) and not any(certificate)", ["14:11 policy.never"]),
        ("any(certificate)", "any(certificate) or not any(certificate)", ["14:11 policy.always"]),
        ("clauses:\n", "clauses: {}\nextra:\n", ["9:1 policy.unknown-key"]),
        ("sets/short.yaml", "/etc/short.yaml", ["7:15 policy.set-missing"]),
        ("sets/short.yaml", "../short.yaml", ["7:15 policy.set-missing"]),
        ("sets/short.yaml", "sets/short.txt", ["7:15 policy.set-missing"]),
        ("{short: sets/", "{a-b: sets/", ["7:13 policy.refused"]),
        ("{short: sets/", "{other: sets/", ["2:6 policy.set-missing"]),
    ],
)
def test_a_mistake_is_named_at_its_place(old: str, new: str, told: list[str]) -> None:
    assert changed(old, new) == told


def test_all_problems_of_a_file_are_told_at_once() -> None:
    clauses = ("a A in-force: any(certificat)", "b B draft: any(certificate)", "c D in-force: any(certificate)")
    assert problems(catalogue_text(*clauses)) == [
        "15:11 policy.unknown-name",
        "20:13 policy.unknown-name",
        "24:12 policy.unknown-name",
    ]


def test_a_clause_id_stands_once() -> None:
    assert problems(catalogue_text(ONE, "a B in-force: age > 3")) == ["16:9 policy.duplicate"]


def test_there_is_a_clause_and_not_too_many() -> None:
    empty = catalogue_text().replace("clauses:", "clauses: []")
    assert problems(empty) == ["8:10 policy.too-big"]
    many = catalogue_text(*(f"c{number} A in-force: age > {number}" for number in range(MAX_CLAUSES + 1)))
    assert problems(many) == ["9:3 policy.too-big"]
    assert problems(catalogue_text(*(f"c{number} A in-force: age > {number}" for number in range(10_000)))) == [
        "1:1 policy.yaml"
    ]
    assert problems(catalogue_text(ONE).replace("- id", "  id")) == ["9:5 policy.wrong-type"]


def test_a_set_that_is_not_there_or_not_text_is_named() -> None:
    def missing(name: str) -> str:
        raise FileNotFoundError(name)

    def garbled(name: str) -> str:
        return b"\xff".decode()

    for open_set in (missing, garbled):
        _, told = read(catalogue_text(ONE), SCHEMA, file="f.yaml", open_set=open_set)
        assert [problem.code for problem in told] == ["policy.set-missing"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "1:1"),
        ("a: [", "1:5"),
        ("a: &x 1\nb: *x", "1:4"),
        ("a: 1\nb: *x", "2:4"),
        ("a: !!str 1", "1:4"),
        ("a: 1\na: 2", "2:1"),
        ("[a]: 1", "1:1"),
        ("a: 1\n---\nb: 2", "2:1"),
        ("a: \x07", "1:4"),
        ("a: '" + "x" * MAX_SIZE + "'", "1:1"),
        ("a: " + "[" * 14 + "]" * 14, "1:16"),
    ],
)
def test_only_plain_yaml_is_read(text: str, place: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_yaml(text, "f.yaml")
    assert caught.value.code == "policy.yaml"
    assert str(caught.value.problems[0].place) == f"f.yaml:{place}"


@given(st.text(alphabet="ab:-[]{}&*!'\"|>#,\n \t%@`", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_file_is_read_or_refused(text: str) -> None:
    with suppress(PolicyError):
        assert read_yaml(text, "f.yaml").place.file == "f.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "when: age > 1 and zzz",
        "when: 'age > 1 and zzz'",
        'when: "age > 1 and zzz"',
        "when: age > 1\n  and zzz",
        "when: >\n  age > 1\n  and zzz\n",
        "when: |\n  age > 1\n\n   and zzz",
        "when: 'age > 1\n\n  and zzz'",
    ],
)
def test_a_place_in_a_value_is_found_in_the_file_however_it_is_written(text: str) -> None:
    node = read_yaml(text, "f.yaml")
    assert isinstance(node, Table)
    value = node.values["when"]
    assert isinstance(value, Scalar)
    place = value.place_of(value.text.index("zzz"))
    assert text.splitlines()[place.line - 1][place.column - 1 :].startswith("zzz")


def test_a_place_beyond_the_value_is_its_end() -> None:
    value = Scalar("abc", read_yaml("x", "f").place, "ab")
    assert value.place_of(2).column == 3
