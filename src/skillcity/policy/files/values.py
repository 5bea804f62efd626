"""Values that must be there, and those beyond all measure."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from skillcity.policy.engine.batch.turning import FIRST_DAY, LAST_DAY
from skillcity.policy.files.problems import missing_value, too_great
from skillcity.policy.files.rows import Table

MOST = 10**15
"""Sums of so great numbers still fit in 64 bits, nine thousand to a person."""
NUMBERS_OF_FACTS = {"id", "supersedes", "person"}


def check_values(batch: pa.RecordBatch, table: Table) -> None:
    """Refuse an empty key or start, a day outside the calendar and a number that is too great (`policy.file-value`)."""
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        if name in (table.key, "valid_from") and array.null_count:
            raise missing_value(table.path, name)
        if pa.types.is_date32(array.type):
            _check(array.view(pa.int32()), FIRST_DAY, LAST_DAY, name, table)
        elif pa.types.is_integer(array.type) and array.type.bit_width > 32 and name not in NUMBERS_OF_FACTS:
            _check(array, -MOST, MOST, name, table)


def _check(array: pa.Array, least: int, most: int, name: str, table: Table) -> None:
    found = pc.min_max(array).as_py()
    if found["min"] is not None and not least <= found["min"] <= found["max"] <= most:
        raise too_great(table.path, name)
