"""Arrow columns as numpy arrays without copying: whole numbers, days, or places in a list of distinct values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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


def fill(numbers: NDArray[Any], valid: Bools, other: int) -> None:
    """Put a number wherever there is no value, in place.

    By arithmetic, not by choosing places: where a third is missing, a processor guesses wrong at every third place.
    """
    kept = np.negative(valid.view(np.int8)).astype(f"i{numbers.itemsize}").view(numbers.dtype)  # all bits, or none
    numbers ^= other
    numbers &= kept
    numbers ^= other


NUMBERS: Mapping[int, np.dtype[Any]] = {
    pa.date32().id: np.dtype(np.int32),
    **{
        pa.from_numpy_dtype(np.dtype(f"{sign}{size}")).id: np.dtype(f"{sign}{size}")
        for sign in "iu"
        for size in (1, 2, 4, 8)
    },
}
"""The types that are read as they lie in memory, by their numbers in Arrow (a type itself is hashed by its name)."""


@cache
def no_yes() -> pa.Array:
    """Both answers; made when first asked for, since Arrow reserves a gigabyte of addresses for its first array."""
    return pa.array([False, True])


def column(array: pa.Array) -> Column:
    """A column of integers, days (date32), yes/no or strings (plain or dictionary)."""
    dtype = NUMBERS.get(array.type.id)
    if dtype is not None:
        return _numbers(array, dtype, None)
    if pa.types.is_boolean(array.type):
        valid, yes = array.buffers()
        return Column(bits(yes, array), _valid(valid, array), no_yes())
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    indices = array.indices
    return _numbers(indices, NUMBERS[indices.type.id], array.dictionary)


def _numbers(array: pa.Array, dtype: np.dtype[Any], values: pa.Array | None) -> Column:
    valid, numbers = array.buffers()
    size = len(array)
    if numbers is None:
        return Column(np.zeros(size, dtype), _valid(valid, array), values)
    raw = np.frombuffer(numbers, dtype, size, array.offset * dtype.itemsize)
    return Column(raw, _valid(valid, array), values)


def _valid(buffer: pa.Buffer | None, array: pa.Array) -> Bools | None:
    """Where there is a value."""
    return None if buffer is None or array.null_count == 0 else bits(buffer, array).view(np.bool_)


def bits(buffer: pa.Buffer, array: pa.Array) -> NDArray[np.uint8]:
    """A buffer of single bits as bytes."""
    first, skipped = divmod(array.offset, 8)
    size = skipped + len(array)
    octets = np.frombuffer(buffer, np.uint8, -(-size // 8), first)
    found: NDArray[np.uint8] = np.unpackbits(octets, count=size, bitorder="little")
    return found[skipped:]
