"""Compare two editions, or two days, over the persons of two files."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.diff import BY_NEW, BY_OLD, GROUPS, Change, Diff, Group, Moves, amounts
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import Plan, plan, plans
from skillcity.policy.engine.catalogue import InForce
from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.evaluating import source_of
from skillcity.policy.files.memory import keep_memory
from skillcity.policy.files.output import whole_or_nothing, write
from skillcity.policy.files.pieces import NotSorted, Source, parts, pieces
from skillcity.policy.files.rows import open_file
from skillcity.policy.files.sorting import rising

TEXT = pa.dictionary(pa.int32(), pa.string())
ALWAYS = InForce(None, None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared: an old catalogue on a day, and a new one on the same or another day."""

    old: Path
    new: Path
    as_of: date
    as_of_new: date
    known_at: datetime | None = None

    def plans(self) -> tuple[Plan, Plan]:
        """Both made ready.

        On one day they share what both ask, and both are asked as if they were in force, so that the difference is that
        of the rules; on two days each counts on the days on which it is.
        """
        old, new = load_catalogue(self.old), load_catalogue(self.new)
        if self.as_of == self.as_of_new:
            old, new = replace(old, in_force=ALWAYS), replace(new, in_force=ALWAYS)
            first, second = plans([old, new], self.as_of)
            return first, second
        return plan(old, self.as_of), plan(new, self.as_of_new)


def compare_files(comparison: Comparison, persons: Path, facts: Path, out: Path | None) -> tuple[Diff, float]:
    """The difference, and the CPU seconds it took; `out`: a file for the rows of those for whom anything changes."""
    began = time.process_time()
    old, new = comparison.plans()
    keep_memory()
    source = _source(persons, facts, old, new, comparison.known_at)
    key = open_file(persons).schema_arrow.field("id").type
    schema = _schema(pa.int64() if pa.types.is_integer(key) else pa.string(), old, new)
    with tempfile.TemporaryDirectory(dir=out.parent if out else None, prefix=".sorting-") as folder:
        try:
            diff = _compare(comparison, old, new, source, schema, out)
        except NotSorted:
            diff = _compare(comparison, old, new, rising(source, Path(folder)), schema, out)
    return diff, time.process_time() - began


def _source(persons: Path, facts: Path, old: Plan, new: Plan, known_at: datetime | None) -> Source:
    one, other = (source_of(persons, facts, each.questions, known_at=known_at) for each in (old, new))
    return Source(
        persons,
        facts,
        tuple(dict.fromkeys((*one.person_columns, *other.person_columns, *GROUPS))),
        tuple(dict.fromkeys((*one.fact_columns, *other.fact_columns))),
    )


def _compare(comparison: Comparison, old: Plan, new: Plan, source: Source, schema: pa.Schema, out: Path | None) -> Diff:
    diff = Diff(old, new)
    rows = _rows(comparison, diff, source, schema)
    with whole_or_nothing(out) if out else nullcontext() as path:
        if path is None:
            for _ in rows:
                pass
        else:
            write(path, schema, rows)
    return diff


