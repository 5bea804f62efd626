"""The facts of a chunk split by kind, so that a column is only touched for the kinds that have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from skillcity.policy.engine.batch.columns import Column, Places, Rows, column, taken
from skillcity.policy.engine.batch.planes import Bools


@dataclass(frozen=True, slots=True)
class Facts:
    """Some facts: their columns, for each the place of its person, and which do not count (None: all do)."""

    batch: pa.RecordBatch
    owner: Places
    gone: Bools | None
    _read: dict[int, Column] = field(default_factory=dict)

    def column(self, names: Sequence[str], rows: Rows) -> Column | None:
        """The first of some columns that is there, for some rows; None when none is, or no value in these rows."""
        schema = self.batch.schema
        place = next((place for name in names if (place := schema.get_field_index(name)) >= 0), None)
        if place is None:
            return None
        array = self.batch.column(place)
        if isinstance(rows, slice):
            if rows.stop - rows.start < len(array):  # Arrow would count the nulls of a slice anew
                array = array.slice(rows.start, rows.stop - rows.start)
            return column(array) if array.null_count < len(array) else None
        if place not in self._read:
            self._read[place] = column(array)
        return self._read[place].take(rows)

    def take(self, rows: Rows) -> Facts:
        """Some of the facts."""
        if isinstance(rows, slice):
            batch = self.batch.slice(rows.start, rows.stop - rows.start)
        else:
            batch = self.batch.take(pa.array(rows))
        return Facts(batch, taken(self.owner, rows), None if self.gone is None else taken(self.gone, rows))


def split(parts: Sequence[Facts], kinds: Sequence[str]) -> list[tuple[Facts, Rows]]:
    """The facts of each of the kinds, as rows of some facts, by person; of one person in their order.

    Slices where the facts lie by kind already and need not be copied; a kind of several parts is put together.
    """
    found: list[list[tuple[Facts, Rows]]] = [[] for _ in kinds]
    for facts in parts:
        for own, rows in zip(found, _rows(facts.batch.column("kind"), kinds), strict=True):
            if rows is not None:
                own.append((facts, rows))
    return [_one(own, parts[0]) for own in found]


def _one(pieces: list[tuple[Facts, Rows]], nothing: Facts) -> tuple[Facts, Rows]:
    if not pieces:
        return nothing, slice(0, 0)
    facts, rows = pieces[0]
    if len(pieces) > 1:
        facts = _joined([each.take(some) for each, some in pieces])
        rows = slice(0, len(facts.owner))
    return facts, _by_person(rows, facts.owner)


def _joined(pieces: list[Facts]) -> Facts:
    """The facts of several parts in one; a column that one of them lacks is empty there."""
    tables = [pa.Table.from_batches([each.batch]) for each in pieces]
    table = pa.concat_tables(tables, promote_options="default").combine_chunks()
    (batch,) = table.to_batches()
    gone = None
    if any(each.gone is not None for each in pieces):
        gone = np.concatenate(
            [np.zeros(len(each.owner), np.bool_) if each.gone is None else each.gone for each in pieces]
        )
    return Facts(batch, np.concatenate([each.owner for each in pieces]), gone)


def _rows(array: pa.Array, wanted: Sequence[str]) -> list[Rows | None]:
    """The rows of each wanted kind; None where there are none."""
    found = column(array if pa.types.is_dictionary(array.type) else array.dictionary_encode())
    names = [*(found.values.to_pylist() if found.values is not None else []), None]
    if len(names) == 2 and found.valid is None and len(found.raw):
        return [slice(0, len(found.raw)) if name == names[0] else None for name in wanted]
    raw = found.raw if found.valid is None else np.where(found.valid, found.raw, len(names) - 1)
    runs = np.concatenate(([0], np.flatnonzero(raw[1:] != raw[:-1]) + 1))[: len(raw)]
    order: Places | None = None
    if len(runs) > len(names) or len(np.unique(raw.take(runs))) < len(runs):
        numbers = np.array([wanted.index(name) if name in wanted else len(wanted) for name in names], np.uint16)
        numbered = numbers.take(raw)
        order = np.argsort(numbered, kind="stable")
        names, raw = [*wanted, None], numbered.take(order)
        runs = np.concatenate(([0], np.flatnonzero(raw[1:] != raw[:-1]) + 1))
    ends = [*runs[1:].tolist(), len(raw)][: len(runs)]
    lying = {names[raw[start]]: slice(start, end) for start, end in zip(runs.tolist(), ends, strict=True)}
    rows = [lying.get(name) for name in wanted]
    return [each if order is None or each is None else order[each] for each in rows]


def _by_person(rows: Rows, owner: Places) -> Rows:
    owners = taken(owner, rows)
    if (owners[1:] >= owners[:-1]).all():
        return rows
    order = np.argsort(owners, kind="stable")
    return order + rows.start if isinstance(rows, slice) else rows[order]
