"""The error workbook of an import, made from the stored file and the stored findings when somebody asks for it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.check import Checked, check_sheets
from skillcity.platform.imports.engine.error_workbook import write_errors
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.table import RowProblem
from skillcity.platform.imports.kinds import ImportKind, kind_named
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.selectors import findings_of
from skillcity.platform.imports.storage import FILE_GONE, stored_path


def refused_rows_workbook(batch: ImportBatch) -> bytes:
    """The workbook's bytes. Raises NotFound when no row was refused, InputError when the file is gone."""
    if not batch.refused:
        raise NotFound("imports.no-errors", Text("没有未导入的行。", "No row was refused."), where=str(batch.pk))
    problems, _ = findings_of(batch.pk)
    if not problems:
        raise FILE_GONE
    book = io.BytesIO()
    write_refused_rows(book, kind_named(batch.kind), stored_path(batch.sha256), problems)
    return book.getvalue()


def write_refused_rows(target: Path | BinaryIO, kind: ImportKind, path: Path, problems: list[RowProblem]) -> None:
    """Read the file again and write its refused rows to `target`."""
    checked: Checked = check_sheets(read_sheets(path), kind.columns)
    write_errors(target, checked.sheet, checked.header.row, kind.columns, problems)
