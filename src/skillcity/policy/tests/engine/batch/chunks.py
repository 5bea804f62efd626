"""Persons as the columns of a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from skillcity.policy.engine import Fact, Person
from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.schema import DATES, FieldType
from skillcity.policy.tests.engine.batch.drawing import OWN_COLUMNS, SCHEMA

TYPES = {FieldType.INTEGER: pa.int32(), FieldType.BOOLEAN: pa.bool_(), FieldType.DATE: pa.date32()}
DICTIONARY = pa.dictionary(pa.int32(), pa.string())


def fact_types(text: pa.DataType) -> dict[str, pa.DataType]:
    """The columns of attributes with their types; kinds share those of the same name, or have their own."""
    found: dict[str, pa.DataType] = {}
    for kind in SCHEMA.kinds.values():
        for name, attribute in kind.attributes.items():
            if name not in DATES:
                found[_column(kind.name, name)] = TYPES.get(attribute.field.type, text)
    return found


def _column(kind: str, name: str) -> str:
    return f"{kind}:{name}" if (kind, name) in OWN_COLUMNS else name


def chunk_of(
    persons: Sequence[Person],
    *,
    order: Sequence[int] | None = None,
    dictionary: bool = True,
    cuts: Sequence[int] = (),
) -> Chunk:
    """The persons as columns; `order` puts their facts, counted through, in another order, `cuts` in batches."""
    text = DICTIONARY if dictionary else pa.string()
    rows = [(place, fact) for place, person in enumerate(persons) for fact in person.facts]
    rows = rows if order is None else [rows[each] for each in order]
    facts = [_row(fact) for _, fact in rows]
    types = {
        "kind": text,
        "id": pa.int64(),
        "valid_from": pa.date32(),
        "valid_to": pa.date32(),
        "recorded_at": pa.timestamp("us", "UTC"),
        "supersedes": pa.int64(),
        "retracted": pa.bool_(),
        **fact_types(text),
    }
    owners = np.array([place for place, _ in rows], np.intp)
    bounds = sorted({0, *(cut % (len(rows) + 1) for cut in cuts), len(rows)})
    ranges = list(pairwise(bounds)) or [(0, 0)]
    return Chunk(
        _batch([_person(person) for person in persons], person_types(text)),
        [_batch(facts[start:end], types) for start, end in ranges],
        [owners[start:end] for start, end in ranges],
    )


def person_types(text: pa.DataType) -> dict[str, pa.DataType]:
    """The columns of persons with their types."""
    return {
        "id": pa.int64(),
        "birth_date": pa.date32(),
        "sex": text,
        "registered_in": text,
        "groups": pa.list_(text),
        "insurance_months": pa.int32(),
    }


def _person(person: Person) -> dict[str, Any]:
    fields = {name: getattr(person, name) for name in person_types(pa.string())}
    return fields | {"groups": None if person.groups is None else sorted(person.groups)}


def _row(fact: Fact) -> dict[str, Any]:
    fixed = {
        name: getattr(fact, name)
        for name in ("kind", "id", "valid_from", "valid_to", "recorded_at", "supersedes", "retracted")
    }
    return fixed | {_column(fact.kind, name): value for name, value in fact.attributes.items()}


def _batch(rows: list[dict[str, Any]], types: dict[str, pa.DataType]) -> pa.RecordBatch:
    arrays = [_array([row.get(name) for row in rows], type_) for name, type_ in types.items()]
    return pa.RecordBatch.from_arrays(arrays, names=list(types))


def _array(values: list[Any], type_: pa.DataType) -> pa.Array:
    return (
        pa.array(values, pa.string()).dictionary_encode() if pa.types.is_dictionary(type_) else pa.array(values, type_)
    )
