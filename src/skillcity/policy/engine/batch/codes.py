"""Values of fields as numbers that are equal where the values are, so that facts of two kinds can be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from skillcity.policy.engine.batch.columns import Places
from skillcity.policy.engine.batch.facts import KindRows
from skillcity.policy.engine.batch.planes import Integers
from skillcity.policy.engine.batch.turning import EPOCH
from skillcity.policy.engine.schema import FieldType

UNKNOWN = -1
TEXTS, DAYS = 1 << 60, 1 << 61
"""Where the codes of texts and of days begin: no number that a fact holds is so great."""
MOST_REMEMBERED = 1 << 18


@dataclass
class Codes:
    """Numbers for values: a whole number, a rank, a day and yes/no are their own; texts are counted as they come.

    Codes of one chunk can be compared with each other; `begin` is called before a chunk.
    """

    _texts: dict[str, int] = field(default_factory=dict)
    _tables: dict[tuple[str, str], tuple[pa.Array, NDArray[np.int64]]] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget the texts when there are too many."""
        if len(self._texts) > MOST_REMEMBERED:
            self._texts.clear()
            self._tables.clear()

    def of(self, rows: KindRows, name: str, chosen: Places) -> Integers:
        """The codes of a field of some facts; UNKNOWN where the value is not known."""
        column = rows.column(name)
        if column is None:
            return np.full(len(chosen), UNKNOWN, np.int64)
        raw = column.raw.take(chosen)
        if column.values is not None:
            found = self._table(rows, name, column.values).take(raw, mode="clip")
        else:
            dated = rows.schema.kinds[rows.kind].attributes[name].field.type is FieldType.DATE
            found = raw.astype(np.int64) + EPOCH + DAYS if dated else np.maximum(raw.astype(np.int64), UNKNOWN)
        if column.valid is not None:
            found[~column.valid.take(chosen)] = UNKNOWN
        return found

    def _table(self, rows: KindRows, name: str, values: pa.Array) -> NDArray[np.int64]:
        """The codes of the distinct values; one chunk mostly has those of the one before."""
        known = self._tables.get((rows.kind, name))
        if known is None or not known[0].equals(values):
            read = rows.read(name)
            codes = [self._code(read(value)) for value in values.to_pylist()] or [UNKNOWN]
            known = self._tables[rows.kind, name] = values, np.array(codes, np.int64)
        return known[1]

    def _code(self, value: Any) -> int:
        if value is None:
            return UNKNOWN
        if isinstance(value, date):
            return value.toordinal() + DAYS
        return value if isinstance(value, int) else self._texts.setdefault(value, TEXTS + len(self._texts))
