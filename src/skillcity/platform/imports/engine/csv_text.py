"""Reading a CSV file: UTF-8, UTF-16 with a mark, or GB18030; separated by comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.cells import trim
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits
from skillcity.platform.imports.engine.sheet import Sheet, column_letters

SEPARATORS = ",;\t"
QUOTED = re.compile(r'"[^"]*"')
DECLARED = re.compile(r"sep=(.)\r?\n", re.I)
LONGEST_LINE = 1 << 20


def read_csv(path: Path, limits: Limits = DEFAULT_LIMITS) -> Sheet:
    """The whole file as one sheet. Raises InputError for unreadable bytes, unbalanced quotes and too large tables."""
    words = decode(path.read_bytes())
    declared = DECLARED.match(words)
    separator = declared[1] if declared and declared[1] in SEPARATORS else likely_separator(words)
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([trim(cell) for cell in row])
            if len(rows) > limits.rows or len(row) > limits.columns:
                refuse_large(len(rows), limits)
    except csv.Error as error:
        raise InputError(
            "imports.quotes",
            Text("引号不配对，或一格过长。", "Quotation marks do not pair up, or one cell is too long."),
            where=Text("第 {n} 行", "line {n}").format(n=reader.line_num).zh,
            todo=Text('单元格里的引号要写成两个 ""。', 'Write a quotation mark inside a cell twice: "".'),
        ) from error
    if declared and rows:
        rows[0] = []
    width = max(map(len, rows), default=0)
    return Sheet("", [row + [""] * (width - len(row)) for row in rows])


def refuse_large(row: int, limits: Limits) -> None:
    """Raise InputError: more rows or columns than allowed."""
    last = column_letters(limits.columns - 1)
    raise InputError(
        "imports.too-large",
        Text(
            f"第 {row} 行超出范围：最多 {limits.rows} 行、{limits.columns} 列。",
            f"Row {row} is out of range: at most {limits.rows} rows and {limits.columns} columns (up to {last}).",
        ),
        todo=Text("请拆成几个文件。", "Split it into several files."),
    )


def decode(content: bytes) -> str:
    """The text of the bytes. Raises InputError when no known encoding fits."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "imports.encoding",
        Text("文件的文字编码无法识别。", "The encoding of the file is not known."),
        todo=Text("请另存为“CSV UTF-8”或 .xlsx。", "Save it as “CSV UTF-8” or as .xlsx."),
    )


def likely_separator(words: str) -> str:
    """The separator that occurs most often in the first lines, outside quotation marks; a comma if none does."""
    head = QUOTED.sub("", words[: 64 * 1024])
    lines = "\n".join(head.splitlines()[:20])
    return max(SEPARATORS, key=lambda separator: (lines.count(separator), -SEPARATORS.index(separator)))
