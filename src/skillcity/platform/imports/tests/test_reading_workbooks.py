from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from skillcity.kernel.errors import InputError
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.sheet import ERROR_VALUE, LOST_DIGITS, column_index, column_letters
from skillcity.platform.imports.tests.files import PARTS, pack_xlsx, shared_xml, sheet_xml, write_xlsx


def refusal(path: Path, limits: Limits | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        list(read_sheets(path, limits or Limits()))
    assert caught.value.text.zh
    assert caught.value.text.en
    return caught.value


def code(path: Path, limits: Limits | None = None) -> str:
    return refusal(path, limits).code


def test_words_numbers_dates_and_truth_values_become_words(tmp_path: Path) -> None:
    rows = [["姓名 ", 1.5, 3, True, dt.date(2024, 5, 1)], ["", None, 0.1 + 0.2, False, "007"]]
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", rows))
    assert sheet.rows == [("姓名", "1.5", "3", "true", "2024-05-01 00:00:00"), ("", "", "0.3", "false", "007")]


def test_row_one_is_the_first_row_even_when_rows_above_are_empty(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", [[], [], ["a", "b"]]))
    assert sheet.rows[2] == ("a", "b")


def test_a_long_number_is_marked_and_the_same_digits_as_text_are_fine(tmp_path: Path) -> None:
    rows = [["330302199001011234"], [330302199001011234], [123456789012345], [None], ["9" * 20]]
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", rows))
    assert sheet.odd == {(1, 0): LOST_DIGITS}
    assert sheet.rows[0] == ("330302199001011234",)
    assert sheet.rows[2] == ("123456789012345",)


def test_an_error_value_is_marked(tmp_path: Path) -> None:
    body = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(body)})
    (sheet,) = read_sheets(path)
    assert sheet.odd == {(0, 0): ERROR_VALUE}
    assert sheet.rows == [("", "2")], "a formula gives its stored value"


def test_a_hidden_sheet_is_passed_over(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["secret"]], hidden=True, second=[["shown"]])
    assert [sheet.rows for sheet in read_sheets(path)] == [[("shown",)]]


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", []))
    assert list(sheet.rows) == []


def test_a_missing_file_an_empty_file_and_a_folder_are_explained(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    assert code(tmp_path / "none.xlsx") == "imports.no-file"
    assert code(tmp_path) == "imports.no-file"
    assert code(tmp_path / "empty.xlsx") == "imports.empty-file"


def test_a_file_beyond_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n" * 100)
    assert code(tmp_path / "a.csv", Limits(file_bytes=100)) == "imports.file-too-large"


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7", b"\x89PNG\r\n", b"<html><body>", b" <?xml version", b"7z\xbc\xaf", b"MZ\x90"]
)
def test_another_kind_of_file_is_refused_by_its_content(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(start + b"....")
    assert code(tmp_path / "a.xlsx") == "imports.not-a-table"


def test_old_and_encrypted_workbooks_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
    (tmp_path / "old.xls").write_bytes(ole)
    (tmp_path / "locked.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    assert code(tmp_path / "old.xls") == "imports.old-format"
    assert code(tmp_path / "locked.xlsx") == "imports.encrypted"


def test_macros_are_refused(tmp_path: Path) -> None:
    path = pack_xlsx(tmp_path / "a.xlsm", {"xl/vbaProject.bin": b"\0"})
    assert code(path) == "imports.macros"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert code(tmp_path / "a.xlsx") == "imports.not-a-workbook"


def test_damage_is_explained(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", [["a"] * 5] * 50).read_bytes()
    for name, content in {"half": whole[: len(whole) // 2], "start": b"PK" + b"\0" * 60}.items():
        (tmp_path / name).write_bytes(content)
        assert code(tmp_path / name) == "imports.damaged-file"
    spoiled = bytearray(whole)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    spoiled[at] ^= 0xFF
    (tmp_path / "spoiled").write_bytes(spoiled)
    assert code(tmp_path / "spoiled") == "imports.damaged-file"


def test_a_workbook_whose_parts_say_nonsense_is_damaged(tmp_path: Path) -> None:
    for book in ("<workbook>", "<workbook><sheets><sheet/></sheets></workbook>"):
        assert code(pack_xlsx(tmp_path / "a.xlsx", {"xl/workbook.xml": book})) == "imports.damaged-file"
    sheet = {"xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="1A"><v>1</v></c></row>')}
    assert code(pack_xlsx(tmp_path / "b.xlsx", sheet)) == "imports.damaged-file"


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    content = bytearray(write_xlsx(tmp_path / "a.xlsx", [["a"]]).read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    (tmp_path / "b.xlsx").write_bytes(content)
    assert code(tmp_path / "b.xlsx") == "imports.encrypted"


def test_a_zip_bomb_is_refused_by_ratio_and_by_size(tmp_path: Path) -> None:
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/media/image1.png": b"\0" * 3_000_000})
    assert code(path) == "imports.unpacks-too-large"
    path = write_xlsx(tmp_path / "b.xlsx", [["a"]])
    assert code(path, Limits(unpacked_bytes=1000)) == "imports.unpacks-too-large"


def test_too_many_parts_or_one_part_twice_is_strange(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a"]])
    assert code(path, Limits(entries=3)) == "imports.strange-archive"
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name in ("xl/workbook.xml", "XL/workbook.xml"):
            archive.writestr(name, PARTS["xl/workbook.xml"])
    assert code(tmp_path / "b.xlsx") == "imports.strange-archive"


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>',
        "<a>\0</a>",
        "no tag at all",
        "<a>" + "x" * 6_000_000,
    ],
)
def test_a_part_that_no_spreadsheet_writes_is_refused(tmp_path: Path, part: str) -> None:
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": part})
    assert code(path, Limits(ratio=1e9)) == "imports.strange-xml"


def test_a_workbook_that_names_a_part_of_another_ending_is_refused(tmp_path: Path) -> None:
    links = PARTS["xl/_rels/workbook.xml.rels"].replace("sheet1.xml", "sheet1.png")
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.png": "<a/>"})
    assert code(path) == "imports.strange-xml"


@pytest.mark.parametrize("cell", ['<c r="XFD1"', '<c r="A1048576"', '<c r="ZZ3"', '<c r="cw1"', '<c  r="A200000"'])
def test_a_cell_far_away_is_refused_before_memory_is_spent_on_it(tmp_path: Path, cell: str) -> None:
    body = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}><v>1</v></c></row>'
    error = refusal(pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(body)}))
    assert error.code == "imports.too-large"


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" r="ZZZ9999999"><v>1</v></c>',
        '<c r="B2" t="s"r="ZZZ9999999"c r="C2"><v>1</v></c>',
        '<c r="B2" t="<" r="ZZZ9999999"><v>1</v></c>',
        "<c r=\"B2\" t=n r='ZZZ9999999'><v>1</v></c>",
    ],
)
def test_a_cell_that_hides_its_place_from_a_strict_reader_is_damage(tmp_path: Path, cell: str) -> None:
    body = f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'
    assert code(pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(body)})) == "imports.damaged-file"