def _rows(comparison: Comparison, diff: Diff, source: Source, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for part in parts(source):
        for chunk in pieces(source, part):
            before, after = _both(diff, chunk, comparison.known_at)
            found = diff.add(chunk.persons, before, after)
            yield from _changed(diff, schema, chunk.persons, found, before, after).to_batches()


def _both(diff: Diff, chunk: Chunk, known_at: datetime | None) -> tuple[Outcomes, Outcomes]:
    answers = Answers(diff.old.questions, chunk, known_at)
    known = answers.truths()
    before = outcomes(diff.old, answers, known, explain=False)
    if diff.new.questions is not diff.old.questions:
        answers = Answers(diff.new.questions, chunk, known_at)
        known = answers.truths()
    return before, outcomes(diff.new, answers, known, explain=False)


def _schema(key: pa.DataType, old: Plan, new: Plan) -> pa.Schema:
    names = ["class_old", "clause_old", "class_new", "clause_new", "change"]
    fields = [("id", key), *((name, TEXT) for name in names)]
    for edition, each in (("old", old), ("new", new)):
        fields += [(f"amount_{edition}:{benefit.benefit.id}", pa.int64()) for benefit in each.benefits]
    return pa.schema(fields)


def _changed(
    diff: Diff, schema: pa.Schema, persons: pa.RecordBatch, found: list[Moves], before: Outcomes, after: Outcomes
) -> pa.Table:
    """A row for each change of class, right, clause or amount; for rights one for each right that changes."""
    due = {f"amount_old:{name}": amount for name, amount in amounts(diff.old, before).items()}
    due |= {f"amount_new:{name}": amount for name, amount in amounts(diff.new, after).items()}
    nothing = np.zeros(persons.num_rows, np.int64)
    money = np.zeros(persons.num_rows, np.bool_)
    for name in diff.costs:
        money |= due.get(f"amount_old:{name}", nothing) != due.get(f"amount_new:{name}", nothing)
    batches = []
    for number, each in enumerate(found):
        rows = np.flatnonzero((each.change != Change.SAME) | (money if number == 0 else False))
        columns = {
            "id": persons.column("id").cast(schema.field("id").type).take(pa.array(rows)),
            "clause_old": _words([item.clause.id for item in diff.old.clauses], each.old_clause.take(rows)),
            "clause_new": _words([item.clause.id for item in diff.new.clauses], each.new_clause.take(rows)),
            "class_old": _words([item.clause.gives for item in diff.old.clauses], each.old_clause.take(rows)),
            "class_new": _words([item.clause.gives for item in diff.new.clauses], each.new_clause.take(rows)),
            "change": _words([change.name.lower() for change in Change], each.change.take(rows).astype(np.int64)),
            **{name: pa.array(amount.take(rows)) for name, amount in due.items()},
        }
        batches.append(pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema))
    return pa.Table.from_batches(batches, schema)


def _words(words: list[str], places: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Array:
    distinct = list(dict.fromkeys(words))
    numbers = np.array([*(distinct.index(word) for word in words), 0], np.int32)
    chosen = numbers.take(places, mode="wrap")
    return pa.DictionaryArray.from_arrays(pa.array(chosen, mask=places < 0), pa.array(distinct, pa.string()))


def figures(diff: Diff) -> dict[str, Any]:
    """The difference as plain values; amounts in fen, rates in basis points."""
    return {
        "persons": diff.persons,
        **_changes(diff.changes),
        "open_old": diff.open_old,
        "open_new": diff.open_new,
        "moves": [{"from": old, "to": new, "persons": number} for (old, new), number in diff.moves.items()],
        "clauses": _clauses(diff),
        "by": {
            name: [_group(value, group) for value, group in _sorted(groups)] for name, groups in diff.groups.items()
        },
        "benefits": [
            {
                "id": name,
                "measure": cost.measure.value,
                "old": cost.old,
                "new": cost.new,
                "difference": cost.new - cost.old,
                "persons_old": cost.persons_old,
                "persons_new": cost.persons_new,
                "more": cost.more,
                "less": cost.less,
            }
            for name, cost in diff.costs.items()
        ],
    }


def _changes(changes: Any) -> dict[str, int]:
    return {change.name.lower(): int(changes[change]) for change in Change}


def _clauses(diff: Diff) -> list[dict[str, Any]]:
    """A line for each clause of either edition that gives or no longer gives something to somebody."""
    lines = []
    for edition, each, changes in (("new", diff.new, BY_NEW), ("old", diff.old, BY_OLD)):
        for item in each.clauses:
            counted = {
                change.name.lower(): diff.clauses.get((edition, item.clause.id, change), 0) for change in changes
            }
            if any(counted.values()):
                lines.append({"edition": edition, "clause": item.clause.id, "gives": item.clause.gives, **counted})
    return lines


def _sorted(groups: dict[str | None, Group]) -> list[tuple[str | None, Group]]:
    """By value; those without one last."""
    return sorted(groups.items(), key=lambda each: (each[0] is None, each[0] or ""))


def _group(value: str | None, group: Group) -> dict[str, Any]:
    changes = _changes(group.changes)
    changes.pop("same")
    return {"value": value, "persons": group.persons, **changes, "paid_old": group.paid_old, "paid_new": group.paid_new}
