"""Reading a file of either format. The content decides which it is, never the name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.archive import OLE, refuse_old_formats
from skillcity.platform.imports.engine.csv_text import read_csv
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits
from skillcity.platform.imports.engine.sheet import Sheet

ZIP = b"PK"
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"MZ\x90",
    b"{\\rtf",
)


def read_sheets(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Sheet]:
    """The sheets of an XLSX, or the one table of a CSV file.

    Raises InputError when the file is missing, empty, too large, or neither of the two.
    """
    size, start = look_at(path)
    if size == 0:
        raise InputError(
            "imports.empty-file",
            Text("文件是空的。", "The file is empty."),
            todo=Text("请先下载模板填写。", "Fill in the template first."),
        )
    if size > limits.file_bytes:
        raise InputError(
            "imports.file-too-large",
            Text(
                f"文件有 {size / 2**20:.1f} MB，上限为 {limits.file_bytes / 2**20:.0f} MB。",
                f"The file has {size / 2**20:.1f} MB; the limit is {limits.file_bytes / 2**20:.0f} MB.",
            ),
            todo=Text("请拆成几个文件。", "Split it into several files."),
        )
    if start.startswith(OLE):
        refuse_old_formats(path)
    if start.startswith(BINARY) or start.lstrip().lower().startswith((b"<html", b"<!doctype", b"<?xml", b"<table")):
        raise InputError(
            "imports.not-a-table",
            Text("这不是 Excel 或 CSV 文件。", "This is neither an Excel nor a CSV file."),
            todo=Text("请另存为 .xlsx 或 .csv 后重试。", "Save it as .xlsx or .csv and try again."),
        )
    if start.startswith(ZIP):
        from skillcity.platform.imports.engine.xlsx import read_xlsx  # 45 MB that a web worker never needs

        yield from read_xlsx(path, limits)
    else:
        yield read_csv(path, limits)


def look_at(path: Path) -> tuple[int, bytes]:
    """Size in bytes and the first 512 bytes. Raises InputError when the file cannot be opened."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size, file.read(512)
    except OSError as error:
        raise InputError(
            "imports.no-file",
            Text("文件打不开。", "The file cannot be opened."),
            where=path.name,
            todo=Text("请检查路径和权限。", "Check the path and the permissions."),
        ) from error