@pytest.mark.parametrize("encoding", ["U-F-8", "cp037", "utf-7", "shift_jis"])
def test_what_a_part_calls_its_encoding_changes_nothing(tmp_path: Path, encoding: str) -> None:
    body = sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c><v>2</v></c></row>').replace("UTF-8", encoding)
    (sheet,) = read_sheets(pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": body}))
    assert sheet.rows == [("1", "2")]


def test_an_empty_formatted_cell_far_away_does_not_matter(tmp_path: Path) -> None:
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999"><c r="CV99999"><v/></c><c r="A1048576" s="1"/></row>'
    body = body.replace('<c r="CV99999"><v/></c>', '<c r="AB12"><v>1</v></c>')
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(body)})
    (sheet,) = read_sheets(path)
    assert len(sheet.rows) == 12


def test_cells_without_a_reference_are_counted(tmp_path: Path) -> None:
    body = "".join(f"<row>{'<c><v>1</v></c>' * 3}</row>" for _ in range(4))
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(body)})
    (sheet,) = read_sheets(path)
    assert sheet.rows == [("1", "1", "1")] * 4
    assert code(path, Limits(columns=2)) == "imports.too-large"
    assert code(path, Limits(rows=3)) == "imports.too-large"


def test_strange_cells_in_a_part_that_is_no_xml_are_damage(tmp_path: Path) -> None:
    path = pack_xlsx(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": "<a><c x='1'><b>"})
    assert code(path) == "imports.damaged-file"


def test_one_long_text_repeated_often_is_refused_and_one_long_text_alone_is_not(tmp_path: Path) -> None:
    limits = Limits(text_bytes=200_000)
    shared = {"xl/sharedStrings.xml": shared_xml("长" * 10_000, "b")}
    often = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>7</v></c></row>' for n in range(1, 9))
    path = pack_xlsx(tmp_path / "a.xlsx", shared | {"xl/worksheets/sheet1.xml": sheet_xml(often)})
    assert code(path, limits) == "imports.too-much-text"
    once = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{int(n > 1)}</v></c></row>' for n in range(1, 9))
    path = pack_xlsx(tmp_path / "b.xlsx", shared | {"xl/worksheets/sheet1.xml": sheet_xml(once)})
    (sheet,) = read_sheets(path, limits)
    assert sheet.rows[7] == ("b",)


def test_a_damaged_table_of_texts_is_explained(tmp_path: Path) -> None:
    often = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9))
    limits = Limits(text_bytes=200_000)
    for end in ("<si>", "</sst>"):
        table = f"<sst>{'x' * 90_000}{end}"
        parts = {"xl/sharedStrings.xml": table, "xl/worksheets/sheet1.xml": sheet_xml(often)}
        assert code(pack_xlsx(tmp_path / "a.xlsx", parts), limits) == "imports.damaged-file"


def test_column_letters_go_both_ways() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_letters(index)) == index for index in range(1000))
