"""The made-up population of `policy bench`, laid out for the comparison: once for our engine, once for its peers.

Only facts that stand (not retracted, not superseded) are kept, so that no engine has to sort them out. Without unknowns
every empty field takes the value of the row before. The peers get what suits them best, and for them that counts as
loading: a table for each kind in the order of the persons, strings as numbers, levels as ranks, an open end as the last
of all days, a yes/no column for each group instead of a list.

    ours/persons.parquet, ours/facts.parquet       as `./skillcity policy evaluate` reads them
    peers/persons.parquet, peers/KIND.parquet      `owner`: the place of the person, from 0
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from skillcity.policy.engine.dates import OPEN_END
from skillcity.policy.engine.levels import RANKS
from skillcity.policy.files.trial_population import GROUPS, SORTS, write_population

ALWAYS = ("person", "id", "valid_from", "valid_to")


def lay_out(folder: Path, *, people: int, unknowns: bool, seed: int = 1) -> dict[str, int]:
    """Write the files of both sides; returns the number of each string."""
    for name in ("ours", "peers"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    raw_persons, raw_facts = folder / "persons.parquet", folder / "facts.parquet"
    write_population(raw_persons, raw_facts, people=people, seed=seed)
    persons = pq.read_table(raw_persons)
    persons = persons if unknowns else _filled_persons(persons)
    pq.write_table(persons, folder / "ours" / "persons.parquet")
    source = pq.ParquetFile(raw_facts)
    groups = (source.read_row_group(group) for group in range(source.num_row_groups))
    facts = [found if unknowns else _filled_facts(found) for found in map(_standing, groups)]
    with pq.ParquetWriter(folder / "ours" / "facts.parquet", facts[0].schema) as file:
        for each in facts:  # the row groups of the generator are part of the layout
            file.write_table(each, row_group_size=len(each))
    _peers(folder / "peers", persons, pa.concat_tables(facts), codes := {})
    for raw in (raw_persons, raw_facts):
        raw.unlink()
    return codes


def _peers(folder: Path, persons: pa.Table, facts: pa.Table, codes: dict[str, int]) -> None:
    pq.write_table(_coded_persons(persons, codes), folder / "persons.parquet")
    for sort in SORTS:
        columns = [attribute.column for attribute in sort.attributes]
        rows = facts.filter(pc.equal(facts["kind"].cast(pa.string()), sort.kind)).select([*ALWAYS, *columns])
        rows = rows.rename_columns([name.removeprefix(f"{sort.kind}:") for name in rows.column_names])
        pq.write_table(_coded_facts(rows, persons, codes), folder / f"{sort.kind}.parquet")


def _standing(facts: pa.Table) -> pa.Table:
    gone = pc.is_in(facts["id"], value_set=facts["supersedes"].combine_chunks().drop_null())
    return facts.filter(pc.invert(pc.or_(gone, facts["retracted"]))).drop(["supersedes", "retracted", "recorded_at"])


def _filled_persons(persons: pa.Table) -> pa.Table:
    for name in ("birth_date", "sex", "registered_in", "insurance_months"):
        persons = _replaced(persons, name, _filled(persons[name]))
    lists = persons["groups"].combine_chunks()
    return _replaced(persons, "groups", pc.fill_null(lists, pa.scalar([], lists.type)))


def _filled_facts(facts: pa.Table) -> pa.Table:
    kinds = facts["kind"].cast(pa.string())
    for name in {attribute.column for sort in SORTS for attribute in sort.attributes}:
        having = [sort.kind for sort in SORTS if name in {attribute.column for attribute in sort.attributes}]
        has = pc.is_in(kinds, value_set=pa.array(having)).combine_chunks()
        full = _filled(facts[name])
        if pa.types.is_dictionary(full.type):
            places = pc.if_else(has, full.indices, pa.scalar(None, full.indices.type))
            facts = _replaced(facts, name, pa.DictionaryArray.from_arrays(places, full.dictionary))
        else:
            facts = _replaced(facts, name, pc.if_else(has, full, pa.scalar(None, full.type)))
    return facts


def _filled(column: pa.ChunkedArray) -> pa.Array:
    """The column with the value of the row before where there is none."""
    array = column.unify_dictionaries().combine_chunks()
    plain = array.indices if pa.types.is_dictionary(array.type) else array
    plain = pc.fill_null_backward(pc.fill_null_forward(plain))
    return pa.DictionaryArray.from_arrays(plain, array.dictionary) if pa.types.is_dictionary(array.type) else plain


def _coded_persons(persons: pa.Table, codes: dict[str, int]) -> pa.Table:
    lists = persons["groups"].combine_chunks()
    parents, members = pc.list_parent_indices(lists).to_numpy(), lists.flatten()
    columns = {"owner": pa.array(np.arange(len(persons), dtype=np.int32))}
    for name in ("birth_date", "sex", "registered_in", "insurance_months"):
        columns[name] = _coded(name, persons[name], codes)
    for group in GROUPS:
        belongs = np.zeros(len(persons), np.bool_)
        belongs[parents[pc.equal(members, group).to_numpy(zero_copy_only=False)]] = True
        columns[f"groups.{group}"] = pa.array(belongs, mask=lists.is_null().to_numpy(zero_copy_only=False))
    return pa.table(columns)


def _coded_facts(rows: pa.Table, persons: pa.Table, codes: dict[str, int]) -> pa.Table:
    owner = pc.index_in(rows["person"], value_set=persons["id"].combine_chunks()).combine_chunks()
    order = np.argsort(owner.to_numpy(), kind="stable")
    rows = rows.take(pa.array(order))
    columns = {"owner": owner.take(pa.array(order)).cast(pa.int32())}
    for name in rows.column_names[2:]:
        columns[name] = _coded(name, rows[name], codes)
    columns["valid_to"] = pc.fill_null(columns["valid_to"], pa.scalar(OPEN_END, pa.date32()))
    return pa.table(columns)


def _coded(name: str, column: pa.ChunkedArray, codes: dict[str, int]) -> pa.Array:
    """A column of strings as numbers (levels: as ranks); other columns as they are."""
    array = column.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(array.type):
        return array
    words = array.dictionary.to_pylist()
    numbers = [RANKS[word] if name == "level" else codes.setdefault(word, len(codes)) for word in words]
    return pa.array(numbers, pa.int16()).take(array.indices)


def _replaced(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


DAY = date(2025, 9, 1)
