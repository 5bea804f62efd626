from __future__ import annotations

from pathlib import Path

import pytest

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.check import Checked, check_sheets
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.sheet import LOST_DIGITS, Sheet
from skillcity.platform.imports.engine.table import Column
from skillcity.platform.imports.tests.files import COLUMNS, write_xlsx

HEAD = ("姓名", "代码", "起始日期", "人数")


def check(
    *rows: tuple[str, ...], odd: dict[tuple[int, int], str] | None = None, limits: Limits | None = None
) -> Checked:
    return check_sheets([Sheet("S", rows, odd or {})], COLUMNS, limits or Limits())


def problems(checked: Checked) -> list[tuple[int, str | None, str]]:
    return [(problem.number, problem.column, problem.code) for problem in checked.problems]


def test_good_rows_have_values_and_keep_their_words() -> None:
    checked = check(HEAD, ("张三", "３３０３０２", "2024/5/1", "1,234"), ("李四", "330302", "", ""))
    assert problems(checked) == [(2, "members", "imports.out-of-range")]
    (row,) = checked.rows
    assert (row.number, row.values["name"], row.values["since"], row.values["members"]) == (3, "李四", None, None)
    assert row.raw["code"] == "330302"
    assert checked.count == 2


@pytest.mark.parametrize(
    "head",
    [
        ("name", "code"),
        ("NAME", "Code*"),
        ("Full name", "代码(必填)"),
        ("名字", "代码："),
        ("姓名/Name", "代码\nCode"),
        ("代码", "姓名"),
    ],
)
def test_headers_may_be_keys_labels_or_aliases_in_any_order(head: tuple[str, str]) -> None:
    cells = ("330302", "张三") if head[0] == "代码" else ("张三", "330302")
    (row,) = check(head, cells).rows
    assert dict(row.values) == {"name": "张三", "code": "330302", "since": None, "members": None}


def test_titles_above_the_header_and_empty_rows_are_passed_over() -> None:
    checked = check(("二〇二四年名册", ""), ("", ""), ("姓名", "代码"), ("", ""), ("张三", "330302"))
    assert [row.number for row in checked.rows] == [5]
    assert checked.count == 1


def test_a_title_that_is_itself_a_header_gives_way_to_the_better_row() -> None:
    assert check(("姓名", ""), ("姓名", "代码"), ("张三", "330302")).header.row == 1


def test_missing_columns_are_named_with_what_was_perhaps_meant() -> None:
    with pytest.raises(InputError) as caught:
        check(("姓名", "代码号码"), ("张三", "330302"))
    assert caught.value.code == "imports.header-missing"
    assert "代码号码" in caught.value.text.zh
    with pytest.raises(InputError) as caught:
        check(("姓名", "完全不同"), ("张三", "330302"))
    assert "完全不同" not in caught.value.text.zh


def test_a_column_that_is_there_twice_refuses_the_file() -> None:
    with pytest.raises(InputError) as caught:
        check(("姓名", "代码", "名字"), ("张三", "330302", "李四"))
    assert (caught.value.code, caught.value.where) == ("imports.header-twice", "A1, C1")


def test_unknown_columns_are_remarked_and_ours_are_not() -> None:
    checked = check(("姓名", "代码", "起始日", "随便", "错误", "Error", "行号 Row", ""), ("张三", "330302", *[""] * 6))
    assert [note.code for note in checked.notes] == ["imports.header-unknown"] * 2
    assert "起始日期" in checked.notes[0].text.zh
    assert "Since" in checked.notes[0].text.en
    assert "?" not in checked.notes[1].text.zh


def test_a_sheet_without_a_header_is_explained() -> None:
    for rows in ([("", ""), ("张三", "330302")], [("", "")], []):
        with pytest.raises(InputError, match=r"imports\.no-header"):
            check(*rows)
    with pytest.raises(InputError, match=r"imports\.no-sheet"):
        check_sheets([], COLUMNS)


def test_a_later_sheet_is_read_when_the_first_is_a_cover() -> None:
    cover, data = Sheet("封面", [("说明",)]), Sheet("数据", [("姓名", "代码"), ("张三", "330302")])
    assert check_sheets([cover, data], COLUMNS).sheet.name == "数据"


def test_all_problems_of_a_row_are_named() -> None:
    checked = check(HEAD, ("", "12", "30-2-1", "x"), ("a\0b", "330302", "", ""), ("张三", "330302", "", "9" * 30))
    assert problems(checked) == [
        (2, "name", "imports.empty"),
        (2, "code", "imports.not-a-code"),
        (2, "since", "date.unreadable"),
        (2, "members", "imports.not-a-number"),
        (3, "name", "imports.control-character"),
        (4, "members", "imports.not-a-number"),
    ]
    assert not checked.rows
    assert checked.problems[0].as_dict() == {
        "row": 2,
        "column": "name",
        "code": "imports.empty",
        "zh": "必填，不能为空。",
        "en": "This cell must not be empty.",
    }


def test_a_cell_beyond_the_limit_is_a_problem_of_its_row() -> None:
    checked = check(HEAD, ("长" * 15, "330302", "", ""), limits=Limits(cell_characters=10))
    assert problems(checked) == [(2, "name", "imports.cell-too-long")]


def test_a_cell_that_cannot_be_trusted_says_so_instead_of_anything_else() -> None:
    odd = {(1, 1): LOST_DIGITS, (1, 7): LOST_DIGITS, (2, 0): LOST_DIGITS, (3, 1): LOST_DIGITS}
    checked = check(HEAD, ("", "1234567890123456", "", ""), ("", "", "", ""), ("李四", "330302", "", ""), odd=odd)
    assert problems(checked) == [
        (2, "name", "imports.empty"),
        (2, "code", LOST_DIGITS),
        (3, "code", "imports.empty"),
        (3, "name", LOST_DIGITS),
        (4, "code", LOST_DIGITS),
    ]


def test_the_sample_row_is_left_out_only_as_it_stands() -> None:
    checked = check(HEAD, ("王小明", "330301", "", ""), ("王小明", "330301", "", ""))
    assert [row.number for row in checked.rows] == [3]
    assert checked.notes[0].code == "imports.sample-row"
    assert check(HEAD, ("王小明", "330302", "", "")).count == 1


def test_a_header_alone_has_no_rows() -> None:
    assert check(HEAD).count == 0


def test_any_function_may_read_a_column() -> None:
    columns = (Column("n", Text("数", "Number"), len),)
    assert check_sheets([Sheet("S", [("n",), ("abc",)])], columns).rows[0].values == {"n": 3}


def test_a_workbook_is_read_from_end_to_end(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", [["名册"], ["姓名", "代码", "人数"], [" 张三 ", 330302, 5], ["李四", "33", None]]
    )
    checked = check_sheets(read_sheets(path), COLUMNS)
    assert dict(checked.rows[0].values) == {"name": "张三", "code": "330302", "members": 5, "since": None}
    assert problems(checked) == [(4, "code", "imports.not-a-code")]
