"""One answer: whatever engine, number of workers, order of rows, row groups, types of strings and keys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from skillcity.policy.files import evaluating, output, pieces, rows
from skillcity.policy.files.evaluating import Question, evaluate_files
from skillcity.policy.tests.files.conftest import DAY, City

MOMENT = datetime(2022, 1, 1, tzinfo=UTC)


def answer(
    city: City,
    out: Path,
    *,
    persons: Path | None = None,
    facts: Path | None = None,
    known_at: datetime | None = None,
    engine: str = "batch",
    workers: int = 1,
) -> bytes:
    question = Question(city.catalogue, DAY, known_at, engine)
    evaluate_files(question, persons or city.persons, facts or city.facts, out, workers)
    return out.read_bytes()


def written(table: pa.Table, path: Path, **options: Any) -> Path:
    pq.write_table(table, path, **options)
    return path


def shuffled(table: pa.Table, seed: int = 3) -> pa.Table:
    """The rows in an order that has nothing to do with persons or kinds."""
    return table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))


@pytest.mark.parametrize("known_at", [None, MOMENT])
def test_batch_and_interpreter_write_the_same_bytes(city: City, tmp_path: Path, known_at: datetime | None) -> None:
    one = answer(city, tmp_path / "one", known_at=known_at)
    other = answer(city, tmp_path / "other", known_at=known_at, engine="interpreter")
    assert one == other
    found = pq.read_table(tmp_path / "one")
    assert found.num_rows == 400
    assert len(set(found["class"].to_pylist())) == 6
    assert pc.sum(found["amount:talent-loan"]).as_py() > 0


def test_known_at_makes_a_difference(city: City, tmp_path: Path) -> None:
    assert answer(city, tmp_path / "one") != answer(city, tmp_path / "other", known_at=MOMENT)


def test_processes_write_the_same_bytes(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "PART", 100)
    facts = written(city.tables()[1].sort_by([("person", "ascending")]), tmp_path / "facts", row_group_size=300)
    one = answer(city, tmp_path / "one", facts=facts)
    assert one == answer(city, tmp_path / "two", facts=facts, workers=2)


def test_ray_with_two_workers_writes_the_same_bytes(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluating, "PART", 100)
    facts = written(city.tables()[1].sort_by([("person", "ascending")]), tmp_path / "facts", row_group_size=300)
    one = answer(city, tmp_path / "one", facts=facts)
    assert one == answer(city, tmp_path / "two", facts=facts, engine="ray", workers=2)


@pytest.mark.parametrize("group", [7, 50, 1_000, 5_000])
@pytest.mark.parametrize("by", ["person", "nothing"])
def test_order_and_row_groups_do_not_matter(city: City, tmp_path: Path, group: int, by: str) -> None:
    persons, facts = city.tables()
    facts = facts.sort_by([("person", "ascending")]) if by == "person" else shuffled(facts)
    persons = persons if by == "person" else shuffled(persons)
    found = answer(
        city,
        tmp_path / "found",
        persons=written(persons, tmp_path / "persons", row_group_size=group),
        facts=written(facts, tmp_path / "facts", row_group_size=group),
    )
    assert found == answer(city, tmp_path / "one")


def test_large_row_groups_are_read_in_batches(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = answer(city, tmp_path / "one")
    monkeypatch.setattr(rows, "LARGE_GROUP", 100)
    monkeypatch.setattr(rows, "AT_ONCE", 64)
    facts = written(city.tables()[1].sort_by([("person", "ascending")]), tmp_path / "facts", row_group_size=900)
    assert answer(city, tmp_path / "two", facts=facts) == one
    assert answer(city, tmp_path / "three", facts=written(shuffled(city.tables()[1]), tmp_path / "mixed")) == one


def test_large_pieces_are_asked_in_parts(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = answer(city, tmp_path / "one")
    monkeypatch.setattr(pieces, "MOST", 100)
    monkeypatch.setattr(pieces, "PIECE", 64)
    assert answer(city, tmp_path / "two") == one


def test_overlapping_row_groups_that_are_too_many_are_sorted(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = answer(city, tmp_path / "one")
    monkeypatch.setattr(pieces, "LARGEST", 100)
    facts = written(shuffled(city.tables()[1]), tmp_path / "facts", row_group_size=300)
    assert answer(city, tmp_path / "two", facts=facts) == one


def test_a_file_without_statistics_is_sorted(city: City, tmp_path: Path) -> None:
    facts = written(city.tables()[1], tmp_path / "facts", write_statistics=False, row_group_size=500)
    assert answer(city, tmp_path / "two", facts=facts) == answer(city, tmp_path / "one")


def test_the_output_is_cut_into_row_groups_by_rows_alone(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "GROUP", 150)
    one = answer(city, tmp_path / "one")
    assert pq.ParquetFile(tmp_path / "one").num_row_groups == 3
    monkeypatch.setattr(pieces, "MOST", 90)
    monkeypatch.setattr(pieces, "PIECE", 70)
    assert answer(city, tmp_path / "two") == one


def as_text(table: pa.Table, *names: str) -> pa.Table:
    for name in names:
        texts = pc.utf8_lpad(table[name].cast(pa.string()), 8, "0")
        table = table.set_column(table.schema.get_field_index(name), name, texts)
    return table


def test_keys_may_be_texts_and_strings_need_no_dictionary(city: City, tmp_path: Path) -> None:
    persons, facts = (
        pa.table(
            {
                name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            }
        )
        for table in city.tables()
    )
    for name, engine in (("two", "batch"), ("three", "interpreter")):
        answer(
            city,
            tmp_path / name,
            persons=written(as_text(persons, "id"), tmp_path / "persons"),
            facts=written(as_text(facts, "person", "id", "supersedes"), tmp_path / "facts"),
            engine=engine,
        )
    answer(city, tmp_path / "one")
    one, two = pq.read_table(tmp_path / "one"), pq.read_table(tmp_path / "two")
    assert one.drop_columns(["id"]) == two.drop_columns(["id"])
    assert two["id"][0].as_py() == "00000001"
    assert (tmp_path / "two").read_bytes() == (tmp_path / "three").read_bytes()


def test_keys_may_have_gaps(city: City, tmp_path: Path) -> None:
    persons, facts = city.tables()
    for step in (3, 1_000_003):
        found = answer(
            city,
            tmp_path / "found",
            persons=written(persons.set_column(0, "id", pc.multiply(persons["id"], step)), tmp_path / "persons"),
            facts=written(facts.set_column(0, "person", pc.multiply(facts["person"], step)), tmp_path / "facts"),
        )
        answer(city, tmp_path / "one")
        one = pq.read_table(tmp_path / "one").drop_columns(["id"])
        assert one == pq.read_table(pa.BufferReader(found)).drop_columns(["id"])


def test_a_column_that_is_not_there_is_not_known(city: City, tmp_path: Path) -> None:
    persons, facts = city.tables()
    persons = written(persons.drop_columns(["groups", "birth_date", "registered_in"]), tmp_path / "persons")
    facts = written(facts.drop_columns(["level", "hours", "valid_to", "supersedes"]), tmp_path / "facts")
    found = [
        answer(city, tmp_path / engine, persons=persons, facts=facts, engine=engine)
        for engine in ("batch", "interpreter")
    ]
    assert found[0] == found[1]
    assert pc.sum(pc.not_equal(pq.read_table(tmp_path / "batch")["unknown"], 0)).as_py() > 100


def test_persons_without_facts_and_no_persons_at_all(city: City, tmp_path: Path) -> None:
    persons, facts = city.tables()
    nothing = written(facts.slice(0, 0), tmp_path / "nothing")
    for engine in ("batch", "interpreter"):
        answer(city, tmp_path / engine, facts=nothing, engine=engine)
    assert (tmp_path / "batch").read_bytes() == (tmp_path / "interpreter").read_bytes()
    answer(city, tmp_path / "empty", persons=written(persons.slice(0, 0), tmp_path / "nobody"), facts=nothing)
    assert pq.read_table(tmp_path / "empty").num_rows == 0
