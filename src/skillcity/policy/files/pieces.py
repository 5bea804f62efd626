"""Persons and facts read side by side, in pieces: some persons each, with all their facts.

Persons rise by `id`. The row groups of the facts rise by `person`, each covering the persons after those of the one
before; inside a row group facts may lie in any order (by kind is read fastest). Other files are sorted first (`sorting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.files.problems import missing_value, stranger, twice
from skillcity.policy.files.rows import Queue, Table, joined

PIECE = 65_536
"""Persons that are asked at once, where the files do not lie in other pieces."""
LARGEST = 4 * PIECE


class NotSorted(Exception):
    """A file does not rise by person."""


@dataclass(frozen=True, slots=True)
class Source:
    """Two files, and the columns to read of each; those that are not there are left out."""

    persons: Path
    facts: Path
    person_columns: tuple[str, ...]
    fact_columns: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, Table]:
        """Both files, opened."""
        columns = {"person", "kind", "valid_from", *self.fact_columns}
        return Table(self.persons, self.person_columns, "id"), Table(self.facts, columns, "person")


@dataclass(frozen=True, slots=True)
class Part:
    """A range of persons, from key `start` to before key `end` (None: without bound), and where their facts lie.

    `groups`: row groups of the facts, each with the least key of the next: what lies before it is complete.
    """

    groups: tuple[tuple[int, Any], ...]
    start: Any
    end: Any


def parts(source: Source, size: int | None = None) -> list[Part]:
    """The whole source in parts of about `size` persons (None: in one). NotSorted when row groups overlap."""
    table = source.tables[1]
    groups = [group for group in range(table.file.num_row_groups) if table.file.metadata.row_group(group).num_rows]
    bounds = [table.bounds(group) for group in groups]
    known = [each for each in bounds if each is not None]
    if len(known) < len(bounds) or any(after[0] < before[1] for before, after in zip(known, known[1:], strict=False)):
        raise NotSorted
    least = [each[0] for each in known]
    steps = list(zip(groups, [*least[1:], None], strict=True))
    persons = source.tables[0].file.metadata.num_rows
    step = len(steps) if size is None else max(1, round(len(steps) * size / max(1, persons)))
    found = []
    for first in range(0, max(1, len(steps)), max(1, step)):
        own = steps[first : first + step]
        before = steps[first - 1 : first] if first and known[first - 1][1] == least[first] else []
        found.append(Part((*before, *own), least[first] if first else None, own[-1][1] if own else None))
    return found


def pieces(source: Source, part: Part) -> Iterator[Chunk]:
    """The persons of a part with their facts.

    NotSorted when a file does not rise by person; InputError `policy.file-value` for a person who is there twice, a
    fact of a person who is not there, a key or a start that is missing.
    """
    of_persons, of_facts = source.tables
    persons = Queue(of_persons, _first_group(of_persons, part.start))
    if part.start is not None:
        persons.below(part.start)
    before: list[Any] = []
    for facts, bound in _complete(of_facts, part):
        batch = persons.below(bound)
        ids = _keys(batch, of_persons)
        _check_rising(ids, before, of_persons)
        yield from _chunks(batch, facts, _owner(ids, _keys(facts, of_facts), of_facts))


def _first_group(table: Table, start: Any) -> int:
    """The first row group that may hold the key; the first of all when the file does not say."""
    group = 0
    while start is not None and group + 1 < table.file.num_row_groups:
        bounds = table.bounds(group)
        if bounds is None or bounds[1] >= start:
            break
        group += 1
    return group


def _complete(table: Table, part: Part) -> Iterator[tuple[pa.RecordBatch, Any]]:
    """Facts with a key: all facts of the persons before it have come."""
    held: list[pa.RecordBatch] = []
    for group, bound in part.groups:
        for batch in table.read(group):
            held.append(_outside(batch, part.start, table) if part.start is not None else batch)
            if table.is_large(group):
                keys = batch.column(table.key)
                if not _pairs(pc.less_equal, keys).all():
                    raise NotSorted
                now, later = _cut(joined(held, table.empty), keys[len(keys) - 1].as_py(), table)
                held = [later]
                yield now, keys[len(keys) - 1].as_py()
        now, later = _cut(joined(held, table.empty), bound, table)
        held = [later]
        yield now, bound
    if not part.groups:
        yield table.empty, part.end


def _cut(batch: pa.RecordBatch, bound: Any, table: Table) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The rows before a key, and the others."""
    if bound is None or not batch.num_rows:
        return batch, table.empty
    before = pc.less(batch.column(table.key), pa.scalar(bound, batch.column(table.key).type))
    if before.false_count == 0:
        return batch, table.empty
    return batch.filter(before), batch.filter(pc.invert(before))


