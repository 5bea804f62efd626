"""Reading a workbook into sheets of words. Formula cells give their stored value; nothing is calculated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from skillcity.kernel.errors import InputError
from skillcity.platform.imports.engine.archive import check_archive
from skillcity.platform.imports.engine.cells import trim
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits
from skillcity.platform.imports.engine.sheet import ERROR_VALUE, LOST_DIGITS, Sheet
from skillcity.platform.imports.engine.sheet_xml import DAMAGED, SAVE_AGAIN

SIXTEEN_DIGITS = "^-?[0-9]{16,}$"


def read_xlsx(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Sheet]:
    """The visible sheets, one after the other. Raises InputError when the file is not a harmless workbook."""
    check_archive(path, limits)
    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names[: limits.sheets]
    except fastexcel.FastExcelError as error:
        raise InputError("imports.damaged-file", DAMAGED, todo=SAVE_AGAIN) from error
    for position, name in enumerate(names):
        sheet = read_sheet(reader, position, name)
        if sheet is not None:
            yield sheet


def read_sheet(reader: fastexcel.ExcelReader, position: int, name: str) -> Sheet | None:
    """One sheet, or None when it is hidden. Every row from row 1 on is kept, so that numbers agree with the screen."""
    try:
        loaded = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
        if loaded.visible != "visible":
            return None
        batch, errors = loaded.to_arrow_with_errors()
    except fastexcel.FastExcelError as error:
        raise InputError("imports.damaged-file", DAMAGED, where=name, todo=SAVE_AGAIN) from error
    odd = {error.position: ERROR_VALUE for error in errors.errors} if errors else {}
    odd |= lost_digits(reader, position, batch)
    columns = [[trim(words) for words in column.to_pylist()] for column in batch.columns]
    return Sheet(name, list(zip(*columns, strict=True)), odd)


def lost_digits(reader: fastexcel.ExcelReader, position: int, batch: pa.RecordBatch) -> dict[tuple[int, int], str]:
    """The cells that are numbers of more than 15 digits, where the last digits are no longer true.

    A text cell with the same digits is fine. The two are told apart by reading the column once more as truth values:
    the reader gives one for a number and none for a text.
    """
    odd: dict[tuple[int, int], str] = {}
    for index, column in enumerate(batch.columns):
        long = pc.fill_null(pc.match_substring_regex(column, SIXTEEN_DIGITS), False)
        if not pc.any(long).as_py():
            continue
        again = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="boolean", use_columns=[index])
        is_number = pc.is_valid(again.to_arrow_with_errors()[0].column(0))
        rows = pc.indices_nonzero(pc.and_(long, is_number)).to_pylist()
        odd.update({(row, index): LOST_DIGITS for row in rows})
    return odd
