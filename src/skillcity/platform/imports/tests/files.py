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
    Column("since", Text("起始日期", "Since"), columns.date, required=False, hint=Text("填写规则", "How to fill it in")),
    Column("members", Text("人数", "Members"), columns.integer_between(0, 500), required=False),
)


def write_xlsx(path: Path, rows: list[list[object]], *, hidden: bool = False, second: list[list[object]] | None = None) -> Path:
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


PARTS = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def sheet_xml(body: str) -> str:
    """A worksheet part around some rows."""
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def shared_xml(*texts: str) -> str:
    """A part with shared texts."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>'


def pack_xlsx(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A workbook from raw parts; the usual ones are filled in."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (PARTS | parts).items():
            archive.writestr(name, content)
    return path
