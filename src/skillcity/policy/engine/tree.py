"""The typed tree of a condition: frozen, comparable, and made of a finite set of atoms.

An **atom** is a question that is asked of a person as a whole: one about a field of the person, or one about the facts
of one kind (`AnyFact`, `CountFacts`, `TotalFacts`, `MonthsOfFacts`). The conditions inside an atom about facts are
asked of one fact each, never of the person, so that a batch may answer every atom once and join the answers with and,
or, not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Union

from skillcity.policy.engine.dates import Unit
from skillcity.policy.engine.kleene import Operator
from skillcity.policy.engine.schema import Field

Value = str | int | date


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold (two or more)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds (two or more)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no field says yes."""

    field: Field


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against a value of its type; a level is held by its name and compared by its rank."""

    field: Field
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field is one of the values listed in the rule."""

    field: Field
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class InSet:
    """A field is a member of a named set of the catalogue."""

    field: Field
    set_name: str


@dataclass(frozen=True, slots=True)
class Contains:
    """A field that holds several values holds this one."""

    field: Field
    value: str


@dataclass(frozen=True, slots=True)
class Within:
    """A date lies in the last `amount` units: not before (as_of - amount) and not after as_of."""

    field: Field
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The completed years or months from a date to as_of, compared with a number."""

    field: Field
    operator: Operator
    number: int
    unit: Literal["years", "months"] = "years"


@dataclass(frozen=True, slots=True)
class AnyFact:
    """There is a fact of the kind for which all of `where` holds."""

    kind: str
    where: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class CountFacts:
    """The number of facts of the kind for which all of `where` holds, compared with a number."""

    kind: str
    where: tuple[Condition, ...]
    operator: Operator
    number: int


@dataclass(frozen=True, slots=True)
class TotalFacts:
    """The sum of an integer field over the facts of the kind for which all of `where` holds, compared with a number."""

    kind: str
    field: Field
    where: tuple[Condition, ...]
    operator: Operator
    number: int


@dataclass(frozen=True, slots=True)
class MonthsOfFacts:
    """The months covered by the facts of the kind for which all of `where` holds, compared with a number.

    Facts that have ended count as well; the periods are cut at as_of and merged, so that no day counts twice, and each
    merged period gives its whole months. With `after` only the days from the start of the earliest fact of that atom.
    """

    kind: str
    where: tuple[Condition, ...]
    after: AnyFact | None
    operator: Operator
    number: int


FactAtom = AnyFact | CountFacts | TotalFacts | MonthsOfFacts
FieldTest = Flag | Compare | OneOf | InSet | Contains | Within | Elapsed
Atom = FactAtom | FieldTest
Condition = Union[And, Or, Not, Atom]  # noqa: UP007 (the classes above refer to it before it exists)


def atoms(condition: Condition) -> tuple[Atom, ...]:
    """The distinct atoms of a condition about a person, in the order of reading."""
    return tuple(dict.fromkeys(_atoms(condition)))


def _atoms(condition: Condition) -> Iterator[Atom]:
    if isinstance(condition, And | Or):
        for part in condition.parts:
            yield from _atoms(part)
    elif isinstance(condition, Not):
        yield from _atoms(condition.part)
    else:
        yield condition


def fields(*conditions: Condition) -> tuple[Field, ...]:
    """The distinct fields that the conditions mention, those inside atoms about facts included."""
    found: dict[Field, None] = {}
    for condition in conditions:
        for atom in _atoms(condition):
            if isinstance(atom, FactAtom):
                found.update(dict.fromkeys(fields(*wheres(atom))))
            if not isinstance(atom, AnyFact | CountFacts | MonthsOfFacts):
                found[atom.field] = None
    return tuple(found)


def wheres(atom: FactAtom) -> tuple[Condition, ...]:
    """The conditions on one fact that an atom asks, those of `after` included."""
    after = atom.after if isinstance(atom, MonthsOfFacts) else None
    return atom.where + (after.where if after else ())


def speaks_of_end(where: tuple[Condition, ...]) -> bool:
    """Whether the conditions judge the end of a fact themselves; then facts that have ended are looked at too."""
    return any(field.name == "valid_to" for field in fields(*where))


def set_names(*conditions: Condition) -> tuple[str, ...]:
    """The distinct named sets that the conditions refer to."""
    found: dict[str, None] = {}
    for condition in conditions:
        for atom in _atoms(condition):
            if isinstance(atom, FactAtom):
                found.update(dict.fromkeys(set_names(*wheres(atom))))
            elif isinstance(atom, InSet):
                found[atom.set_name] = None
    return tuple(found)
