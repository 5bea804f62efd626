"""The workbook that people fill in: headers in Chinese with the English key in a comment, one sample row, a legend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.table import NOTHING, Column, Format
from skillcity.platform.imports.engine.workbook import HEAD, TEXT, WRAPPED, as_text, new_workbook, write_row

LEGEND_HEAD = (
    "列 / Column",
    "英文键 / Key",
    "必填 / Required",
    "格式 / Format",
    "可选项 / Choices",
    "说明 / Remark",
    "示例 / Example",
)
HOW = Text(
    "请在“数据”表填写。示例行可以删除；原样留下也不会导入。列的顺序不限。",
    "Fill in the sheet 数据, columns in any order. The sample row may be deleted; left as it is, it is not imported.",
)


def write_template(target: Path | BinaryIO, label: Text, about: Text, columns: Sequence[Column]) -> None:
    """Write the template of a kind of import to `target` (.xlsx)."""
    book = new_workbook(target)
    data, legend = book.add_worksheet("数据"), book.add_worksheet("说明 Legend")
    head, text, wrapped = book.add_format(HEAD), book.add_format(TEXT), book.add_format(WRAPPED)
    write_row(data, 0, [column.label.zh + ("" if column.required else "(选填)") for column in columns], head)
    write_row(data, 1, [column.sample for column in columns], text)
    for index, column in enumerate(columns):
        data.set_column(index, index, max(12, min(40, 2 * len(column.label.zh) + 8, 60)), text)
        data.write_comment(0, index, comment_of(column), {"x_scale": 1.6})
    data.freeze_panes(1, 0)
    as_text(data)
    write_legend(legend, label, about, columns, head, wrapped)
    book.close()


def write_legend(
    sheet: Any, label: Text, about: Text, columns: Sequence[Column], head: object, wrapped: object
) -> None:
    """The sheet that explains the columns."""
    write_row(sheet, 0, [f"{label.zh} / {label.en}"], wrapped)
    write_row(sheet, 1, [f"{about.zh}\n{about.en}"], wrapped)
    write_row(sheet, 2, [f"{HOW.zh}\n{HOW.en}"], wrapped)
    write_row(sheet, 4, LEGEND_HEAD, head)
    for row, column in enumerate(columns, start=5):
        write_row(sheet, row, legend_of(column), wrapped)
    for index, width in enumerate((28, 20, 14, 34, 34, 34, 22)):
        sheet.set_column(index, index, width)
    as_text(sheet)


def legend_of(column: Column) -> tuple[str, ...]:
    """The legend of one column, one word a place of LEGEND_HEAD."""
    note, choices = format_of(column)
    return (
        f"{column.label.zh} / {column.label.en}",
        column.key,
        "是 / yes" if column.required else "否 / no",
        both(note),
        "、".join(choices),
        both(column.hint),
        column.sample,
    )


def format_of(column: Column) -> tuple[Text, tuple[str, ...]]:
    """What the column's format says of itself, and its choices."""
    return (column.parse.note, column.parse.choices) if isinstance(column.parse, Format) else (NOTHING, ())


def both(text: Text) -> str:
    """Both wordings, or nothing."""
    return f"{text.zh}\n{text.en}" if text.zh or text.en else ""


def comment_of(column: Column) -> str:
    """The comment on a header: key, both labels, the format."""
    note, _ = format_of(column)
    required = "必填 required" if column.required else "选填 optional"
    lines = [column.key, f"{column.label.zh} / {column.label.en}", required, both(note), both(column.hint)]
    return "\n".join(line for line in lines if line)
