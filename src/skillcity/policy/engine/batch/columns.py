"""Arrow columns as numpy arrays without copying: whole numbers, days, or places in a list of distinct values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from skillcity.policy.engine.batch.planes import Bools

Raw = NDArray[Any]
Places = NDArray[np.intp]
Rows = slice | Places


@dataclass(frozen=True, slots=True)
class Column:
    """n values: `raw` are whole numbers, days since 1970-01-01, or (with `values`) places in the distinct values.

    `valid`: where there is a value (None: everywhere); elsewhere `raw` may hold anything.
    """

    raw: Raw
    valid: Bools | None
    values: pa.Array | None

    def take(self, rows: Places) -> Column:
        """The values of some rows."""
        valid = None
        if self.valid is not None:
            valid = self.valid.take(rows)
            valid = None if valid.all() else valid
        return Column(self.raw.take(rows), valid, self.values)


def taken(array: NDArray[Any], rows: Rows) -> NDArray[Any]:
    """Some places of an array; a slice is not copied."""
    return array[rows] if isinstance(rows, slice) else array.take(rows)


def column(array: pa.Array) -> Column:
    """A column of integers, days (date32), yes/no or strings (plain or dictionary)."""
    if pa.types.is_boolean(array.type):
        return Column(_bits(array, 1), _valid(array), pa.array([False, True]))
    if pa.types.is_date32(array.type):
        return Column(_numbers(array.view(pa.int32())), _valid(array), None)
    if pa.types.is_integer(array.type):
        return Column(_numbers(array), _valid(array), None)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    return Column(_numbers(array.indices), _valid(array.indices), array.dictionary)


def _numbers(array: pa.Array) -> Raw:
    buffer = array.buffers()[1]
    dtype = np.dtype(array.type.to_pandas_dtype())
    if buffer is None:
        return np.zeros(len(array), dtype)
    return np.frombuffer(buffer, dtype, len(array), array.offset * dtype.itemsize)


def _valid(array: pa.Array) -> Bools | None:
    return None if array.null_count == 0 else _bits(array, 0).view(np.bool_)


def _bits(array: pa.Array, buffer: int) -> NDArray[np.uint8]:
    """A buffer of single bits as bytes."""
    first = array.offset // 8
    octets = np.frombuffer(array.buffers()[buffer], np.uint8, -(-(array.offset + len(array)) // 8) - first, first)
    skipped = array.offset % 8
    found: NDArray[np.uint8] = np.unpackbits(octets, count=skipped + len(array), bitorder="little")
    return found[skipped:]
