"""People of the city as Arrow tables for the batch engine: two queries for many thousand people.

The columns are those of docs/policy-files.md. What a person's row says of residence, groups and insurance follows from
facts, as `persons.gathered` has it for one person.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from psycopg import sql
from pyarrow import csv

from skillcity.policy.asked import BEHIND_FIELDS
from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.engine.person import Fact as Known
from skillcity.policy.engine.person import visible
from skillcity.policy.persons import _registered_in as registered_in
from skillcity.policy.persons import insurance_months
from skillcity.registry.models import Person

AT_ONCE = 50_000  # people a chunk
PEOPLE = "select id, birth_date, sex, region_code from registry_person where {chosen} order by id"
FACTS = (
    "select f.person_id, f.kind, f.seq, f.valid_from, f.valid_to, f.supersedes, f.retracts{attributes}"
    " from facts_fact f where {chosen} and f.kind = any({kinds}) order by f.person_id, f.seq"
)
OF_FACTS = {
    "person": pa.int64(),
    "kind": pa.dictionary(pa.int32(), pa.string()),
    "id": pa.int64(),
    "valid_from": pa.date32(),
    "valid_to": pa.date32(),
    "supersedes": pa.int64(),
    "retracted": pa.bool_(),
}
OF_PEOPLE = {"id": pa.int64(), "birth_date": pa.date32(), "sex": pa.string(), "registered_in": pa.string()}
BEHIND = {
    "residence": ("basis", "region"),
    "group": ("group",),
    "insurance": ("scheme",),
}
"""The attributes on which fields of the person rest, by the kind of the facts."""
WORDS = pa.dictionary(pa.int32(), pa.string())


def chunks(
    person_ids: Sequence[int],
    as_of: date,
    *,
    fields: Collection[tuple[str, str]],
    columns: Collection[str],
    whole: bool = False,
) -> Iterator[Chunk]:
    """These people (rising numbers) with their facts, as they stand recorded now, many thousand at a time.

    `fields`: kind and field of the facts that are asked about, `columns`: the fields of persons. `whole`: they are
    everyone in the actor's scope. Who is outside the scope is left out.
    """
    behind = {BEHIND_FIELDS[name] for name in columns if name in BEHIND_FIELDS}
    wanted = set(fields) | {(kind, name) for kind in behind for name in BEHIND[kind]}
    kinds = sorted({kind for kind, _ in wanted})
    names = sorted({name for _, name in wanted} - {"valid_from", "valid_to"})
    for low in range(0, len(person_ids), AT_ONCE):
        chosen = person_ids[low : low + AT_ONCE]
        people = _copied(sql.SQL(PEOPLE).format(chosen=_among("id", chosen, whole)), OF_PEOPLE)
        if not people.num_rows:
            continue
        facts = _facts(_among("f.person_id", chosen, whole), kinds, names)
        if not facts.num_rows:
            facts = _no_facts(facts.schema, people)
        owner = np.searchsorted(people.column("id").to_numpy(), facts.column("person").to_numpy())
        yield Chunk(_with_fields(people, facts, owner, as_of, columns), [facts], [owner])


def _facts(among: sql.Composable, kinds: Sequence[str], names: Sequence[str]) -> pa.RecordBatch:
    attributes = [sql.SQL(", f.attributes ->> {}").format(sql.Literal(name)) for name in names]
    listed = sql.SQL("{}::text[]").format(sql.Literal(list(kinds)))
    statement = sql.SQL(FACTS).format(attributes=sql.Composed(attributes), chosen=among, kinds=listed)
    return _copied(statement, OF_FACTS | dict.fromkeys(names, WORDS))


def _no_facts(schema: pa.Schema, people: pa.RecordBatch) -> pa.RecordBatch:
    """One fact of no kind, which says nothing: the batch takes no empty tables."""
    row = {"person": people.column("id")[0].as_py(), "id": 0, "valid_from": date.min, "retracted": True}
    return pa.RecordBatch.from_pylist([row], schema=schema)


def _among(column: str, chosen: Sequence[int], whole: bool) -> sql.Composable:
    """The condition that a column is one of rising numbers: of everyone's numbers a range."""
    if whole:
        return sql.SQL("{} between {} and {}").format(sql.SQL(column), chosen[0], chosen[-1])
    return sql.SQL("{} = any({}::bigint[])").format(sql.SQL(column), sql.Literal(list(chosen)))


