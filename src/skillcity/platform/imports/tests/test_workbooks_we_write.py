from __future__ import annotations

from pathlib import Path

import openpyxl

from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.check import check_sheets
from skillcity.platform.imports.engine.error_workbook import write_errors
from skillcity.platform.imports.engine.pack import pack, unpack
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.sheet import Sheet
from skillcity.platform.imports.engine.table import Column, RowProblem
from skillcity.platform.imports.engine.template import write_template
from skillcity.platform.imports.tests.files import COLUMNS


def template(path: Path) -> Path:
    write_template(path, Text("人员", "People"), Text("谁", "Who"), (*COLUMNS, Column("n", Text("数", "Number"), len)))
    return path


def test_an_untouched_template_imports_nothing(tmp_path: Path) -> None:
    checked = check_sheets(read_sheets(template(tmp_path / "t.xlsx")), (*COLUMNS, Column("n", Text("数", "N"), len)))
    assert (checked.count, checked.notes[0].code) == (0, "imports.sample-row")


def test_the_template_explains_itself(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template(tmp_path / "t.xlsx"))
    data, legend = book.worksheets
    assert [cell.value for cell in data[1]] == ["姓名", "代码", "起始日期(选填)", "人数(选填)", "数"]
    assert data["B1"].comment.text.startswith("code\n代码 / Code\n必填 required")
    assert data["B2"].number_format == "@"
    assert [cell.value for cell in legend[6]][:3] == ["姓名 / Full name", "name", "是 / yes"]


def test_refused_rows_come_back_with_their_problems_and_can_be_sent_again(tmp_path: Path) -> None:
    rows = [("名册", ""), ("姓名", "代码"), ("=1+1", "12"), ("李四", "330302"), ("王五", "x")]
    checked = check_sheets([Sheet("S", rows)], COLUMNS)
    problems = [*checked.problems, RowProblem(3, None, "room.other", Text("还有", "And this"))]
    write_errors(tmp_path / "e.xlsx", checked.sheet, checked.header.row, COLUMNS, problems)
    data, summary = openpyxl.load_workbook(tmp_path / "e.xlsx").worksheets
    assert [cell.value for cell in data[1]] == ["姓名", "代码", "错误", "Error", "行号 Row"]
    assert data["A2"].value == "'=1+1"
    assert data["A2"].data_type == "s"
    assert data["C2"].value.startswith("代码: “12”")
    assert data["D2"].value.endswith("And this")
    assert [data.cell(row, 5).value for row in (2, 3)] == [3, 5]
    assert data.max_row == 3
    assert [cell.value for cell in summary[2]] == ["代码 / Code", "imports.not-a-code", 2]
    assert summary["A3"].value == "'-", "no column: a dash, neutralised like every cell"
    again = check_sheets(read_sheets(tmp_path / "e.xlsx"), COLUMNS)
    assert again.notes == ()
    assert again.sheet.rows[1][0] == "=1+1"
    assert len(again.problems) == 2


def test_problems_are_packed_small_and_come_back_equal() -> None:
    many = [RowProblem(n, "code", "imports.not-a-code", Text("不对", "wrong")) for n in range(50_000)]
    notes = [RowProblem(1, None, "imports.header-unknown", Text("列", "column"))]
    packed = pack(many, notes)
    assert len(packed) < 200_000
    assert unpack(packed) == (many, notes)
