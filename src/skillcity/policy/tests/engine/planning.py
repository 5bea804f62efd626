"""Small catalogues over the city's kinds of facts, and random rules and people for near misses, advice and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from skillcity.policy.engine import Catalogue, Fact, Person, Schema, parse, tree
from skillcity.policy.engine.advice import Advice, next_steps
from skillcity.policy.engine.loading import read
from skillcity.policy.engine.tolerances import STRICT, Tolerances
from skillcity.policy.tests.engine.samples import city_schema

CITY = city_schema()
DAY = date(2025, 9, 15)
WELDER, FITTER = "6-18-02-04", "6-20-01-01"
SET = f"""
set: short
label: {{zh: 紧缺职业, en: shortage occupations}}
edition: "1"
status: in-force
source: {{title: list, confidence: official}}
members: [{WELDER}, {{code: 6-24-02-02, name: 装配工}}]
"""
HEAD = """
catalogue: trial
region: "330300"
edition: "1"
in_force: {in_force}
source: {{title: a document, confidence: official}}
outcome: {{kind: {kind}, order: [A, B, C], take: {take}}}
sets: {{short: sets/short.yaml}}
names: {{great: {{zh: 大奖, en: Grand Award}}}}
clauses:
"""


def rules(*clauses: str, every: bool = False, in_force: str = "{from: null}", schema: Schema = CITY) -> Catalogue:
    """A catalogue of clauses given as `id gives: condition` or `id gives {near}: condition`; all are in force."""
    text = HEAD.format(in_force=in_force, kind="rights" if every else "class", take="all" if every else "highest")
    for clause in clauses:
        start, condition = clause.split(": ", 1) if "{" not in clause.split(": ", 1)[0] else _near(clause)
        name, gives, *near = start.split(maxsplit=2)
        text += f"""
  - id: {name}
    gives: {gives}
    text: {{zh: 条款{name}, en: clause {name}}}
    cite: {{document: a document, confidence: official}}
    status: in-force
    {f"near: {near[0]}" if near else "data_gap: {zh: 无, en: none}"}
    when: >
      {condition}
"""
    found, problems = read(text, schema, file="trial.yaml", open_set=lambda name: SET)
    assert found is not None, [str(problem) for problem in problems]
    return found


def _near(clause: str) -> tuple[str, str]:
    start, condition = clause.split("}: ", 1)
    return start + "}", condition


def condition(text: str) -> tree.Condition:
    """The tree of a condition over the city's kinds."""
    return parse(text, schema=CITY, sets=("short",))


def loose(*conditions: tuple[str, Tolerances] | str, every: bool = False, gives: str = "AABBC") -> Catalogue:
    """A catalogue of conditions past the checks across clauses, which random rules may rightly fail."""
    sound = rules("x A: any(certificate)", every=every)
    pairs = [pair if isinstance(pair, tuple) else (pair, STRICT) for pair in conditions]
    clauses = tuple(
        replace(sound.clauses[0], id=f"c{number}", gives=gives[number], when=condition(text), near=near)
        for number, (text, near) in enumerate(pairs)
    )
    return replace(sound, clauses=clauses)


def person(*facts: Fact, **fields: Any) -> Person:
    """Somebody with these facts, numbered anew."""
    return Person("p", facts=tuple(replace(fact, id=number) for number, fact in enumerate(facts, 1)), **fields)


def fact(kind: str, since: date = date(2021, 3, 1), until: date | None = None, **attributes: object) -> Fact:
    """One fact."""
    return Fact(0, kind, since, until, attributes=attributes)


def certificate(level: str | None = "senior", occupation: str | None = WELDER, since: date = date(2021, 3, 1)) -> Fact:
    """A certificate of a welder unless told otherwise."""
    return fact("certificate", since, level=level, occupation=occupation)


