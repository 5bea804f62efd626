"""Random policies for the batch engine: every construct of the language, every sort of gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from skillcity.kernel.text import Text
from skillcity.policy.engine import Schema, parse, to_text, tree
from skillcity.policy.engine.amounts import parse_amount
from skillcity.policy.engine.benefit import Benefit, Cap, Local, Measure
from skillcity.policy.engine.catalogue import Catalogue, Citation, ClassOrder, Clause, Confidence, InForce, Status
from skillcity.policy.engine.dates import before
from skillcity.policy.engine.loading import read
from skillcity.policy.engine.problems import Place
from skillcity.policy.engine.schema import PERSON, Field, FieldType
from skillcity.policy.engine.tolerances import Tolerances
from skillcity.policy.tests.engine.samples import SET

KINDS: list[dict[str, Any]] = [
    {
        "kind": "certificate",
        "attributes": {"level": {"type": "level"}, "occupation": {"type": "code"}, "tested": {"type": "date"}},
    },
    {
        "kind": "special-ability",
        "attributes": {
            "hours": {"type": "integer"},
            "passed": {"type": "boolean"},
            "region": {"type": "region"},
            "grade": {"type": "choice", "choices": ["city", "nation"]},
            "level": {"type": "level"},
            "occupation": {"type": "code"},
        },
    },
    {"kind": "group", "attributes": {"group": {"type": "choice", "choices": ["disabled", "poor"]}}},
    {
        "kind": "payment",
        "attributes": {
            "benefit": {"type": "code"},
            "amount": {"type": "integer"},
            "occupation": {"type": "code"},
            "level": {"type": "level"},
            "hours": {"type": "integer"},
            "grade": {"type": "integer"},
            "tested": {"type": "date"},
        },
    },
]
"""`grade` is an integer of one kind and a choice of another: such a kind has a column of its own."""
SCHEMA = Schema.of(KINDS)
OWN_COLUMNS = {("payment", "grade")}
DAYS = (date(2025, 9, 1), date(2024, 2, 29), date(2025, 3, 31))
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
LEVELS = ("junior", "intermediate", "senior", "technician")
WORDS = ("a", "b", "c")
REGIONS = ("330302", "330303", "330381")
CITE = Citation("a document", Confidence.OFFICIAL)
WHERE = Place("trial", 1, 1)
SAID = Text("例", "example")

NEAR_DAYS = [
    before(day, amount, unit) + timedelta(days=step)
    for day in DAYS
    for amount, unit in ((0, "days"), (1, "years"), (3, "years"), (6, "months"), (1, "months"), (30, "days"))
    for step in (-1, 0, 1)
]
NEW_YEARS = [date(2025, 1, 1), date(2024, 12, 31), date(2024, 1, 1), date(2023, 12, 31)]
DATES = st.one_of(
    st.sampled_from([*NEAR_DAYS, *NEW_YEARS]),
    st.dates(date(2019, 1, 1), date(2026, 6, 30)),
    st.sampled_from([date.min, date(1969, 12, 31), date(2020, 2, 29), date(2024, 1, 31), date.max]),
)
"""Days on both sides of every threshold, and the ends of the calendar."""
SMALL = st.integers(0, 6)


# Conditions -----------------------------------------------------------------------------------------------------------
def _values(field: Field) -> st.SearchStrategy[Any]:
    """What a rule may compare the field with."""
    choices = SCHEMA.attribute(field).choices
    if field.type is FieldType.LEVEL:
        return st.sampled_from(LEVELS)
    if choices:
        return st.sampled_from(sorted(choices))
    if field.type is FieldType.INTEGER:
        return st.integers(15, 70) if field.name == "age" else SMALL
    if field.type is FieldType.DATE:
        return st.sampled_from(NEAR_DAYS)
    return st.sampled_from(REGIONS if field.type is FieldType.REGION else WORDS)


@st.composite
def tests_of(draw: st.DrawFn, owner: str) -> tree.Condition:
    """One test on a field of a record."""
    attributes = SCHEMA.person if owner == PERSON else SCHEMA.kinds[owner].attributes
    field = draw(st.sampled_from([attribute.field for attribute in attributes.values()]))
    value = _values(field)
    if field.type is FieldType.BOOLEAN:
        return tree.Flag(field)
    if field.type is FieldType.CHOICES:
        return tree.Contains(field, draw(value))
    shapes = [
        "compare",
        "dated" if field.type is FieldType.DATE else "one of",
        "elapsed" if field.type is FieldType.DATE else "compare",
    ]
    shape = draw(st.sampled_from([*shapes, "compare" if field.type.ordered else "set"]))
    if shape == "set":
        return tree.InSet(field, "short")
    if shape == "one of":
        return tree.OneOf(field, tuple(draw(st.lists(value, min_size=1, max_size=3, unique=True))))
    if shape == "dated":
        return tree.Within(
            field, draw(st.sampled_from([0, 1, 3, 6, 30])), draw(st.sampled_from(["days", "months", "years"]))
        )
    if shape == "elapsed":
        sign, number = draw(st.sampled_from(SIGNS)), draw(st.sampled_from([0, 1, 3]))
        return tree.Elapsed(field, sign, number, draw(st.sampled_from(["years", "months"])))
    return tree.Compare(field, draw(st.sampled_from(SIGNS if field.type.ordered else SIGNS[:2])), draw(value))


@st.composite
def joined(draw: st.DrawFn, leaf: st.SearchStrategy[tree.Condition], depth: int = 2) -> tree.Condition:
    """A tree of and, or, not over the leaves."""
    join = draw(st.sampled_from(["leaf", "leaf", "and", "or", "not"] if depth else ["leaf"]))
    if join == "leaf":
        return draw(leaf)
    if join == "not":
        return tree.Not(draw(joined(leaf, depth - 1)))
    parts = tuple(draw(joined(leaf, depth - 1)) for _ in range(draw(st.integers(2, 3))))
    return tree.And(parts) if join == "and" else tree.Or(parts)


@st.composite
def _wheres(draw: st.DrawFn, kind: str) -> tuple[tree.Condition, ...]:
    """Mostly a few plain tests; sometimes trees so wide that they have more alternatives than fit in bits."""
    shape = draw(st.sampled_from(["plain", "plain", "nested", "wide"]))
    if shape == "wide":
        return tuple(tree.Or(tuple(draw(tests_of(kind)) for _ in range(3))) for _ in range(3))
    test = tests_of(kind) if shape == "plain" else joined(tests_of(kind))
    return tuple(draw(test) for _ in range(draw(st.integers(0, 3))))


@st.composite
def fact_atoms(draw: st.DrawFn) -> tree.Condition:
    """One question about facts."""
    kind = draw(st.sampled_from(sorted(SCHEMA.kinds)))
    where, sign = draw(_wheres(kind)), draw(st.sampled_from(SIGNS))
    numbers = [each.field for each in SCHEMA.kinds[kind].attributes.values() if each.field.type is FieldType.INTEGER]
    shape = draw(st.sampled_from(["any", "any", "count", "months", "total" if numbers else "months"]))
    if shape == "any":
        return tree.AnyFact(kind, where)
    if shape == "count":
        return tree.CountFacts(kind, where, sign, draw(st.integers(0, 3)))
    if shape == "total":
        return tree.TotalFacts(kind, draw(st.sampled_from(numbers)), where, sign, draw(st.integers(0, 12)))
    start = draw(st.none() | st.sampled_from(sorted(SCHEMA.kinds)))
    after = tree.AnyFact(start, draw(_wheres(start))) if start else None
    return tree.MonthsOfFacts(kind, where, after, sign, draw(st.sampled_from([0, 1, 6, 12, 36])))


CONDITIONS = joined(st.one_of(tests_of(PERSON), fact_atoms(), fact_atoms()))


def through_the_parser(condition: tree.Condition, kind: str | None = None) -> tree.Condition:
    """The condition as it comes from its text."""
    return parse(to_text(condition), schema=SCHEMA, sets=("short",), kind=kind)


# Catalogues -----------------------------------------------------------------------------------------------------------
STATUSES = st.sampled_from([Status.IN_FORCE, Status.ILLUSTRATIVE])
SPANS = st.sampled_from([None, None, None, InForce(date(2025, 1, 1), None), InForce(None, date(2024, 12, 31))])
TOLERANCES = st.builds(
    Tolerances,
    since=st.sampled_from([0, 1, 6, 12]),
    level=st.integers(0, 2),
    months=st.sampled_from([0, 3]),
    count=st.integers(0, 1),
)
HEAD = """
catalogue: trial
region: "330300"
edition: "1"
in_force: {from: null}
source: {title: a document, confidence: official}
sets: {short: sets/short.yaml}
outcome: {kind: class, order: [A, B, C], take: highest}
clauses:
  - id: x
    gives: A
    text: {zh: 例, en: x}
    cite: {document: d, confidence: official}
    status: in-force
    when: any(group)
