"""Whose a fact is: the place of its person among the persons of a piece."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.files.problems import stranger

SPARSE = 16
"""A table of all numbers from the first to the last is made when it is at most so many times as long as the persons."""


class Owners:
    """Finds persons by their keys, which rise; `path`: the file of the facts, for the error about a stranger."""

    def __init__(self, ids: pa.Array, path: Path) -> None:
        self._ids, self._path = ids, path

    def __call__(self, named: pa.Array) -> Places:
        """The place of each person that is named. InputError `policy.file-value` for one who is not there."""
        places = self._of_numbers(named.to_numpy()) if pa.types.is_integer(named.type) else self._of_texts(named)
        if len(places) and places.min() < 0:
            raise stranger(self._path, named[int(places.argmin())].as_py())
        return places

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        keys: NDArray[np.int64] = self._ids.to_numpy()
        return keys

    @cached_property
    def _table(self) -> Places | None:
        """The place of every number from the first key to the last; None where keys lie far apart or have no gap."""
        span = int(self._keys[-1]) - int(self._keys[0]) + 1
        if span == len(self._keys) or span > SPARSE * len(self._keys):
            return None
        table = np.full(span, -1, np.intp)
        table[self._keys - self._keys[0]] = np.arange(len(self._keys))
        return table

    def _of_numbers(self, named: NDArray[Any]) -> Places:
        keys = self._keys
        if not len(named) or not len(keys):
            return np.full(len(named), -1, np.intp)
        inside = named.min() >= keys[0] and named.max() <= keys[-1]
        if inside and len(keys) == int(keys[-1]) - int(keys[0]) + 1:
            return np.asarray(named - keys[0], np.intp)
        if inside and self._table is not None:
            return np.asarray(self._table.take(named - keys[0]), np.intp)
        places = np.minimum(np.searchsorted(keys, named), len(keys) - 1)
        return np.asarray(np.where(keys.take(places) == named, places, -1), np.intp)

    def _of_texts(self, named: pa.Array) -> Places:
        """Looks up each run of equal keys once."""
        if not len(named):
            return np.zeros(0, np.intp)
        differs = pc.not_equal(named.slice(0, len(named) - 1), named.slice(1)).to_numpy(zero_copy_only=False)
        starts = np.concatenate(([0], np.flatnonzero(differs) + 1))
        found = pc.index_in(named.take(pa.array(starts)), value_set=self._ids).fill_null(-1).to_numpy()
        return np.repeat(found.astype(np.intp), np.diff(starts, append=len(named)))
