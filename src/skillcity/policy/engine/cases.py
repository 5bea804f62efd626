"""Test cases that an officer can read and extend: given these facts on this day, expect this class by this clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skillcity.kernel.text import Text
from skillcity.policy.engine import reading
from skillcity.policy.engine.catalogue import Catalogue
from skillcity.policy.engine.explanation import OutcomeStatus
from skillcity.policy.engine.interpreter import evaluate
from skillcity.policy.engine.located import Node, Scalar, read_yaml
from skillcity.policy.engine.person import Fact, Person
from skillcity.policy.engine.problems import Place, PolicyError, Problem
from skillcity.policy.engine.schema import FieldType, Schema

NONE = "none"


@dataclass(frozen=True, slots=True)
class Expected:
    """The class (None: no class) or the rights, and where given the clause, the status and the open ones.

    `amounts`: what each benefit gives, in fen or basis points; None: not yet known.
    """

    holds: tuple[str, ...]
    clause: str | None
    status: OutcomeStatus
    open: tuple[str, ...]
    amounts: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """One test case."""

    name: Text
    place: Place
    as_of: date
    known_at: datetime | None
    person: Person
    expected: Expected


def load_cases(path: Path, catalogue: Catalogue) -> tuple[PolicyCase, ...]:
    """The cases of a file that belong to this edition; PolicyError with all problems of the file."""
    try:
        text = reading.read_file(path)
    except reading.Unreadable as error:
        raise PolicyError(Problem("policy.unreadable", Place(str(path), 1, 1), error.what, error.todo)) from None
    return read_cases(text, catalogue, file=str(path))


def read_cases(text: str, catalogue: Catalogue, *, file: str) -> tuple[PolicyCase, ...]:
    """The cases of a text; PolicyError with all its problems."""
    values = reading.table(read_yaml(text, file), ("catalogue", "region", "edition", "cases"), ()).values
    for key, wanted in (
        ("catalogue", catalogue.catalogue),
        ("region", catalogue.region),
        ("edition", catalogue.edition),
    ):
        reading.choice(values[key], (wanted,))
    problems: list[Problem] = []
    cases: list[PolicyCase] = []
    for node in reading.until_full(reading.items(values["cases"]), problems):
        with reading.collecting(problems):
            cases.append(_case(node, catalogue))
    if problems:
        raise PolicyError(*problems)
    return tuple(cases)


def run_case(case: PolicyCase, catalogue: Catalogue) -> Problem | None:
    """Evaluate one case; None when the outcome is the expected one, otherwise what differs."""
    outcome = evaluate(catalogue, case.person, case.as_of, case.known_at)
    expected = case.expected
    found = {each.benefit.id: None if each.open and not each.amount else each.amount for each in outcome.benefits}
    got = Expected(
        outcome.verdict.holds,
        outcome.clause if expected.clause else None,
        outcome.status,
        outcome.verdict.open,
        tuple((name, found.get(name, 0)) for name, _ in expected.amounts),
    )
    if got == expected:
        return None
    what = Text(
        f"“{case.name.zh}”：应为 {_said(expected)}，实为 {_said(got)}。",
        f"“{case.name.en}”: expected {_said(expected)}, got {_said(got)}.",
    )
    return Problem("policy.case-failed", case.place, what, outcome.summary)


def _said(outcome: Expected) -> str:
    parts = ["+".join(outcome.holds) or NONE, outcome.clause or "", outcome.status.value, "+".join(outcome.open)]
    parts += [f"{name}={'unknown' if amount is None else amount}" for name, amount in outcome.amounts]
    return "/".join(part for part in parts if part)


def _case(node: Node, catalogue: Catalogue) -> PolicyCase:
    values = reading.table(node, ("name", "as_of", "expect"), ("known_at", "person", "facts")).values
    return PolicyCase(
        name=reading.words(values["name"]),
        place=node.place,
        as_of=_day(values["as_of"]),
        known_at=_moment(values["known_at"]) if "known_at" in values else None,
        person=_person(values, catalogue.schema),
        expected=_expected(values["expect"], catalogue),
    )


def _day(node: Node) -> date:
    found = reading.day(node)
    if found is None:
        todo = Text("写成 2025-07-01。", "Write it as 2025-07-01.")
        raise reading.fail("policy.missing-key", node.place, "缺少日期。", "The day is missing.", todo)
    return found


def _expected(node: Node, catalogue: Catalogue) -> Expected:
    order, every = catalogue.outcome.order, catalogue.outcome.every
    required = () if not order else ("rights",) if every else ("class",)
    values = reading.table(node, required, ("clause", "status", "open", "amounts")).values
    holds: tuple[str, ...] = ()
    if "rights" in values:
        named = {reading.choice(item, order) for item in reading.items(values["rights"])}
        holds = tuple(name for name in order if name in named)
    elif "class" in values and (value := reading.choice(values["class"], (*order, NONE))) != NONE:
        holds = (value,)
    known = [clause.id for clause in catalogue.clauses]
    status = OutcomeStatus.KNOWN
    if "status" in values:
        status = OutcomeStatus(reading.choice(values["status"], list(OutcomeStatus)))
    return Expected(
        holds=holds,
        clause=reading.choice(values["clause"], known) if "clause" in values else None,
        status=status,
        open=tuple(reading.choice(item, order) for item in reading.items(values["open"])) if "open" in values else (),
        amounts=_amounts(values["amounts"], catalogue) if "amounts" in values else (),
    )


def _amounts(node: Node, catalogue: Catalogue) -> tuple[tuple[str, int | None], ...]:
    """Benefit and amount: yuan or basis points as in the catalogue, or `unknown`."""
    scales = {benefit.id: benefit.measure.scale for benefit in catalogue.benefits}
    values = reading.table(node, (), tuple(scales)).values
    return tuple(
        (name, None if reading.string(value) == "unknown" else reading.number(value) * scales[name])
        for name, value in values.items()
    )


def _person(values: dict[str, Node], schema: Schema) -> Person:
    facts = tuple(_fact(node, index, schema) for index, node in enumerate(_listed(values.get("facts")), 1))
    if "person" not in values:
        return Person("case", facts=facts)
    given = reading.table(
        values["person"], (), ("birth_date", "sex", "registered_in", "groups", "insurance_months")
    ).values
    groups = given.get("groups")
    return Person(
        id="case",
        birth_date=reading.day(given.get("birth_date")),
        sex=reading.choice(given["sex"], schema.person["sex"].choices) if "sex" in given else None,
        registered_in=reading.region(given["registered_in"]) if "registered_in" in given else None,
        groups=None
        if groups is None
        else frozenset(reading.choice(item, schema.person["groups"].choices) for item in reading.items(groups)),
        insurance_months=reading.number(given["insurance_months"]) if "insurance_months" in given else None,
        facts=facts,
    )


def _listed(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else reading.items(node)


def _fact(node: Node, number: int, schema: Schema) -> Fact:
    optional = ("id", "valid_to", "recorded_at", "supersedes", "retracted", "attributes")
    values = reading.table(node, ("kind", "valid_from"), optional).values
    kind = schema.kinds[reading.choice(values["kind"], schema.kinds)]
    given = values.get("attributes")
    names = [name for name in kind.attributes if name not in ("valid_from", "valid_to")]
    attributes = reading.table(given, (), names).values if given else {}
    return Fact(
        id=reading.string(values.get("id")) or f"fact-{number}",
        kind=kind.name,
        valid_from=_day(values["valid_from"]),
        valid_to=reading.day(values.get("valid_to")),
        recorded_at=_moment(values["recorded_at"]) if "recorded_at" in values else None,
        attributes={name: _value(value, schema, kind.name, name) for name, value in attributes.items()},
        supersedes=reading.string(values.get("supersedes")) or None,
        retracted="retracted" in values and reading.choice(values["retracted"], ("true", "false")) == "true",
    )


def _value(node: Node, schema: Schema, kind: str, name: str) -> object:
    """An attribute as it would be stored; a value that its choices do not hold is a mistake of the case."""
    attribute = schema.kinds[kind].attributes[name]
    if isinstance(node, Scalar) and node.empty:
        return None
    if attribute.field.type is FieldType.INTEGER:
        return reading.number(node)
    if attribute.field.type is FieldType.BOOLEAN:
        return reading.choice(node, ("true", "false")) == "true"
    if attribute.field.type is FieldType.DATE:
        return _day(node).isoformat()
    if attribute.field.type is FieldType.REGION:
        return reading.region(node)
    return reading.choice(node, attribute.choices) if attribute.choices else reading.string(node)


def _moment(node: Node) -> datetime:
    try:
        moment = datetime.fromisoformat(reading.string(node))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        todo = Text("写成 2025-07-01T09:00:00+08:00。", "Write 2025-07-01T09:00:00+08:00.")
        raise reading.fail("policy.wrong-type", node.place, "时刻的写法有误。", "The moment is not well written.", todo)
    return moment
