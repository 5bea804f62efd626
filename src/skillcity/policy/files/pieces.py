"""Persons and facts read side by side, in pieces: some persons each, with all their facts.

Persons rise by `id`. The row groups of the facts rise by `person`: each holds facts of the persons after those of the
one before, or of the same range of persons (one kind each is read fastest, since no other column need be read). Inside
a row group facts may lie in any order. Other files are sorted first (`sorting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from skillcity.policy.engine.batch.chunk import Chunk
from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.files.owners import Owners
from skillcity.policy.files.problems import twice
from skillcity.policy.files.rows import Queue, Table
from skillcity.policy.files.values import check_values

PIECE = 65_536
"""Persons that are asked at once, where the files do not lie in other pieces."""
MOST = 4 * PIECE
"""The most persons that are asked at once."""
LARGEST = 1 << 22
"""The most facts that are read at once because their row groups overlap; beyond, the file is sorted first."""


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
class Step:
    """Row groups of facts that lie together, and the least key of the next: what lies before it is complete."""

    groups: tuple[int, ...]
    bound: Any


@dataclass(frozen=True, slots=True)
class Part:
    """A range of persons, from key `start` to before key `end` (None: without bound), and where their facts lie."""

    steps: tuple[Step, ...]
    start: Any
    end: Any


def parts(source: Source, size: int | None = None) -> list[Part]:
    """The whole source in parts of about `size` persons (None: in one).

    NotSorted when the row groups of facts do not rise by person, or do not say whose facts they hold.
    """
    of_persons, of_facts = source.tables
    clusters = _clusters(of_facts)
    least = [each[1] for each in clusters]
    steps = [
        Step(groups, bound) for (groups, _, _), bound in zip(clusters, [*least[1:], None][: len(clusters)], strict=True)
    ]
    persons = of_persons.file.metadata.num_rows
    step = max(1, len(steps) if size is None else round(len(steps) * size / max(1, persons)))
    found = []
    for first in range(0, max(1, len(steps)), step):
        own = steps[first : first + step]
        shared = steps[first - 1 : first] if first and clusters[first - 1][2] == least[first] else []
        found.append(Part((*shared, *own), least[first] if first else None, own[-1].bound if own else None))
    return found


def _clusters(table: Table) -> list[tuple[tuple[int, ...], Any, Any]]:
    """Row groups whose persons overlap, with their least and greatest key; each after the one before."""
    found: list[tuple[tuple[int, ...], Any, Any]] = []
    for group in table.groups:
        bounds = table.bounds(group)
        if bounds is None:
            raise NotSorted
        if found and bounds[0] < found[-1][2]:
            groups, least, greatest = found.pop()
            found.append(((*groups, group), min(least, bounds[0]), max(greatest, bounds[1])))
        else:
            found.append(((group,), *bounds))
    rising = all(before[2] <= after[1] for before, after in pairwise(found))
    if not rising or any(len(groups) > 1 and sum(map(table.rows, groups)) > LARGEST for groups, _, _ in found):
        raise NotSorted
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
        owner_of = Owners(ids, of_facts.path)
        facts = facts or [of_facts.empty]
        yield from _chunks(batch, facts, [owner_of(_keys(each, of_facts)) for each in facts])


def _first_group(table: Table, start: Any) -> int:
    """The first row group that may hold the key; the first of all when the file does not say."""
    group = 0
    while start is not None and group + 1 < table.file.num_row_groups:
        bounds = table.bounds(group)
        if bounds is None or bounds[1] >= start:
            break
        group += 1
    return group


def _complete(table: Table, part: Part) -> Iterator[tuple[list[pa.RecordBatch], Any]]:
    """Facts with a key: all facts of the persons before it have come."""
    held: list[pa.RecordBatch] = []
    for step in part.steps:
        for group in step.groups:
            for batch in table.read(group):
                held += _cut([batch], part.start, table)[1] if part.start is not None else [batch]
                if table.comes_in_batches(group):
                    last = batch.column(table.key)[batch.num_rows - 1].as_py()
                    now, held = _cut(held, last, table)
                    yield now, last
        now, held = _cut(held, step.bound, table)
        yield now, step.bound
    if not part.steps:
        yield [], part.end


def _cut(batches: list[pa.RecordBatch], key: Any, table: Table) -> tuple[list[pa.RecordBatch], list[pa.RecordBatch]]:
    """The rows before a key (None: all), and the others."""
    if key is None:
        return batches, []
    below, above = [], []
    for batch in batches:
        keys = batch.column(table.key)
        before = pc.less(keys, pa.scalar(key, keys.type))
        if before.false_count == 0:
            below.append(batch)
        elif before.true_count == 0:
            above.append(batch)
        else:
            below.append(batch.filter(before))
            above.append(batch.filter(pc.invert(before)))
    return below, above


def _chunks(persons: pa.RecordBatch, facts: list[pa.RecordBatch], owners: list[Places]) -> Iterator[Chunk]:
    """One chunk, or several where the files lie in very large pieces."""
    if persons.num_rows <= MOST:
        if persons.num_rows:
            yield Chunk(persons, facts, owners)
        return
    for place, owner in enumerate(owners):
        if (owner[1:] < owner[:-1]).any():
            order = np.argsort(owner, kind="stable")
            facts[place], owners[place] = facts[place].take(pa.array(order)), owner.take(order)
    for start in range(0, persons.num_rows, PIECE):
        some = persons.slice(start, PIECE)
        bounds = [np.searchsorted(owner, (start, start + some.num_rows)) for owner in owners]
        yield Chunk(
            some,
            [each.slice(first, last - first) for each, (first, last) in zip(facts, bounds, strict=True)],
            [owner[first:last] - start for owner, (first, last) in zip(owners, bounds, strict=True)],
        )


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
    """The keys as integers of one width, or as strings; the values of the batch are checked first."""
    check_values(batch, table)
    keys = batch.column(table.key)
    return keys.cast(pa.int64() if pa.types.is_integer(keys.type) else pa.string())