def _copied(statement: sql.Composable, types: Mapping[str, pa.DataType]) -> pa.RecordBatch:
    """The rows of a query as one batch: the database writes CSV, Arrow reads it, and no row passes through Python."""
    found = io.BytesIO()
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        query = sql.SQL("copy ({}) to stdout (format csv)").format(statement)
        with cursor.copy(query) as copy:
            for piece in copy:
                found.write(piece)
    if not found.tell():
        return pa.RecordBatch.from_pylist([], schema=pa.schema(list(types.items())))
    found.seek(0)
    options = csv.ConvertOptions(
        column_types=dict(types),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    table = csv.read_csv(
        found,
        read_options=csv.ReadOptions(column_names=list(types)),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=options,
    ).combine_chunks()
    return pa.RecordBatch.from_arrays([_whole(table.column(name)) for name in types], names=list(types))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _with_fields(
    people: pa.RecordBatch, facts: pa.RecordBatch, owner: Any, as_of: date, columns: Collection[str]
) -> pa.RecordBatch:
    """The persons with what follows from their facts, as far as it is asked about."""
    arrays = {name: people.column(name) for name in OF_PEOPLE}
    if "registered_in" in columns:
        regions = arrays["registered_in"].to_pylist()
        for place, known in _known(facts, owner, "residence"):
            regions[place] = registered_in(_current(known, as_of)) or regions[place]
        arrays["registered_in"] = pa.array(regions, pa.string())
    if "groups" in columns:
        groups: list[list[str]] = [[] for _ in range(people.num_rows)]
        for place, known in _known(facts, owner, "group"):
            groups[place] = sorted({str(fact.attributes["group"]) for fact in _current(known, as_of)})
        arrays["groups"] = pa.array(groups, pa.list_(pa.string()))
    if "insurance_months" in columns:
        months: list[int | None] = [None] * people.num_rows
        for place, known in _known(facts, owner, "insurance"):
            months[place] = insurance_months(known, as_of)
        arrays["insurance_months"] = pa.array(months, pa.int32())
    return pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))


def _known(facts: pa.RecordBatch, owner: Any, kind: str) -> Iterator[tuple[int, list[Known]]]:
    """The facts of a kind that stand, person by person: the person's place, and the facts as one person's are taken."""
    rows = np.flatnonzero(pc.equal(facts.column("kind"), kind).to_numpy(zero_copy_only=False))
    found: dict[int, list[Known]] = {}
    for place, row in zip(owner.take(rows).tolist(), facts.take(pa.array(rows)).to_pylist(), strict=True):
        found.setdefault(place, []).append(
            Known(
                id=row["id"],
                kind=kind,
                valid_from=row["valid_from"],
                valid_to=row["valid_to"],
                attributes={name: row[name] for name in BEHIND[kind]},
                supersedes=row["supersedes"],
                retracted=row["retracted"],
            )
        )
    for place, several in found.items():
        yield place, visible(tuple(several), None)


def _current(facts: Sequence[Known], as_of: date) -> list[Known]:
    return [fact for fact in facts if fact.valid_from <= as_of and (fact.valid_to is None or fact.valid_to >= as_of)]


TRADES = """
select distinct on (f.person_id) f.person_id, coalesce(f.attributes ->> 'occupation', ''),
    coalesce(f.attributes ->> 'level', '')
from facts_fact f
where f.person_id = any(%s) and f.kind = 'certificate' and not f.retracts
    and f.valid_from <= %s and (f.valid_to is null or f.valid_to >= %s)
    and not exists (select 1 from facts_fact n where n.person_id = f.person_id and n.supersedes = f.seq)
order by f.person_id, array_position(%s::text[], f.attributes ->> 'level') desc nulls last, f.valid_from desc, f.seq
"""


def trades(person_ids: Sequence[int], as_of: date) -> dict[int, tuple[str, str]]:
    """Occupation and level of the highest certificate of each of these people, of equal ones the newest."""
    levels = sorted(RANKS, key=RANKS.__getitem__)
    with connection.cursor() as cursor:
        cursor.execute(TRADES, [list(person_ids), as_of, as_of, levels])
        return {person_id: (occupation, level) for person_id, occupation, level in cursor.fetchall()}


def counties_of(person_ids: Sequence[int]) -> dict[int, str]:
    """The county of each of these people."""
    rows = Person.objects.filter(pk__in=list(person_ids)).order_by("pk")
    return dict(rows.values_list("pk", "region_code"))
