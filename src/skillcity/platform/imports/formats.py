"""The formats of all imports as Markdown for docs/formats.md, written from the kinds so that it stays true."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.platform.imports.engine.table import Column
from skillcity.platform.imports.engine.template import format_of
from skillcity.platform.imports.kinds import ImportKind

INTRODUCTION = """# Import formats

This file is written by `./skillcity import --list --markdown > docs/formats.md`; a test keeps it true.

A file is an Excel workbook (`.xlsx`) or a CSV file: UTF-8, UTF-16 with a byte order mark, or GB18030,
separated by comma, semicolon or tab. The first visible sheet that has a header row is read; title rows
above the header are passed over.

* **Headers** are the key, the Chinese or English label, or an alias, in any order. A column that is not
  part of the format is not read, and a remark says so. A required column that is missing, or a column that
  is there twice, refuses the file.
* **Cells**: spaces at both ends are cut off. Codes, numbers and dates may be typed in full width. A formula
  gives its stored value. A number of more than 15 digits is refused, because the spreadsheet has lost its
  last digits: format the column as text. `2024-05-01`, `2024/5/1`, `2024.5.1`, `2024年5月1日` and `20240501`
  are dates, and so are date cells.
* **Rows** that are empty are passed over, and so is the sample row of a template that nobody changed. Every
  other row is written, found to be there already, or refused with a reason.
* **Limits**: 64 MB, 100,000 rows, 100 columns, 32,767 characters a cell. Workbooks with macros, passwords,
  or the old `.xls` format are refused.
* The good rows of a file are written together, in one transaction. The refused rows come back as a workbook
  with the columns 错误, Error and 行号 Row: correct it and send it again as it is. A cell that begins with `=`,
  `+`, `-`, `@`, a tab or a line break has an apostrophe in front there, so that no spreadsheet takes it for
  a formula; reading takes it off.
* The same content of the same kind again is answered with the first result and changes nothing.

The words of the options and of the command are in `./skillcity import --help`.

Persons and facts for `./skillcity policy evaluate`, `explain` and `diff`, which need no database, are Parquet files:
their columns and those of the answers are told in [policy-files.md](policy-files.md).
"""


def as_markdown(kinds: Sequence[ImportKind]) -> str:
    """The whole document."""
    return "\n".join([INTRODUCTION, *(kind_as_markdown(kind) for kind in kinds)])


def kind_as_markdown(kind: ImportKind) -> str:
    """The section of one kind."""
    rows = "\n".join(column_as_row(column) for column in kind.columns)
    roles = ", ".join(sorted(kind.roles)) or "the system only"
    return (
        f"## `{kind.key}`: {kind.label.zh} / {kind.label.en}\n\n{kind.about.en} Imported by: {roles}.\n\n"
        "| key | label | required | format | choices | remark | example |\n"
        f"| --- | --- | --- | --- | --- | --- | --- |\n{rows}\n"
    )


def column_as_row(column: Column) -> str:
    """The line of one column."""
    note, choices = format_of(column)
    cells = (
        f"`{column.key}`",
        f"{column.label.zh} / {column.label.en}",
        "yes" if column.required else "no",
        note.en,
        ", ".join(choices),
        column.hint.en,
        f"`{column.sample}`" if column.sample else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
