"""Which facts do not count: not yet recorded at a moment, retracted, or superseded; `person.visible` for a chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from skillcity.policy.engine.batch.columns import Places, Raw, column
from skillcity.policy.engine.batch.planes import Bools


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
    return [reduce(or_, parts) if parts else None for parts in found]


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
    whose: list[Places] = []
    for batch, owner, later in zip(batches, owners, unknown, strict=True):
        supersedes = _column(batch, "supersedes")
        if supersedes is not None and supersedes.null_count < len(supersedes):
            newer = np.flatnonzero(_valid(supersedes) if later is None else _valid(supersedes) & ~later)
            named.append(supersedes.take(pa.array(newer)))
            whose.append(owner.take(newer))
    if not named:
        return [None] * len(batches)
    older = Older(pa.chunked_array(named).combine_chunks(), np.concatenate(whose))
    return [older.among(batch.column("id"), owner) for batch, owner in zip(batches, owners, strict=True)]


@dataclass(frozen=True)
class Older:
    """Pairs of an id and a person: the facts that others take the place of."""

    ids: pa.Array
    owner: Places

    @cached_property
    def rising(self) -> tuple[Raw, Places]:
        """Ids that are numbers, and their persons, by id: so a bisection finds the next where it found the last."""
        wanted = column(self.ids).raw
        order = np.argsort(wanted)
        return wanted.take(order), self.owner.take(order)

    def among(self, ids: pa.Array, owner: Places) -> Bools | None:
        """Which of these facts are among the pairs; None: none is."""
        places = self._quickly(ids, owner) if pa.types.is_integer(ids.type) else None
        if places is None:
            places = self._slowly(ids, owner)
        if not len(places):
            return None
        found = np.zeros(len(ids), np.bool_)
        found[places] = True
        return found

    def _quickly(self, ids: pa.Array, owner: Places) -> Places | None:
        """By bisection, where the ids rise as a ledger gives them; None where they do not."""
        keys = column(ids).raw
        if not len(keys) or not (keys[1:] > keys[:-1]).all():
            return None
        wanted, whose = self.rising
        first, last = np.searchsorted(wanted, keys[0]), np.searchsorted(wanted, keys[-1], "right")
        wanted, whose = wanted[first:last], whose[first:last]
        places = np.searchsorted(keys, wanted)
        here = (keys.take(places) == wanted) & (owner.take(places) == whose)
        return np.asarray(places[here], np.intp)

    def _slowly(self, ids: pa.Array, owner: Places) -> Places:
        """In any order: of the facts with one of the ids those of the right person."""
        candidates = np.flatnonzero(_yes(pc.is_in(ids, value_set=self.ids.cast(ids.type))))
        pairs = set(zip(self.ids.to_pylist(), self.owner.tolist(), strict=True))
        chosen = zip(ids.take(pa.array(candidates)).to_pylist(), owner.take(candidates).tolist(), strict=True)
        return candidates.compress([pair in pairs for pair in chosen])


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
