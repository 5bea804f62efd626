"""Finding the header row of a sheet and which column it gives to which key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.cells import half_width
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits
from skillcity.platform.imports.engine.sheet import Sheet, column_letters
from skillcity.platform.imports.engine.table import Column, RowProblem

NOT_A_LETTER = re.compile(r"[\s_\-*:：·.]+")
REMARK = re.compile(r"[(（\[【].*?[)）\]】]")
OURS = ("错误", "error", "行号", "row")
"""Headers of our own error workbook: it may come back with them."""


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the index of the header row; `places` the column index of each key found; `notes` what was left out."""

    row: int
    places: dict[str, int]
    notes: tuple[RowProblem, ...] = ()


def spelling(words: str) -> str:
    """One spelling of a header: half-width, lower case, without spaces, underscores, stars and colons."""
    return NOT_A_LETTER.sub("", half_width(words)).casefold()


def spellings(columns: Sequence[Column]) -> dict[str, str]:
    """Every accepted spelling of a header, to its key. The key wins over labels, labels over aliases."""
    known = {spelling(column.key): column.key for column in columns}
    for column in columns:
        for words in (column.label.zh, column.label.en, *column.aliases):
            known.setdefault(spelling(words), column.key)
    known.pop("", None)
    return known


def key_of(words: str, known: dict[str, str]) -> str | None:
    """The key that a header means: as it stands, without its remark in brackets, or one of its halves (姓名/Name)."""
    tries = [words, REMARK.sub("", words), *re.split(r"[/／|\n]", words)]
    return next((known[spelling(each)] for each in tries if spelling(each) in known), None)


def find_header(sheet: Sheet, columns: Sequence[Column], limits: Limits = DEFAULT_LIMITS) -> int | None:
    """The index of the row with most of the headers; title rows above it are passed over. None when no row has any.

    A row in which only one cell of several is a header (a title that happens to be one) gives way to a better one.
    """
    known = spellings(columns)
    found = [
        (len({key_of(words, known) for words in row if words} - {None}), -index)
        for index, row in enumerate(sheet.rows[: limits.title_rows])
    ]
    best, index = max(found, default=(0, 0))
    return -index if best else None


def match_headers(sheet: Sheet, row: int, columns: Sequence[Column]) -> Header:
    """Which column has which key. Raises InputError when a header stands twice or a required one is missing."""
    known = spellings(columns)
    places: dict[str, int] = {}
    strangers: list[int] = []
    for index, words in enumerate(sheet.rows[row]):
        key = key_of(words, known) if words else None
        if key in places:
            raise header_twice(sheet, row, places[key], index)
        if key:
            places[key] = index
        elif words and not spelling(words).startswith(OURS):
            strangers.append(index)
    missing = [column for column in columns if column.required and column.key not in places]
    if missing:
        raise header_missing(sheet, row, missing, [sheet.rows[row][index] for index in strangers])
    free = {name: key for name, key in known.items() if key not in places}
    notes = tuple(header_unknown(row, index, sheet.rows[row][index], free, columns) for index in strangers)
    return Header(row, places, notes)


def no_header(sheet: Sheet, columns: Sequence[Column]) -> InputError:
    """The error for a sheet in which no header was found."""
    first = next((row for row in sheet.rows if any(row)), ())
    seen = "、".join(words[:20] for words in first if words)[:120] or "-"
    expected = [column for column in columns if column.required]
    return InputError(
        "imports.no-header",
        Text(f"没有找到表头。第一行是：{seen}。", f"No header row was found. The first row reads: {seen}."),
        where=sheet.name,
        todo=Text(
            f"表头须包含：{'、'.join(column.label.zh for column in expected)}。",
            f"The header needs: {', '.join(column.key for column in expected)}.",
        ),
    )


def header_twice(sheet: Sheet, row: int, first: int, second: int) -> InputError:
    """The error for a column that is there twice."""
    words, places = sheet.rows[row][second], f"{column_letters(first)}{row + 1}, {column_letters(second)}{row + 1}"
    return InputError(
        "imports.header-twice",
        Text(f"列“{words}”出现两次。", f"The column “{words}” is there twice."),
        where=places,
        todo=Text("请删除其中一列。", "Delete one of the two."),
    )


def header_missing(sheet: Sheet, row: int, missing: Sequence[Column], strangers: Sequence[str]) -> InputError:
    """The error for required columns that are not there, with what may have been meant."""
    zh, en = [], []
    for column in missing:
        near = nearest(column, strangers)
        zh.append(column.label.zh + (f"(是否就是“{near}”？)" if near else ""))
        en.append(column.key + (f" (is it “{near}”？)" if near else ""))
    return InputError(
        "imports.header-missing",
        Text(f"缺少列：{'、'.join(zh)}。", f"Missing columns: {', '.join(en)}."),
        where=f"{sheet.name} {row + 1}".strip(),
        todo=Text("请补上这些列，或使用模板。", "Add them, or use the template."),
    )


def nearest(column: Column, words: Sequence[str]) -> str | None:
    """The unknown header that is most like one of the names of the column."""
    names = [spelling(each) for each in (column.key, column.label.zh, column.label.en, *column.aliases)]
    for word in words:
        if difflib.get_close_matches(spelling(word), names, n=1, cutoff=0.6):
            return word
    return None


def header_unknown(row: int, index: int, words: str, free: dict[str, str], columns: Sequence[Column]) -> RowProblem:
    """The note on a column that is not read, with the optional column that may have been meant."""
    near = difflib.get_close_matches(spelling(words), free, n=1, cutoff=0.7)
    meant = [column.label for column in columns if near and column.key == free[near[0]]]
    zh = f"列 {column_letters(index)}“{words[:40]}”不在此类导入中，未读取。"
    en = f"Column {column_letters(index)} “{words[:40]}” is not part of this import and was not read."
    if meant:
        zh, en = zh + f"是否指“{meant[0].zh}”？", en + f" Is “{meant[0].en}” meant?"
    return RowProblem(row + 1, None, "imports.header-unknown", Text(zh, en))
