"""Whatever the bytes are, the readers answer with sheets or with an InputError, soon and in little memory."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillcity.kernel.errors import InputError
from skillcity.platform.imports.engine.check import check_sheets
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.sheet import Sheet
from skillcity.platform.imports.tests.files import COLUMNS, PARTS, pack_xlsx, shared_xml, sheet_xml, write_xlsx

SHORT = settings(max_examples=40, deadline=2000, suppress_health_check=list(HealthCheck))
LONG = settings(SHORT, max_examples=4000)
CELL = st.text(st.characters(codec="utf-8"), max_size=12)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=8)


def read(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(content)
        with contextlib.suppress(InputError):
            check_sheets(read_sheets(path), COLUMNS)


def workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "a.xlsx", [["姓名", "代码"], *[["张三", 330302]] * 9]).read_bytes()


def spoil(content: bytes, changes: list[tuple[int, int]]) -> bytes:
    spoiled = bytearray(content)
    for at, value in changes:
        spoiled[at % len(spoiled)] = value
    return bytes(spoiled)


def part_spoiled(changes: list[tuple[int, int]]) -> bytes:
    """A whole archive around a damaged sheet: only the parsers of XML can notice."""
    body = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>330302</v></c></row>' for n in range(1, 5)
    )
    with tempfile.TemporaryDirectory() as folder:
        parts: dict[str, str | bytes] = {
            "xl/worksheets/sheet1.xml": spoil(sheet_xml(body).encode(), changes),
            "xl/sharedStrings.xml": shared_xml("姓名"),
        }
        return pack_xlsx(Path(folder) / "a.xlsx", parts).read_bytes()


BYTES = st.binary(max_size=300)
CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6)


@SHORT
@given(BYTES)
def test_any_bytes(content: bytes) -> None:
    read(content)
    read(b"PK\x03\x04" + content)


@SHORT
@given(CHANGES)
def test_a_workbook_with_some_bytes_changed(changes: list[tuple[int, int]]) -> None:
    read(spoil(workbook(), changes))


@SHORT
@given(CHANGES)
def test_a_sheet_with_some_bytes_changed(changes: list[tuple[int, int]]) -> None:
    read(part_spoiled(changes))


@SHORT
@given(TABLE)
def test_any_table_is_checked_row_by_row(table: list[list[str]]) -> None:
    width = max([2, *map(len, table)])
    rows = [("姓名", "代码", *[""] * (width - 2)), *[(*row, *[""] * (width - len(row))) for row in table]]
    checked = check_sheets([Sheet("S", rows)], COLUMNS)
    assert len(checked.rows) + len({problem.number for problem in checked.problems}) == checked.count


@pytest.mark.long
@LONG
@given(st.one_of(BYTES, CHANGES.map(part_spoiled), CHANGES.map(lambda changes: spoil(workbook(), changes))))
def test_any_bytes_for_long(content: bytes) -> None:
    read(content)


def test_the_parts_of_the_tests_are_a_workbook(tmp_path: Path) -> None:
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml("")})
    assert PARTS.keys() <= set(zipfile.ZipFile(path).namelist())


def test_a_part_that_claims_to_be_longer_than_the_file_is_not_read(tmp_path: Path) -> None:
    """Found by fuzzing: to read four bytes of it, Python's zip reader would ask for gigabytes."""
    path = write_xlsx(tmp_path / "a.xlsx", [["姓名"], ["张三"]])
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 20 : entry + 24] = (1 << 31).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(InputError) as caught:
        list(read_sheets(path))
    assert caught.value.code == "imports.damaged-file"