def _outside(batch: pa.RecordBatch, start: Any, table: Table) -> pa.RecordBatch:
    """Without the rows of persons before the part."""
    return _cut(batch, start, table)[1] if batch.num_rows and pc.min(batch.column(table.key)).as_py() < start else batch


def _chunks(persons: pa.RecordBatch, facts: pa.RecordBatch, owner: Places) -> Iterator[Chunk]:
    """One chunk, or several where the files have very large pieces."""
    if persons.num_rows <= LARGEST:
        if persons.num_rows:
            yield Chunk(persons, facts, owner)
        return
    if (owner[1:] < owner[:-1]).any():
        order = np.argsort(owner, kind="stable")
        facts, owner = facts.take(pa.array(order)), owner.take(order)
    for start in range(0, persons.num_rows, PIECE):
        some = persons.slice(start, PIECE)
        first, last = np.searchsorted(owner, (start, start + some.num_rows))
        yield Chunk(some, facts.slice(first, last - first), owner[first:last] - start)


def _owner(ids: pa.Array, owners: pa.Array, table: Table) -> Places:
    """For each fact the place of its person among the ids, which rise."""
    if not len(owners):
        return np.zeros(0, np.intp)
    starts = np.concatenate(([0], np.flatnonzero(_pairs(pc.not_equal, owners)) + 1))
    named = owners.take(pa.array(starts))
    places = _places(ids, named)
    if places.null_count:
        raise stranger(table.path, named.filter(places.is_null())[0].as_py())
    found: Places = np.repeat(places.to_numpy().astype(np.intp), np.diff(starts, append=len(owners)))
    return found


def _places(ids: pa.Array, named: pa.Array) -> pa.Array:
    if not pa.types.is_integer(ids.type) or not len(ids):
        return pc.index_in(named, value_set=ids)
    keys, wanted = ids.to_numpy(), named.to_numpy()
    if keys[-1] - keys[0] == len(keys) - 1:  # numbered without a gap
        places = wanted - keys[0]
        absent = (places < 0) | (places >= len(keys))
    else:
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        absent = keys.take(places) != wanted
    return pa.array(places.astype(np.int32), mask=absent)


def _check_rising(ids: pa.Array, before: list[Any], table: Table) -> None:
    """That keys rise, also from the last one of the piece before (kept in `before`)."""
    if not len(ids):
        return
    first, last = ids[0].as_py(), ids[len(ids) - 1].as_py()
    equal = _pairs(pc.equal, ids)
    if equal.any() or before == [first]:
        raise twice(table.path, ids[int(equal.argmax()) if equal.any() else 0].as_py())
    if not _pairs(pc.less, ids).all() or (before and before[0] > first):
        raise NotSorted
    before[:] = [last]


def _pairs(compare: Any, array: pa.Array) -> NDArray[np.bool_]:
    """Each value compared with the next."""
    found: NDArray[np.bool_] = compare(array.slice(0, len(array) - 1), array.slice(1)).to_numpy(zero_copy_only=False)
    return found


def _keys(batch: pa.RecordBatch, table: Table) -> pa.Array:
    """The keys as integers of one width, or as strings; none may be missing, nor may the start of a fact."""
    for name in {table.key, "valid_from"} & set(batch.schema.names):
        if batch.column(name).null_count:
            raise missing_value(table.path, name)
    keys = batch.column(table.key)
    return keys.cast(pa.int64() if pa.types.is_integer(keys.type) else pa.string())
