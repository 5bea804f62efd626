"""Workbooks for the tests, good ones and evil ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns
from skillcity.platform.imports.engine.table import Column

COLUMNS = (
    Column("name", Text("姓名", "Full name"), columns.text(20), sample="王小明", aliases=("名字",)),
    Column("code", Text("代码", "Code"), columns.code(r"[0-9]{6}", Text("六位数字", "six digits")), sample="330301"),
    Column(
        "since", Text("起始日期", "Since"), columns.date, required=False, hint=Text("填写规则", "How to fill it in")
    ),
    Column("members", Text("人数", "Members"), columns.integer_between(0, 500), required=False),
)


def write_xlsx(
    path: Path, rows: list[list[object]], *, hidden: bool = False, second: list[list[object]] | None = None
) -> Path:
    """A workbook with one sheet, or two of which the first may be hidden."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for content in [rows, *([second] if second is not None else [])]:
        sheet = book.add_worksheet()
        for index, row in enumerate(content):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(index, place, value, day)
                elif value is not None:
                    sheet.write(index, place, value)
    if hidden:
        book.worksheets()[0].hide()
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()
    book.close()
    return path


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def sheet_xml(body: str) -> str:
    """A worksheet part around some rows."""
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def shared_xml(*texts: str) -> str:
    """A part with shared texts."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'


def pack_xlsx(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A workbook from raw parts; the usual ones are filled in."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (PARTS | parts).items():
            archive.writestr(name, content)
    return path
