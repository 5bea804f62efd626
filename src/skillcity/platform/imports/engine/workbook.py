"""What all our workbooks share: words stay words, nothing is ever a formula, a link or a number by accident."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from skillcity.platform.imports.engine.cells import neutralise

HEAD = {"bold": True, "bg_color": "#E8EEF6", "border": 1, "border_color": "#B8C4D6", "num_format": "@", "valign": "top"}
TEXT = {"num_format": "@"}
WRAPPED = {"num_format": "@", "text_wrap": True, "valign": "top"}
WRONG = {"num_format": "@", "text_wrap": True, "valign": "top", "font_color": "#9B1C1C", "bg_color": "#FDECEC"}
LONGEST_CELL = 32_767


def new_workbook(target: Path | BinaryIO) -> Any:
    """An empty workbook in which strings are never turned into something else."""
    return xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )


def write_row(sheet: Any, row: int, words: Sequence[str], style: Any) -> None:
    """One row of words, neutralised and cut to what a cell can hold."""
    for column, each in enumerate(words):
        sheet.write_string(row, column, neutralise(each)[:LONGEST_CELL], style)


def as_text(sheet: Any) -> None:
    """Take away the green marks that a spreadsheet puts on digits kept as text."""
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
