"""A small schema, a catalogue in text, and random rules and people for the tests of the engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from skillcity.policy.engine import Fact, Person, Schema, parse, tree
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.loading import read
from skillcity.policy.engine.schema import PERSON, Field, FieldType

KINDS: list[dict[str, Any]] = [
    {
        "kind": "certificate",
        "label": {"zh": "证书", "en": "certificate"},
        "valid_from": {"zh": "发证日期", "en": "date of issue"},
        "attributes": {
            "level": {"type": "level", "label": {"zh": "等级", "en": "level"}},
            "occupation": {"type": "code", "label": {"zh": "职业", "en": "occupation"}},
            "tested": {"type": "date", "label": {"zh": "考核日期", "en": "day of the test"}},
        },
        "supplied_by": {"zh": "评价机构", "en": "the evaluation body"},
    },
    {
        "kind": "special-ability",
        "label": {"zh": "专项能力", "en": "special ability"},
        "attributes": {
            "hours": {"type": "integer", "label": {"zh": "课时", "en": "hours"}},
            "passed": {"type": "boolean", "label": {"zh": "合格", "en": "passed"}},
            "region": {"type": "region", "label": {"zh": "地区", "en": "region"}},
            "tier": {"type": "choice", "choices": ["city", "nation"], "label": "级别"},
        },
        "supplied_by": {"zh": "培训机构", "en": "the training body"},
    },
    {
        "kind": "group",
        "label": {"zh": "群体", "en": "group"},
        "attributes": {
            "group": {"type": "choice", "choices": {"disabled": {"zh": "残疾人", "en": "disabled"}, "poor": "困难"}}
        },
    },
]
SCHEMA = Schema.of(KINDS)
DAY = date(2025, 9, 1)
FOLDER = Path(__file__).parents[2] / "catalogues" / "330300" / "talent-class"
CITY_KINDS = Path(__file__).parents[3] / "facts" / "kinds"

SET = """
set: short
label: {zh: 紧缺, en: short}
edition: "1"
status: in-force
source: {title: list, confidence: official}
members: [a, {code: b, name: bee}]
"""


def city_schema() -> Schema:
    """The schema of the kinds that the city ships."""
    return Schema.of(yaml.safe_load(path.read_text("utf-8")) for path in sorted(CITY_KINDS.glob("*.yaml")))


def rule(text: str) -> tree.Condition:
    """The tree of a text under the small schema."""
    return parse(text, schema=SCHEMA, sets=("short",))


def catalogue_text(*clauses: str, head: str = "") -> str:
    """A catalogue of clauses given as `id gives status: condition`."""
    lines = [
        "catalogue: trial",
        'region: "330300"',
        'edition: "1"',
        "source: {title: a document, confidence: official}",
        "outcome: {kind: class, order: [A, B, C], take: highest, labels: {A: {zh: 甲, en: first}}}",
        head or "in_force: {from: 2025-01-01, to: 2025-12-31}\nsets: {short: sets/short.yaml}",
        "clauses:",
    ]
    for clause in clauses:
        start, condition = clause.split(": ", 1)
        name, gives, status = start.split()
        lines += [
            f"  - id: {name}",
            f"    gives: {gives}",
            f"    text: {{zh: 条款{name}, en: clause {name}}}",
            "    cite: {document: a document, confidence: official}",
            f"    status: {status}",
            "    when: >",
            f"      {condition}",
        ]
    return "\n".join(lines) + "\n"


def catalogue(*clauses: str, head: str = "") -> Catalogue:
    """The catalogue of `catalogue_text`; it must be sound."""
    found, problems = read(catalogue_text(*clauses, head=head), SCHEMA, file="trial.yaml", open_set=lambda name: SET)
    assert found is not None, [str(problem) for problem in problems]
    return found


# Random rules -------------------------------------------------------------------------------------------------------
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
WORDS = st.sampled_from(["a", "b", "焊工", "it's", 'say "x"'])
LEVELS = st.sampled_from(["junior", "senior", "technician"])
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
NUMBERS = st.integers(0, 40)


def field_values(field: Field) -> st.SearchStrategy[Any]:
    """Values that a rule may compare the field with."""
    attribute = SCHEMA.attribute(field)
    if field.type is FieldType.LEVEL:
        return LEVELS
    if attribute.choices:
        return st.sampled_from(sorted(attribute.choices))
    return {
        FieldType.INTEGER: NUMBERS,
        FieldType.DATE: DAYS,
        FieldType.REGION: st.sampled_from(["330302", "330303"]),
    }.get(field.type, WORDS)


def field_tests(owner: str) -> st.SearchStrategy[tree.Condition]:
    """Random tests on one record."""
    names = SCHEMA.person if owner == PERSON else SCHEMA.kinds[owner].attributes
    choices: list[st.SearchStrategy[tree.Condition]] = []
    for attribute in names.values():
        field = attribute.field
        values = field_values(field)
        if field.type is FieldType.BOOLEAN:
            choices.append(st.just(tree.Flag(field)))
            continue
        if field.type is FieldType.CHOICES:
            choices.append(st.builds(tree.Contains, st.just(field), values))
            continue
        signs = SIGNS if field.type.ordered else SIGNS[:2]
        choices.append(st.builds(tree.Compare, st.just(field), st.sampled_from(signs), values))
        if field.type is FieldType.DATE:
            units = st.sampled_from(["days", "months", "years"])
            choices.append(st.builds(tree.Within, st.just(field), NUMBERS, units))
            spans = st.sampled_from(["years", "months"])
            choices.append(st.builds(tree.Elapsed, st.just(field), st.sampled_from(SIGNS), st.integers(0, 5), spans))
        else:
            several = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)
            choices.append(st.builds(tree.OneOf, st.just(field), several))
        if not field.type.ordered:
            choices.append(st.builds(tree.InSet, st.just(field), st.just("short")))
    return st.one_of(choices)


def joined(leaves: st.SearchStrategy[tree.Condition], *, negation: bool = True) -> st.SearchStrategy[tree.Condition]:
    """Random trees of and, or and (unless told otherwise) not over the leaves."""

    def grow(inner: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        grown = [st.builds(tree.And, parts), st.builds(tree.Or, parts)]
        return st.one_of(*grown, *([st.builds(tree.Not, inner)] if negation else []))

    return st.recursive(leaves, grow, max_leaves=4)


def fact_atoms(*, rising: bool = False) -> st.SearchStrategy[tree.Condition]:
    """Random atoms about facts; `rising`: only such as more facts can make true."""
    signs = st.sampled_from((">", ">=") if rising else SIGNS)
    choices: list[st.SearchStrategy[tree.Condition]] = []
    for kind in SCHEMA.kinds:
        where = st.lists(joined(field_tests(kind)), max_size=2).map(tuple)
        choices.append(st.builds(tree.AnyFact, st.just(kind), where))
        choices.append(st.builds(tree.CountFacts, st.just(kind), where, signs, st.integers(0, 3)))
    hours = SCHEMA.kinds["special-ability"].attributes["hours"].field
    where = st.lists(joined(field_tests("special-ability")), max_size=2).map(tuple)
    choices.append(st.builds(tree.TotalFacts, st.just("special-ability"), st.just(hours), where, signs, NUMBERS))
    for kind in SCHEMA.kinds:
        where = st.lists(joined(field_tests(kind)), max_size=2).map(tuple)
        start = st.none() | st.builds(tree.AnyFact, st.sampled_from(sorted(SCHEMA.kinds)).flatmap(st.just), st.just(()))
        choices.append(st.builds(tree.MonthsOfFacts, st.just(kind), where, start, signs, st.integers(0, 24)))
    return st.one_of(choices)


CONDITIONS = joined(st.one_of(field_tests(PERSON), fact_atoms()))

# Random people ------------------------------------------------------------------------------------------------------
MOMENTS = st.integers(0, 1000).map(lambda days: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(days=days))
RUBBISH = st.sampled_from(
    [None, "", "x", -1, 3.5, True, "true", "12", "2025-01-01", "senior", [], {}, DAY, "2025-02-30"]
)
VALUES = st.one_of(
    RUBBISH, LEVELS, WORDS, NUMBERS, st.booleans(), DAYS, st.sampled_from(["city", "disabled", "330302"])
)


def facts(number: int) -> st.SearchStrategy[Fact]:
    """A random fact with this id, attributes of any sort included."""
    names = sorted({name for kind in SCHEMA.kinds.values() for name in kind.attributes})
    return st.builds(
        Fact,
        id=st.just(number),
        kind=st.sampled_from([*SCHEMA.kinds, "unheard-of"]),
        valid_from=DAYS,
        valid_to=st.none() | DAYS,
        recorded_at=st.none() | MOMENTS,
        attributes=st.dictionaries(st.sampled_from(names), VALUES, max_size=6),
        supersedes=st.none() | st.integers(0, 5),
        retracted=st.sampled_from([False, False, True]),
    )


PEOPLE = st.builds(
    Person,
    id=st.just("p"),
    birth_date=st.none() | st.dates(date(1960, 1, 1), date(2026, 1, 1)),
    sex=st.sampled_from([None, "male", "female"]),
    registered_in=st.sampled_from([None, "330302", "330399"]),
    groups=st.none() | st.frozensets(st.sampled_from(["disabled", "poor"])),
    insurance_months=st.none() | st.integers(0, 60),
    facts=st.tuples(*(facts(number) for number in range(4))) | st.just(()),
)