"""
BASE, PROBLEMS = read(HEAD, SCHEMA, file="trial", open_set=lambda name: SET)


@st.composite
def clauses(draw: st.DrawFn, number: int) -> Clause:
    """A clause with this number."""
    return Clause(
        id=f"c{number}",
        gives=draw(st.sampled_from("ABC")),
        text=SAID,
        cite=CITE,
        status=draw(STATUSES),
        when=through_the_parser(draw(CONDITIONS)),
        place=WHERE,
        when_place=WHERE,
        in_force=draw(SPANS),
        near=draw(TOLERANCES),
    )


AMOUNTS = (
    "1000",
    "by_level(junior=1000, senior=2000)",
    "by_class(A=900, B=500)",
    "100 * hours",
    "min(1500, 100 * hours)",
    "max(by_level(junior=1000, technician=3000), by_class(A=1500))",
    "sum(100, 7 * hours)",
)
SHARED = {
    "certificate": ("level", "occupation", "tested"),
    "special-ability": ("level", "occupation", "hours", "grade"),
}


@st.composite
def benefits(draw: st.DrawFn, number: int) -> Benefit:
    """A benefit with this number."""
    each = draw(st.sampled_from([None, "certificate", "special-ability", "special-ability"]))
    kind = SCHEMA.kinds[each] if each else None

    def amount() -> Any:
        usable = [
            text
            for text in AMOUNTS
            if (kind or ("level" not in text and "hours" not in text))
            and ("hours" not in text or each == "special-ability")
        ]
        return parse_amount(draw(st.sampled_from(usable)), kind=kind, classes="ABC", scale=1)

    shared = SHARED[each] if each else ()
    where = draw(st.none() | joined(tests_of(each))) if each else None
    cap = st.builds(
        Cap,
        st.sampled_from(["year", "life"]),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 40).map(lambda each: each * 100),
    )
    codes = st.frozensets(st.sampled_from(["b0", "b1", "other"]), max_size=2)
    return Benefit(
        id=f"b{number}",
        text=SAID,
        cite=CITE,
        status=draw(STATUSES),
        measure=draw(st.sampled_from(list(Measure))),
        amount=amount(),
        place=WHERE,
        when=draw(st.none() | CONDITIONS.map(through_the_parser)),
        each=each,
        where=through_the_parser(where, each) if where else None,
        once_per=tuple(draw(st.lists(st.sampled_from(shared), unique=True, max_size=2))) if shared else (),
        ladder=draw(st.sampled_from(["", "occupation"])) if shared else "",
        cap=draw(st.none() | cap),
        counts=draw(codes),
        exclusive=draw(st.sampled_from(["", "", "one", "two"])),
        local=tuple(
            Local(region, amount(), CITE, Status.IN_FORCE)
            for region in draw(st.sampled_from([(), (), ("330302",), ("330302", "330381")]))
        ),
        in_force=draw(SPANS),
    )


@st.composite
def catalogues(draw: st.DrawFn, most_clauses: int = 4, most_benefits: int = 3) -> Catalogue:
    """A catalogue of classes, of rights, or of benefits alone."""
    assert BASE is not None, PROBLEMS
    kind = draw(st.sampled_from(["class", "class", "rights", "benefits"]))
    count = 0 if kind == "benefits" else draw(st.integers(1, most_clauses))
    order = (
        ClassOrder((), {}, every=True)
        if kind == "benefits"
        else ClassOrder(("A", "B", "C"), {}, every=kind == "rights")
    )
    return replace(
        BASE,
        in_force=draw(SPANS) or InForce(None, None),
        outcome=order,
        clauses=tuple(draw(clauses(number)) for number in range(count)),
        benefits=tuple(draw(benefits(number)) for number in range(draw(st.integers(count == 0, most_benefits)))),
    )


@st.composite
def rising(draw: st.DrawFn) -> tree.Condition:
    """A condition of which little may be lacking: levels, spans, numbers, months; some of it under `not`."""
    kind = draw(st.sampled_from(["certificate", "special-ability"]))
    fields = SCHEMA.kinds[kind].attributes
    level = tree.Compare(fields["level"].field, draw(st.sampled_from([">=", "==", ">"])), draw(st.sampled_from(LEVELS)))
    start = fields["valid_from"].field
    since = draw(
        st.sampled_from(
            [
                tree.Elapsed(start, ">=", 1),
                tree.Elapsed(start, ">=", 3),
                tree.Elapsed(start, ">", 6, "months"),
                tree.Within(start, 6, "months"),
                tree.Within(start, 1, "years"),
                tree.Within(start, 30, "days"),
            ]
        )
    )
    where = draw(
        st.sampled_from([(level,), (since,), (level, since), (tree.Or((level, since)),), (tree.Not(level), since)])
    )
    months = draw(st.sampled_from([1, 6, 12, 36]))
    atoms = [
        tree.AnyFact(kind, where),
        tree.CountFacts(kind, where, ">=", draw(st.integers(1, 3))),
        tree.MonthsOfFacts(kind, where, None, ">=", months),
        tree.MonthsOfFacts(
            kind, (), tree.AnyFact("certificate", where) if kind == "certificate" else None, ">=", months
        ),
        tree.TotalFacts("special-ability", SCHEMA.kinds["special-ability"].attributes["hours"].field, (), ">=", 3),
        tree.Compare(SCHEMA.person["insurance_months"].field, ">=", draw(st.sampled_from([1, 3, 6]))),
        tree.AnyFact("group", ()),
    ]
    return draw(joined(st.sampled_from(atoms), 1))


@st.composite
def near_catalogues(draw: st.DrawFn) -> Catalogue:
    """A catalogue whose clauses are often missed by a little."""
    assert BASE is not None, PROBLEMS
    chosen = [
        replace(
            draw(clauses(number)), when=through_the_parser(draw(rising())), near=Tolerances(12, 1, 6, 1), in_force=None
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    return replace(BASE, clauses=tuple(chosen))


@st.composite
def paying_catalogues(draw: st.DrawFn) -> Catalogue:
    """A catalogue of benefits that most facts give, so that payments, caps and exclusions decide."""
    assert BASE is not None, PROBLEMS
    chosen = [
        replace(draw(benefits(number)), in_force=None, when=None, where=None)
        for number in range(draw(st.integers(1, 3)))
    ]
    lines = [replace(draw(clauses(number)), when=through_the_parser(draw(rising()))) for number in range(2)]
    return replace(BASE, clauses=tuple(lines), benefits=tuple(chosen))
