"""The rows of a Parquet file, a row group at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.files.columns import is_text

KEYS = {"id", "person", "supersedes"}
LARGE_GROUP = 1 << 19
AT_ONCE = 1 << 18
"""Rows read at once from a row group that has more than LARGE_GROUP and rises by key; others are read whole."""


def open_file(path: Path, words: Iterable[str] = ()) -> pq.ParquetFile:
    """A Parquet file; `words`: the columns of strings to be read by dictionary. InputError `policy.file-unreadable`."""
    try:
        return pq.ParquetFile(path, read_dictionary=list(words), pre_buffer=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(
            "policy.file-unreadable",
            Text("文件不存在，或不是 Parquet 文件。", "The file is not there, or is no Parquet file."),
            where=str(path),
            todo=Text("文件格式见 docs/policy-files.md。", "The format is told in docs/policy-files.md."),
        ) from error


class Table:
    """Some columns of a file, strings by dictionary except the keys.

    Columns without any value in the whole file are not read, nor in a row group those that have none there, as far as
    the statistics of the file tell.
    """

    def __init__(self, path: Path, columns: Iterable[str], key: str) -> None:
        first = open_file(path)
        metadata, schema = first.metadata, first.schema_arrow
        paths = []
        if metadata.num_row_groups:
            paths = [metadata.row_group(0).column(place).path_in_schema for place in range(metadata.num_columns)]
        self._places = {leaf: place for place, leaf in enumerate(paths) if leaf in schema.names}
        wanted = [name for name in schema.names if name in {key, *columns}]
        words = [
            paths[self._places[name]]
            for name in wanted
            if name not in KEYS and name in self._places and is_text(schema.field(name).type)
        ]
        self.path, self.key = path, key
        self.file = open_file(path, words)
        self.schema: pa.Schema = self.file.schema_arrow
        self._rising: dict[int, bool] = {}
        self._metadata = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
        self.columns = self._filled(wanted)

    def _filled(self, wanted: list[str]) -> list[str]:
        """Without the columns that are empty in the whole file; an id is read only where something names one."""
        groups = self.groups
        empty = {name for name in wanted if groups and all(self._is_empty(group, name) for group in groups)}
        if "supersedes" in empty or "supersedes" not in wanted:
            empty |= {"id"} - {self.key}
        return [name for name in wanted if name not in empty - {self.key, "valid_from", "kind"}]

    @property
    def groups(self) -> list[int]:
        """The row groups that have rows."""
        return [group for group in range(len(self._metadata)) if self.rows(group)]

    def rows(self, group: int) -> int:
        """How many rows a row group has."""
        return int(self._metadata[group].num_rows)

    def bounds(self, group: int) -> tuple[Any, Any] | None:
        """The least and the greatest key of a row group; None when the file does not say."""
        found = self._statistics(group, self.key)
        return (found.min, found.max) if found is not None and found.has_min_max else None

    def _is_empty(self, group: int, name: str) -> bool:
        found = self._statistics(group, name)
        return found is not None and bool(found.has_null_count) and found.null_count == self.rows(group)

    def _statistics(self, group: int, name: str) -> Any:
        """Those of a plain column; of a list they would count empty ones like those that are not known: None."""
        place = self._places.get(name)
        return None if place is None else self._metadata[group].column(place).statistics

    def comes_in_batches(self, group: int) -> bool:
        """Whether a row group is read in several batches, each with the keys after those of the one before."""
        if self.rows(group) <= LARGE_GROUP:
            return False
        if group not in self._rising:
            keys = self.file.read_row_group(group, columns=[self.key], use_threads=False).column(0).combine_chunks()
            before, after = keys.slice(0, len(keys) - 1), keys.slice(1)
            self._rising[group] = bool(pc.all(pc.less_equal(before, after)).as_py())
        return self._rising[group]

    def read(self, group: int) -> Iterator[pa.RecordBatch]:
        """The rows of a row group, in one batch or as `comes_in_batches` says."""
        kept = {self.key, "valid_from", "kind", "id"}
        columns = [name for name in self.columns if name in kept or not self._is_empty(group, name)]
        if self.comes_in_batches(group):
            yield from self.file.iter_batches(AT_ONCE, row_groups=[group], columns=columns, use_threads=False)
            return
        yield from self.file.read_row_group(group, columns=columns, use_threads=False).to_batches()

    @property
    def empty(self) -> pa.RecordBatch:
        """No rows."""
        return pa.RecordBatch.from_pylist([], pa.schema([self.schema.field(name) for name in self.columns]))


class Queue:
    """The rows of a table in their order, of which the next ones below a key can be taken."""

    def __init__(self, table: Table, group: int = 0) -> None:
        self.table = table
        self._batches = (batch for number in table.groups if number >= group for batch in table.read(number))
        self._held: list[pa.RecordBatch] = []

    def below(self, key: Any) -> pa.RecordBatch:
        """The next rows whose keys lie before this one (None: all), in a file that rises by key."""
        taken = []
        while (batch := self._next()) is not None:
            keys = batch.column(self.table.key)
            size = len(keys)
            if key is not None and keys[size - 1].as_py() >= key:
                size = bisect_left(range(size), key, key=lambda row: keys[row].as_py())
            if size:
                taken.append(batch.slice(0, size))
            if size < batch.num_rows:
                self._held.append(batch.slice(size))
                break
        if len(taken) <= 1:
            return taken[0] if taken else self.table.empty
        (joined,) = joined_tables(taken).to_batches()
        return joined

    def _next(self) -> pa.RecordBatch | None:
        while (batch := self._held.pop() if self._held else next(self._batches, None)) is not None:
            if batch.num_rows:
                return batch
        return None


def joined_tables(batches: list[pa.RecordBatch]) -> pa.Table:
    """The rows of several batches in one; a column that one of them lacks is empty there."""
    tables = [pa.Table.from_batches([batch]) for batch in batches]
    return pa.concat_tables(tables, promote_options="default").combine_chunks()
