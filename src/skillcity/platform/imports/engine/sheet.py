"""A sheet as words, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from skillcity.kernel.text import Text

LOST_DIGITS = "imports.digits-lost"
ERROR_VALUE = "imports.error-value"

ODD_CELLS = {
    LOST_DIGITS: Text(
        "这个单元格是数字，超过 15 位的数字已丢失。请把格式改为文本后重新填写。",
        "This cell is a number, of which a spreadsheet keeps 15 digits. Set its format to text and type it again.",
    ),
    ERROR_VALUE: Text(
        "这个单元格是公式错误(如 #N/A)。请改为实际内容。",
        "This cell holds a formula error such as #N/A. Replace it by its value.",
    ),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of words: `rows[0]` is row 1 of the spreadsheet; all rows are equally long, empty cells are "".

    `name`: of the sheet in its workbook; a CSV file has none.
    `odd` says which cells cannot be trusted, as {(row index, column index): code of ODD_CELLS}.
    """

    name: str
    rows: Sequence[Sequence[str]]
    odd: dict[tuple[int, int], str] = field(default_factory=dict)


def column_letters(index: int) -> str:
    """The name of a column as a spreadsheet shows it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The position of a column by its letters: A is 0."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1
