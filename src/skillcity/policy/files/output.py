"""The file of outcomes: one row a person, in the order of their keys (docs/policy-files.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.ma  # pyarrow would load it in the middle of the work
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from skillcity.policy.engine.batch.masks import Masks
from skillcity.policy.engine.batch.outcome import NOBODY, Outcomes
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import bits_of
from skillcity.policy.engine.explanation import OutcomeStatus
from skillcity.policy.files.pieces import PIECE

GROUP = 2 * PIECE
"""Persons in a row group."""
TEXT = pa.dictionary(pa.int32(), pa.string())
TEXTS = pa.list_(pa.string())
MASKS = ("held", "unknown", "near")


def schema_of(plan: Plan, key: pa.DataType, known_at: datetime | None) -> pa.Schema:
    """The columns for a plan; what the bits of the masks mean stands in the metadata `skillcity`, as JSON."""
    catalogue = plan.catalogue
    fields = [("id", key), ("class", TEXT), ("clause", TEXT), ("status", TEXT), ("illustrative", pa.bool_())]
    if catalogue.outcome.every:
        fields.append(("rights", TEXTS))
    fields.append(("open", TEXTS))
    words = max(1, -(-len(catalogue.clauses) // 64))
    fields += [(_word(name, number), pa.uint64()) for name in MASKS for number in range(words)]
    for benefit in plan.benefits:
        fields += [(f"amount:{benefit.benefit.id}", pa.int64()), (f"open:{benefit.benefit.id}", pa.bool_())]
    about = {
        "catalogue": catalogue.name,
        "as_of": plan.day.isoformat(),
        "known_at": known_at.isoformat() if known_at else None,
        "order": list(catalogue.outcome.order),
        "clauses": [clause.id for clause in catalogue.clauses],
        "benefits": {each.benefit.id: each.benefit.measure.value for each in plan.benefits},
    }
    return pa.schema(fields, {"skillcity": json.dumps(about, ensure_ascii=False)})


def _word(name: str, number: int) -> str:
    return name if number == 0 else f"{name}_{number + 1}"


def batch_of(schema: pa.Schema, plan: Plan, ids: pa.Array, found: Outcomes) -> pa.RecordBatch:
    """The rows of some persons."""
    outcome = plan.catalogue.outcome
    won = [item.clause for item in plan.clauses]
    order = list(outcome.order)
    anything_open = np.not_equal(np.bitwise_or.reduce(found.open, axis=0), 0)
    columns: dict[str, pa.Array] = {
        "id": ids,
        "class": _by_winner(found.winner, [order.index(clause.gives) for clause in won], order),
        "clause": _by_winner(found.winner, list(range(len(won))), [clause.id for clause in won]),
        "status": _status(plan, anything_open),
        "illustrative": pa.array(found.illustrative),
        "open": _names(found.open, order),
    }
    if outcome.every:
        columns["rights"] = _names(found.holds, order)
    for name in MASKS:
        columns |= {_word(name, number): pa.array(word) for number, word in enumerate(getattr(found, name))}
    for benefit, due in zip(plan.benefits, found.benefits, strict=True):
        columns |= {
            f"amount:{benefit.benefit.id}": pa.array(due.amount),
            f"open:{benefit.benefit.id}": pa.array(due.open),
        }
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _by_winner(winner: NDArray[np.uint16], places: list[int], words: list[str]) -> pa.Array:
    """A word for each winning clause; null for nobody."""
    table = np.array([*places, 0], np.int32)
    chosen = table.take(winner, mode="clip")
    somebody = bits_of(winner != NOBODY)  # as Arrow keeps it: `pa.array(..., mask)` takes ten times as long
    numbers = pa.Array.from_buffers(pa.int32(), len(chosen), [pa.py_buffer(somebody), pa.py_buffer(chosen)])
    return pa.DictionaryArray.from_arrays(numbers, pa.array(words, pa.string()))


def _status(plan: Plan, anything_open: NDArray[np.bool_]) -> pa.Array:
    words = [str(status.value) for status in OutcomeStatus]
    place = words.index(OutcomeStatus.KNOWN if plan.is_in_force else OutcomeStatus.NO_RULE)
    places = np.where(anything_open, words.index(OutcomeStatus.UNKNOWN), place).astype(np.int32)
    return pa.DictionaryArray.from_arrays(places, words)


def _names(masks: Masks, names: list[str]) -> pa.Array:
    """Lists of the names whose bits are set."""
    size = masks.shape[1]
    some = np.flatnonzero(masks.any(axis=0))
    bits = np.unpackbits(
        np.ascontiguousarray(masks[:, some].T).view(np.uint8), axis=1, bitorder="little", count=len(names)
    )
    rows, places = np.nonzero(bits)
    lengths = np.zeros(size + 1, np.int32)
    lengths[1:][some] = np.bincount(rows, minlength=len(some))
    chosen = pa.array(names, pa.string()).take(pa.array(places))
    return pa.ListArray.from_arrays(np.cumsum(lengths, dtype=np.int32), chosen)


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """A path to write to; the file takes its name when it is complete."""
    passing = path.with_name(f".{path.name}.part")
    try:
        yield passing
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)


def write(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Write the rows; returns how many. The same rows give the same bytes, however they come in."""
    words = [field.name for field in schema if pa.types.is_dictionary(field.type) or pa.types.is_list(field.type)]
    rows = 0
    with pq.ParquetWriter(path, schema, use_dictionary=words, write_statistics=["id"]) as file:
        for group in _groups(batches):
            file.write_table(group.combine_chunks(), row_group_size=GROUP)
            rows += group.num_rows
    return rows


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows, GROUP at a time."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while (count := sum(each.num_rows for each in held)) >= GROUP:
            last = held.pop()
            kept = last.num_rows - (count - GROUP)
            yield pa.Table.from_batches([*held, last.slice(0, kept)])
            held = [last.slice(kept)]
    if any(each.num_rows for each in held):
        yield pa.Table.from_batches(held)
