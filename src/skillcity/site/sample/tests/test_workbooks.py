from __future__ import annotations

import json
from datetime import UTC, datetime

import fastexcel
import pytest

from skillcity.site.sample.engine import workbooks
from skillcity.site.sample.engine.sample import Plan
from skillcity.site.sample.engine.tables import COLUMNS
from skillcity.site.sample.engine.workbooks import MANIFEST, Binder, complete, read_manifest, write

PLAN = Plan(0.001)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("sample")
    write(PLAN, place)
    return place


def test_each_table_is_a_workbook_named_in_the_order_of_import(folder):
    names = sorted(path.name for path in folder.glob("*.xlsx"))
    assert names == [f"{place:02d}-{kind}.xlsx" for place, kind in enumerate(COLUMNS, 1)]
    assert [each.name for each in read_manifest(folder).files] == names


def test_a_workbook_holds_the_rows_as_text_and_numbers(folder, small):
    sheet = fastexcel.read_excel(folder / "05-people.xlsx").load_sheet(0)
    found = sheet.to_arrow().to_pylist()
    assert len(found) == len(small.tables["people"])
    assert found[0] == {key: value or None for key, value in small.tables["people"][0].items()}
    sites = fastexcel.read_excel(folder / "02-sites.xlsx").load_sheet(0).to_arrow().to_pylist()
    assert sum(row["workstations"] for row in sites[:197]) == 8741


def test_writing_again_gives_the_same_bytes_and_leaves_no_stale_file(folder, tmp_path):
    seen = []
    manifest = write(PLAN, tmp_path, lambda *step: seen.append(step))
    assert manifest == read_manifest(folder) == read_manifest(tmp_path)
    assert seen[-1] == (1000, 1000, "people")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(PLAN, tmp_path)
    assert set(before) == {path.name for path in tmp_path.iterdir()}
    assert (tmp_path / MANIFEST).stat().st_mtime_ns > before[MANIFEST]


def test_the_manifest_says_what_the_import_must_refuse(folder, small):
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["refused"] == small.tally.expected_errors


def test_a_large_table_is_split_into_numbered_files(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS_A_FILE", 700)
    files = [each for each in write(PLAN, tmp_path).files if each.kind == "people"]
    assert [each.name for each in files] == ["05-people.xlsx", "05-people-2.xlsx"]
    assert files[0].rows == 700


def test_a_folder_is_complete_only_with_every_file_unchanged(tmp_path):
    assert complete(PLAN, tmp_path) is None
    write(PLAN, tmp_path)
    assert complete(PLAN, tmp_path) == read_manifest(tmp_path)
    assert complete(Plan(0.002), tmp_path) is None
    path = tmp_path / "17-honour.xlsx"
    path.write_bytes(path.read_bytes() + b"x")
    assert complete(PLAN, tmp_path) is None
    path.unlink()
    assert complete(PLAN, tmp_path) is None


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"files": 3}', '{"files": []}'])
def test_a_manifest_that_cannot_be_understood_counts_as_none(tmp_path, content):
    (tmp_path / MANIFEST).write_text(content, encoding="utf-8")
    assert read_manifest(tmp_path) is None


def test_a_table_without_rows_leaves_no_file(tmp_path):
    binder = Binder(tmp_path, "honour", datetime(2025, 6, 30, tzinfo=UTC))
    binder.close()
    assert binder.files == []
    assert list(tmp_path.iterdir()) == []
