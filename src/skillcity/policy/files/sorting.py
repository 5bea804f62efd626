"""Files that do not rise by person, sorted in memory into a folder of passage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from skillcity.policy.files.pieces import PIECE, Source
from skillcity.policy.files.rows import Table

GROUP = 5 * PIECE


def rising(source: Source, folder: Path) -> Source:
    """The same persons and facts by person; the facts of one person stay in their order."""
    persons, facts = source.tables
    return replace(
        source,
        persons=_sorted(persons, folder / "persons.parquet"),
        facts=_sorted(facts, folder / "facts.parquet"),
    )


def _sorted(table: Table, target: Path) -> Path:
    rows = table.file.read(table.columns, use_threads=False).unify_dictionaries()
    order = pc.sort_indices(rows.column(table.key))  # a stable sort
    pq.write_table(rows.take(order), target, row_group_size=GROUP, compression="none")
    return target
