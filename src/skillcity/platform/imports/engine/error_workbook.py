"""The refused rows as a workbook, what is wrong beside each, and a summary: correct it and send it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.sheet import Sheet
from skillcity.platform.imports.engine.table import Column, RowProblem
from skillcity.platform.imports.engine.workbook import HEAD, TEXT, WRAPPED, WRONG, as_text, new_workbook, write_row

EXTRA = ("错误", "Error", "行号 Row")


def write_errors(
    target: Path | BinaryIO, sheet: Sheet, header_row: int, columns: Sequence[Column], problems: Sequence[RowProblem]
) -> None:
    """Write the refused rows of `sheet` with all their problems to `target` (.xlsx), in the order of the file."""
    labels = {column.key: column.label for column in columns}
    by_row: dict[int, list[RowProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.number, []).append(problem)
    book = new_workbook(target)
    data, summary = book.add_worksheet("数据"), book.add_worksheet("汇总 Summary")
    head, text, wrapped, wrong = (book.add_format(each) for each in (HEAD, TEXT, WRAPPED, WRONG))
    width = len(sheet.rows[header_row])
    write_row(data, 0, [*sheet.rows[header_row], *EXTRA], head)
    for place, number in enumerate(sorted(by_row), start=1):
        write_row(data, place, sheet.rows[number - 1], text)
        zh = "\n".join(one_line(problem, labels, "zh") for problem in by_row[number])
        en = "\n".join(one_line(problem, labels, "en") for problem in by_row[number])
        for index, words in enumerate((zh, en)):
            data.write_string(place, width + index, words, wrong)
        data.write_number(place, width + 2, number)
    data.set_column(0, width - 1, 18, text)
    data.set_column(width, width + 1, 48)
    data.freeze_panes(1, 0)
    as_text(data)
    counts = Counter((problem.column, problem.code) for problem in problems)
    write_row(summary, 0, ("列 / Column", "代码 / Code", "数量 / Count"), head)
    for place, ((key, code), count) in enumerate(counts.most_common(), start=1):
        label = labels.get(key or "")
        write_row(summary, place, (f"{label.zh} / {label.en}" if label else "-", code), wrapped)
        summary.write_number(place, 2, count)
    summary.set_column(0, 1, 36)
    book.close()


def one_line(problem: RowProblem, labels: Mapping[str, Text], language: str) -> str:
    """One problem as a line: the column, then the sentence."""
    label = labels.get(problem.column or "")
    words = problem.text.in_language(language)
    return f"{label.in_language(language)}: {words}" if label else words
