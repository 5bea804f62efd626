"""The rows of a Parquet file one after another, as many at a time as are asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.files.columns import is_text

LARGE_GROUP = 1 << 20
AT_ONCE = 1 << 18
"""Rows read at once from a row group that is larger than LARGE_GROUP; others are read whole, which copies least."""


def open_file(path: Path, words: Iterable[str] = ()) -> pq.ParquetFile:
    """A Parquet file; `words`: the columns of strings to be read by dictionary. InputError `policy.file-unreadable`."""
    try:
        return pq.ParquetFile(path, read_dictionary=list(words))
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(
            "policy.file-unreadable",
            Text("文件不存在，或不是 Parquet 文件。", "The file is not there, or is no Parquet file."),
            where=str(path),
            todo=Text("文件格式见 docs/policy-files.md。", "The format is told in docs/policy-files.md."),
        ) from error


class Table:
    """Some columns of a file, those of strings by dictionary, except the key of the persons."""

    def __init__(self, path: Path, columns: Iterable[str], key: str) -> None:
        schema = open_file(path).schema_arrow
        self.path, self.key = path, key
        self.columns = [name for name in schema.names if name in {key, *columns}]
        words = [name for name in self.columns if name != key and is_text(schema.field(name).type)]
        self.file = open_file(path, words)

    def bounds(self, group: int) -> tuple[Any, Any] | None:
        """The least and the greatest key of a row group; None when the file does not say."""
        place = self.file.schema_arrow.get_field_index(self.key)
        found = self.file.metadata.row_group(group).column(place).statistics
        return (found.min, found.max) if found is not None and found.has_min_max else None

    def is_large(self, group: int) -> bool:
        """Whether a row group is read in several batches."""
        return bool(self.file.metadata.row_group(group).num_rows > LARGE_GROUP)

    def read(self, group: int) -> Iterator[pa.RecordBatch]:
        """The rows of a row group, mostly in one batch."""
        if self.is_large(group):
            yield from self.file.iter_batches(AT_ONCE, row_groups=[group], columns=self.columns, use_threads=False)
            return
        yield joined(self.file.read_row_group(group, columns=self.columns, use_threads=False).to_batches(), self.empty)

    @property
    def empty(self) -> pa.RecordBatch:
        """No rows."""
        schema = self.file.schema_arrow
        return pa.RecordBatch.from_pylist([], pa.schema([schema.field(name) for name in self.columns]))


def joined(batches: list[pa.RecordBatch], empty: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of several batches in one; copied only when there are several."""
    filled = [batch for batch in batches if batch.num_rows]
    if len(filled) <= 1:
        return filled[0] if filled else empty
    (batch,) = pa.Table.from_batches(filled).combine_chunks().to_batches()
    return batch


class Queue:
    """The rows of a table in their order, of which the next ones below a key can be taken."""

    def __init__(self, table: Table, group: int = 0) -> None:
        self.table = table
        self._batches = (batch for number in range(group, table.file.num_row_groups) for batch in table.read(number))
        self._held: list[pa.RecordBatch] = []

    def below(self, key: Any) -> pa.RecordBatch:
        """The next rows whose keys lie before this one (None: all), in a file that rises by key."""
        taken = []
        while batch := self._next():
            keys = batch.column(self.table.key)
            size = len(keys)
            if key is not None and keys[size - 1].as_py() >= key:
                size = bisect_left(range(size), key, key=lambda row: keys[row].as_py())  # noqa: B023
            taken.append(batch.slice(0, size))
            if size < batch.num_rows:
                self._held.append(batch.slice(size))
                break
        return joined(taken, self.table.empty)

    def _next(self) -> pa.RecordBatch | None:
        while (batch := self._held.pop() if self._held else next(self._batches, None)) is not None:
            if batch.num_rows:
                return batch
        return None
