"""Which facts do not count: not yet recorded at a moment, retracted, or superseded; `person.visible` for a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Places, column
from skillcity.policy.engine.batch.planes import Bools

Keys = NDArray[Any]


def gone(batches: Sequence[pa.RecordBatch], owners: Sequence[Places], known_at: datetime | None) -> list[Bools | None]:
    """For each fact of each batch whether it counts for nothing; None: all of the batch count.

    `owners`: the place of the person of each fact. Columns that are not there say nothing: `recorded_at` (a moment,
    None: always known), `retracted` (yes/no), `supersedes` (the `id` of another fact of the same person, perhaps in
    another batch, that this one takes the place of).
    """
    unknown = [_unknown(batch, known_at) for batch in batches]
    found: list[list[Bools]] = [[] if each is None else [each] for each in unknown]
    for parts, batch in zip(found, batches, strict=True):
        retracted = _column(batch, "retracted")
        if retracted is not None and retracted.true_count:
            parts.append(_yes(retracted))
    for parts, superseded in zip(found, _superseded(batches, owners, unknown), strict=True):
        if superseded is not None:
            parts.append(superseded)
    return [np.logical_or.reduce(parts) if parts else None for parts in found]


def _unknown(batch: pa.RecordBatch, known_at: datetime | None) -> Bools | None:
    moments = _column(batch, "recorded_at")
    if moments is None or known_at is None:
        return None
    return _yes(pc.greater(moments, pa.scalar(known_at, moments.type)))


def _superseded(
    batches: Sequence[pa.RecordBatch], owners: Sequence[Places], unknown: Sequence[Bools | None]
) -> list[Bools | None]:
    """The facts that another known fact of the same person takes the place of."""
    named: list[pa.Array] = []
    whose: list[int] = []
    for batch, owner, later in zip(batches, owners, unknown, strict=True):
        column_ = _column(batch, "supersedes")
        if column_ is not None and column_.null_count < len(column_):
            newer = np.flatnonzero(_valid(column_) if later is None else _valid(column_) & ~later)
            named.append(column_.take(pa.array(newer)))
            whose += owner.take(newer).tolist()
    if not whose:
        return [None] * len(batches)
    older = pa.chunked_array(named).combine_chunks()
    pairs = set(zip(whose, older.to_pylist(), strict=True))
    return [_named(batch.column("id"), owner, older, pairs) for batch, owner in zip(batches, owners, strict=True)]


def _named(ids: pa.Array, owner: Places, older: pa.Array, pairs: set[tuple[int, Any]]) -> Bools | None:
    """The facts of a batch that are among the pairs of person and id; `older`: the ids of all pairs."""
    places = _places(ids, older)
    if not len(places):
        return None
    here = zip(owner.take(places).tolist(), ids.take(pa.array(places)).to_pylist(), strict=True)
    found = np.zeros(len(ids), np.bool_)
    found[places.compress([pair in pairs for pair in here])] = True
    return found


def _places(ids: pa.Array, wanted: pa.Array) -> Places:
    """Where the wanted ids are; quickly when the ids rise, as a ledger gives them."""
    if not pa.types.is_integer(ids.type):
        return np.flatnonzero(_yes(pc.is_in(ids, value_set=wanted.cast(ids.type))))
    keys, named = column(ids).raw, column(wanted).raw
    if not (keys[1:] > keys[:-1]).all():
        return np.flatnonzero(np.isin(keys, named))
    places = np.minimum(np.searchsorted(keys, named), len(keys) - 1)
    return np.unique(places[keys.take(places) == named]) if len(keys) else places[:0]


def _column(batch: pa.RecordBatch, name: str) -> pa.Array | None:
    place = batch.schema.get_field_index(name)
    return None if place < 0 else batch.column(place)


def _valid(array: pa.Array) -> Bools:
    found = column(array).valid
    return np.ones(len(array), np.bool_) if found is None else found


def _yes(array: pa.Array) -> Bools:
    """Where there is a yes."""
    found = column(array)
    yes: Bools = found.raw.view(np.bool_)
    return yes if found.valid is None else yes & found.valid
