"""Evaluate a catalogue for the persons of two files: Parquet in, Parquet out, no database."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import Plan, plan
from skillcity.policy.engine.batch.questions import Questions
from skillcity.policy.files.catalogues import load_catalogue
from skillcity.policy.files.columns import (
    FACTS,
    PERSONS,
    REQUIRED_OF_FACTS,
    REQUIRED_OF_PERSONS,
    check_attributes,
    check_columns,
    check_keys,
)
from skillcity.policy.files.executors import in_processes, on_ray
from skillcity.policy.files.interpreted import outcomes_one_by_one, people
from skillcity.policy.files.memory import keep_memory
from skillcity.policy.files.output import batch_of, schema_of, whole_or_nothing, write
from skillcity.policy.files.pieces import PIECE, NotSorted, Part, Source, parts, pieces
from skillcity.policy.files.rows import open_file
from skillcity.policy.files.sorting import rising
from skillcity.policy.files.summary import Summary

PART = 4 * PIECE
"""About how many persons a worker is given at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the file of a catalogue, a day, a moment of knowledge, and by which engine."""

    catalogue: Path
    as_of: date
    known_at: datetime | None = None
    engine: str = "batch"

    @property
    def plan(self) -> Plan:
        """The catalogue made ready."""
        return plan(load_catalogue(self.catalogue), self.as_of)


def source_of(persons: Path, facts: Path, found: Questions, *, known_at: datetime | None) -> Source:
    """The files with the columns that the questions need, whose types were checked. InputError as `check_columns`."""
    of_persons, of_facts = open_file(persons).schema_arrow, open_file(facts).schema_arrow
    check_columns(persons, of_persons, PERSONS, REQUIRED_OF_PERSONS)
    check_columns(facts, of_facts, FACTS, REQUIRED_OF_FACTS)
    check_keys(persons, of_persons, facts, of_facts)
    check_attributes(facts, of_facts, found.schema, found.fields)
    more = ("recorded_at",) if known_at else ()
    return Source(
        persons,
        facts,
        found.person_columns,
        ("id", "supersedes", "retracted", "valid_from", *found.fact_columns, *more),
    )


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the work, as it goes to a worker."""

    question: Question
    source: Source
    schema: pa.Schema
    part: Part


@dataclass(frozen=True, slots=True)
class Done:
    """The rows of the output, and the CPU seconds that the engine alone took for them."""

    batch: pa.RecordBatch
    kernel_seconds: float


def evaluate_files(question: Question, persons: Path, facts: Path, out: Path, workers: int = 1) -> Summary:
    """Write the outcomes; returns the figures. InputError when a file cannot be used."""
    began = time.process_time()
    found = question.plan
    keep_memory()
    source = source_of(persons, facts, found.questions, known_at=question.known_at)
    key = open_file(persons).schema_arrow.field("id").type
    schema = schema_of(found, pa.int64() if pa.types.is_integer(key) else pa.string(), question.known_at)
    with whole_or_nothing(out) as path, tempfile.TemporaryDirectory(dir=out.parent, prefix=".sorting-") as folder:
        try:
            summary = _write(question, source, schema, path, workers)
        except NotSorted:
            summary = _write(question, rising(source, Path(folder)), schema, path, workers)
    summary.cpu_seconds = time.process_time() - began
    return summary


def _write(question: Question, source: Source, schema: pa.Schema, path: Path, workers: int) -> Summary:
    summary = Summary.of(question.plan)

    def rows() -> Iterator[pa.RecordBatch]:
        for done in _done(question, source, schema, workers):
            summary.kernel_seconds += done.kernel_seconds
            summary.add(done.batch)
            yield done.batch

    write(path, schema, rows())
    return summary


def _done(question: Question, source: Source, schema: pa.Schema, workers: int) -> Iterator[Done]:
    """The work done by this process, by several, or on Ray."""
    if question.engine != "ray" and workers == 1:
        for part in parts(source):
            yield from evaluated(Task(question, source, schema, part))
        return
    tasks = [Task(question, source, schema, part) for part in parts(source, PART)]
    execute = on_ray if question.engine == "ray" else in_processes
    for some in execute(evaluated_whole, tasks, max(workers, 2)):
        yield from some


def evaluated_whole(task: Task) -> list[Done]:
    """All of a part at once, to be sent back by a worker."""
    keep_memory()
    return list(evaluated(task))


def evaluated(task: Task) -> Iterator[Done]:
    """The rows of the output for a part of the source."""
    found = task.question.plan
    for chunk in pieces(task.source, task.part):
        start = time.process_time()
        outcome = _asked(task.question, found, chunk)
        spent = time.process_time() - start
        ids = chunk.persons.column("id").cast(task.schema.field("id").type)
        yield Done(batch_of(task.schema, found, ids, outcome), spent)


def _asked(question: Question, found: Plan, chunk: Chunk) -> Outcomes:
    if question.engine == "interpreter":
        return outcomes_one_by_one(found, list(people(chunk, found.catalogue.schema)), question.known_at)
    answers = Answers(found.questions, chunk, question.known_at)
    return outcomes(found, answers, answers.truths())