# Random rules and people --------------------------------------------------------------------------------------------
ATOMS = (
    'any(certificate, level >= "technician")',
    'any(certificate, level == "senior", occupation in short)',
    'any(certificate, level >= "senior", years_since(valid_from) >= 2)',
    'any(certificate, level >= "junior", within(valid_from, months(12)))',
    f'any(certificate, occupation == "{FITTER}" or level > "senior")',
    'count(certificate, level >= "junior") >= 2',
    "count(contest_award, rank <= 3) >= 1",
    'count(contest_award, tier == "city", rank <= 3) > 1',
    "total(training.hours, passed, years_since(valid_to) >= 0) >= 80",
    "months(employment, occupation in short) >= 24",
    'months(employment, after(certificate, level >= "junior")) >= 12',
    'months(insurance, scheme == "unemployment") >= 18',
    "insurance_months >= 12",
    "insurance_months > 20",
    'any(studio, role == "leader", years_since(valid_from) >= 3)',
    'any(honour, title == "great", issuer_kind in ("hrss", "union"))',
    "any(employment, months_since(valid_from) >= 6)",
    'any(group, group == "registered-unemployed", months_since(valid_from) >= 6)',
    'any(professional_title, grade != "assistant")',
    "age >= 30",
    "age <= 45",
    'registered_in == "330302"',
    '"disabled" in groups',
    "not any(payment, within(valid_from, years(1)))",
    'not any(certificate, level == "junior", within(valid_from, days(40)))',
    "count(payment) < 2",
)
NEAR = st.builds(
    Tolerances, since=st.sampled_from([0, 6, 12]), level=st.integers(0, 2), months=st.sampled_from([0, 6]),
    count=st.integers(0, 1),
)  # fmt: skip
SINGLE = st.sampled_from(ATOMS)
CONDITIONS = st.one_of(
    SINGLE,
    st.lists(SINGLE, min_size=2, max_size=3, unique=True).map(" and ".join),
    st.lists(SINGLE, min_size=2, max_size=3, unique=True).map(" or ".join),
    st.tuples(SINGLE, SINGLE, SINGLE).map(lambda parts: "{} and ({} or {})".format(*parts)),
)
LEVELS = st.sampled_from(["junior", "intermediate", "senior", "technician", "special_technician", None])
TRADES = st.sampled_from([WELDER, FITTER, None])
DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31)) | st.dates(date(2020, 1, 1), date(2025, 12, 31))
ENDS = st.sampled_from([None, None, None, date(2025, 5, 31), date(2025, 8, 31), date(2025, 9, 30), date(2026, 2, 28)])
ATTRIBUTES: Mapping[str, st.SearchStrategy[dict[str, object]]] = {
    "certificate": st.fixed_dictionaries({"level": LEVELS, "occupation": TRADES}),
    "contest-award": st.fixed_dictionaries({"tier": st.sampled_from(["city", "county"]), "rank": st.integers(1, 4)}),
    "training": st.fixed_dictionaries({"hours": st.sampled_from([40, 60, None]), "passed": st.booleans()}),
    "employment": st.fixed_dictionaries({"occupation": TRADES}),
    "insurance": st.fixed_dictionaries({"scheme": st.sampled_from(["unemployment", "pension"])}),
    "studio": st.fixed_dictionaries({"role": st.sampled_from(["leader", "member"])}),
    "honour": st.fixed_dictionaries({"title": st.just("great"), "issuer_kind": st.sampled_from(["hrss", "youth"])}),
    "group": st.fixed_dictionaries({"group": st.sampled_from(["registered-unemployed", "disabled"])}),
    "payment": st.fixed_dictionaries({"benefit": st.just("x")}),
    "professional-title": st.fixed_dictionaries({"grade": st.sampled_from(["assistant", None])}),
}
FACTS = st.one_of(
    st.builds(Fact, id=st.just(0), kind=st.just(kind), valid_from=DAYS, valid_to=ENDS, attributes=attributes)
    for kind, attributes in ATTRIBUTES.items()
)
PEOPLE = st.builds(
    lambda facts, **fields: person(*facts, **fields),
    facts=st.lists(FACTS, min_size=0, max_size=6) | st.lists(FACTS, min_size=3, max_size=6),
    birth_date=st.none() | st.dates(date(1970, 1, 1), date(2008, 2, 29)),
    registered_in=st.sampled_from(["330302", "330399"]),
    groups=st.sampled_from([frozenset(), frozenset({"disabled"}), None]),
    insurance_months=st.none() | st.integers(0, 30),
)

NEARLY = st.builds(
    lambda facts, **fields: person(*facts, **fields),
    facts=st.lists(
        st.one_of(
            st.builds(certificate, st.sampled_from(["intermediate", "senior"]), st.just(WELDER), DAYS),
            st.builds(lambda since: fact("employment", since, occupation=WELDER), st.dates(date(2023, 8, 1), DAY)),
            st.dates(date(2025, 4, 1), date(2025, 12, 1)).map(
                lambda until: fact("insurance", date(2025, 1, 1), until, scheme="unemployment")
            ),
            st.just(fact("training", date(2025, 1, 1), date(2025, 1, 9), hours=40, passed=True)),
            st.just(fact("contest-award", tier="city", rank=2)),
        ),
        min_size=1,
        max_size=4,
    ),
    insurance_months=st.integers(5, 12),
)
"""People to whom little is lacking."""


def steps(condition: str, *facts: Fact, day: date = DAY, near: str = "", **fields: object) -> tuple[Advice, ...]:
    """The advice on one clause."""
    return next_steps(rules(f"a A{near}: {condition}"), person(*facts, **fields), day)


def only(condition: str, *facts: Fact, **more: object) -> Advice:
    (advice,) = steps(condition, *facts, **more)  # type: ignore[arg-type]
    return advice
