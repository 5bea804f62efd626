"""A file that cannot be used is refused with its name, the column, and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skillcity.kernel.errors import InputError, NotFound
from skillcity.policy.files.catalogues import load_catalogue, path_of
from skillcity.policy.files.evaluating import Question, evaluate_files
from skillcity.policy.tests.files.conftest import DAY, City

Change = Callable[[pa.Table], pa.Table]


def refused(city: City, folder: Path, *, persons: Change | None = None, facts: Change | None = None) -> InputError:
    paths = []
    for name, path, change in (("persons", city.persons, persons), ("facts", city.facts, facts)):
        if change:
            path = folder / f"{name}.parquet"
            pq.write_table(change(pq.read_table(city.folder / f"{name}.parquet")), path)
        paths.append(path)
    out = folder / "out.parquet"
    with pytest.raises(InputError) as caught:
        evaluate_files(Question(city.catalogue, DAY), *paths, out)
    assert not out.exists()
    assert [each.name for each in folder.iterdir() if each.name.startswith(".")] == []
    error = caught.value
    assert error.where.endswith(".parquet")
    assert error.text.zh
    assert error.todo.en
    return error


def cast(name: str, type_: pa.DataType) -> Change:
    return lambda table: table.set_column(table.schema.get_field_index(name), name, table[name].cast(type_))


def replaced(name: str, row: int, value: object) -> Change:
    def change(table: pa.Table) -> pa.Table:
        values = table[name].to_pylist()
        values[row] = value
        return table.set_column(table.schema.get_field_index(name), name, pa.array(values, table[name].type))

    return change


@pytest.mark.parametrize("name", ["person", "kind", "valid_from"])
def test_a_required_column_of_the_facts_is_missing(city: City, tmp_path: Path, name: str) -> None:
    error = refused(city, tmp_path, facts=lambda table: table.drop_columns([name]))
    assert error.code == "policy.file-column"
    assert name in error.text.en


def test_persons_without_a_key(city: City, tmp_path: Path) -> None:
    assert refused(city, tmp_path, persons=lambda table: table.drop_columns(["id"])).code == "policy.file-column"


def test_supersedes_needs_ids(city: City, tmp_path: Path) -> None:
    assert refused(city, tmp_path, facts=lambda table: table.drop_columns(["id"])).code == "policy.file-column"


def test_a_column_twice(city: City, tmp_path: Path) -> None:
    error = refused(city, tmp_path, persons=lambda table: table.append_column("sex", table["sex"]))
    assert error.code == "policy.file-column"


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("valid_from", pa.string()),
        ("valid_to", pa.int32()),
        ("retracted", pa.int32()),
        ("person", pa.float64()),
        ("person", pa.string()),
        ("hours", pa.float64()),
        ("passed", pa.int32()),
        ("supersedes", pa.string()),
    ],
)
def test_a_column_of_the_facts_has_another_type(city: City, tmp_path: Path, name: str, type_: pa.DataType) -> None:
    error = refused(city, tmp_path, facts=cast(name, type_))
    assert error.code == "policy.file-type"
    assert name in error.text.en


@pytest.mark.parametrize(
    ("name", "type_"), [("birth_date", pa.timestamp("us")), ("insurance_months", pa.float32()), ("groups", None)]
)
def test_a_column_of_the_persons_has_another_type(
    city: City, tmp_path: Path, name: str, type_: pa.DataType | None
) -> None:
    change = cast(name, type_) if type_ else lambda table: table.set_column(4, "groups", table["sex"])
    assert refused(city, tmp_path, persons=change).code == "policy.file-type"


def test_a_level_that_is_a_number(city: City, tmp_path: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        return table.set_column(table.schema.get_field_index("level"), "level", pa.array([3] * table.num_rows))

    assert "level" in refused(city, tmp_path, facts=change).text.en


@pytest.mark.parametrize(
    ("name", "value"), [("person", None), ("valid_from", None), ("person", 999_999), ("person", -5)]
)
def test_a_wrong_value_of_the_facts(city: City, tmp_path: Path, name: str, value: object) -> None:
    error = refused(city, tmp_path, facts=replaced(name, 17, value))
    assert error.code == "policy.file-value"
    assert name in error.text.en


@pytest.mark.parametrize("value", [None, 2])
def test_a_person_without_key_or_twice(city: City, tmp_path: Path, value: object) -> None:
    assert refused(city, tmp_path, persons=replaced("id", 200, value)).code == "policy.file-value"


def test_a_number_beyond_all_measure(city: City, tmp_path: Path) -> None:
    def change(table: pa.Table) -> pa.Table:
        return replaced("hours", 3, 10**15 + 1)(cast("hours", pa.int64())(table))

    assert refused(city, tmp_path, facts=change).code == "policy.file-value"


@pytest.mark.parametrize("content", [None, b"no parquet"])
def test_no_file_or_no_parquet(city: City, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "facts.parquet"
    if content:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        evaluate_files(Question(city.catalogue, DAY), city.persons, path, tmp_path / "out.parquet")
    assert caught.value.code == "policy.file-unreadable"


def test_a_catalogue_by_path_or_by_name(city: City) -> None:
    assert load_catalogue(path_of(str(city.catalogue))).name == "330300/trial/2025"
    assert load_catalogue(path_of("330300/talent-class/2025")).name == "330300/talent-class/2025"
    for name in ("330300/talent-class/1999", "../../cli", "/no/such/file.yaml"):
        with pytest.raises(NotFound):
            path_of(name)
