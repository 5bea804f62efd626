"""Which facts do not count: not yet recorded at a moment, retracted, or superseded; `person.visible` for a chunk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Places, column
from skillcity.policy.engine.batch.planes import Bools


def gone(facts: pa.RecordBatch, owner: Places, known_at: datetime | None) -> Bools | None:
    """For each fact whether it counts for nothing; None: all of them count. Columns that are not there say nothing.

    `recorded_at` (a moment, None: always known), `retracted` (yes/no), `supersedes` (the `id` of another fact of the
    same person that this one takes the place of).
    """
    names = facts.schema.names
    found: list[Bools] = []
    unknown = None
    if known_at is not None and "recorded_at" in names:
        moments = facts.column("recorded_at")
        unknown = _bools(pc.greater(moments, pa.scalar(known_at, moments.type)))
        found.append(unknown)
    if "retracted" in names and facts.column("retracted").true_count:
        found.append(_bools(facts.column("retracted")))
    if "supersedes" in names and facts.column("supersedes").null_count < len(facts):
        found.append(_superseded(facts, owner, unknown))
    return np.logical_or.reduce(found) if found else None


def _superseded(facts: pa.RecordBatch, owner: Places, unknown: Bools | None) -> Bools:
    """The facts that another known fact of the same person takes the place of."""
    named = facts.column("supersedes")
    newer = column(named).valid
    newer = np.ones(len(facts), np.bool_) if newer is None else newer
    if unknown is not None:
        newer = newer & ~unknown
    rows = np.flatnonzero(newer)
    ids, wanted = _numbers(facts.column("id"), named.take(pa.array(rows)))
    found = np.zeros(len(facts), np.bool_)
    candidates = _places(ids, wanted)
    pairs = {*zip(owner.take(rows).tolist(), wanted.tolist(), strict=True)}
    named_here = zip(owner.take(candidates).tolist(), ids.take(candidates).tolist(), strict=True)
    found[[row for row, pair in zip(candidates.tolist(), named_here, strict=True) if pair in pairs]] = True
    return found


def _places(ids: NDArray[Any], wanted: NDArray[Any]) -> Places:
    """Where the wanted ids are; quickly when the ids rise, as a ledger gives them."""
    if not (ids[1:] > ids[:-1]).all():
        return np.flatnonzero(np.isin(ids, wanted))
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return places[ids.take(places) == wanted]


def _numbers(ids: pa.Array, wanted: pa.Array) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both as numbers, equal where the keys are equal."""
    if pa.types.is_integer(ids.type):
        return column(ids).raw, column(wanted).raw
    both = pa.chunked_array([ids.cast(pa.string()), wanted.cast(pa.string())]).combine_chunks().dictionary_encode()
    numbers = column(both).raw
    return numbers[: len(ids)], numbers[len(ids) :]


def _bools(array: pa.Array) -> Bools:
    """Where there is a yes."""
    found = column(array)
    yes: Bools = found.raw.view(np.bool_)
    return yes if found.valid is None else yes & found.valid
