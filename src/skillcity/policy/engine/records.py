"""Values made ready for the tests: each read by its type once; what cannot be read is not known, never an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from skillcity.policy.engine.dates import OPEN_END, completed_years, read_date
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.person import Fact, FactId, Person, visible
from skillcity.policy.engine.schema import DATES, FieldType, Schema

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact that has begun: its id, whether it still held on the day, and its values."""

    id: FactId
    current: bool
    values: Values


@dataclass(frozen=True, slots=True)
class Case:
    """One person on one day as it was known then."""

    day: date
    person: Values
    rows: Mapping[str, list[Row]]


def prepare(schema: Schema, person: Person, day: date, known_at: datetime | None) -> Case:
    """Read a person's fields and visible facts; facts that begin after the day or have no schema are left out."""
    return case_on(day, person, read(schema, visible(person.facts, known_at)))


def read(schema: Schema, facts: Iterable[Fact]) -> list[tuple[str, FactId, Values]]:
    """Kind, id and values of each fact that has a schema."""
    readers = readers_of(schema)
    found: list[tuple[str, FactId, Values]] = []
    for fact in facts:
        if (readers_of_kind := readers.get(fact.kind)) is None:
            continue
        given = fact.attributes
        values: dict[str, object] = {name: reader(given.get(name)) for name, reader in readers_of_kind}
        values["valid_from"] = fact.valid_from
        values["valid_to"] = OPEN_END if fact.valid_to is None else fact.valid_to
        found.append((fact.kind, fact.id, values))
    return found


def case_on(day: date, person: Person, facts: Iterable[tuple[str, FactId, Values]]) -> Case:
    """A person on a day, of whose facts some have not begun."""
    rows: dict[str, list[Row]] = {}
    for kind, key, values in facts:
        if values["valid_from"] <= day:
            rows.setdefault(kind, []).append(Row(key, values["valid_to"] >= day, values))
    return Case(day, _person_values(person, day), rows)


def _person_values(person: Person, day: date) -> Values:
    born = _date(person.birth_date)
    return {
        "age": completed_years(born, day) if born and born <= day else None,
        "birth_date": born,
        "sex": _string(person.sex),
        "registered_in": _string(person.registered_in),
        "groups": person.groups,
        "insurance_months": _integer(person.insurance_months),
    }


def _string(value: object) -> str | None:
    return value if type(value) is str and value else None


def _integer(value: object) -> int | None:
    """A whole number that counts something: never negative. Strings of digits come from spreadsheets."""
    if type(value) is int:
        return value if value >= 0 else None
    if type(value) is str and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    return None


def _boolean(value: object) -> bool | None:
    if type(value) is bool:
        return value
    return {"true": True, "false": False}.get(value) if type(value) is str else None


def _date(value: object) -> date | None:
    if type(value) is date:
        return value
    return read_date(value) if type(value) is str else None


def _level(value: object) -> int | None:
    return RANKS.get(value) if type(value) is str else None


_BY_TYPE: Mapping[FieldType, Callable[[object], object]] = {
    FieldType.INTEGER: _integer,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.LEVEL: _level,
}

Readers = Mapping[str, tuple[tuple[str, Callable[[object], object]], ...]]


@lru_cache(maxsize=16)
def readers_of(schema: Schema) -> Readers:
    """For each kind the attributes with the function that reads them."""
    return {
        kind.name: tuple(
            (name, _BY_TYPE.get(attribute.field.type, _string))
            for name, attribute in kind.attributes.items()
            if name not in DATES
        )
        for kind in schema.kinds.values()
    }
