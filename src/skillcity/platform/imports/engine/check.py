"""From a file to checked rows: every cell read, every problem named, nothing dropped without a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.cells import CONTROL
from skillcity.platform.imports.engine.headers import Header, find_header, match_headers, no_header
from skillcity.platform.imports.engine.limits import DEFAULT_LIMITS, Limits
from skillcity.platform.imports.engine.sheet import ODD_CELLS, Sheet
from skillcity.platform.imports.engine.table import Column, Row, RowProblem

EMPTY = Text("必填，不能为空。", "This cell must not be empty.")
CONTROL_CHARACTER = Text(
    "含有不可见的控制字符，请重新输入。", "It contains an invisible control character. Type it again."
)
SAMPLE_LEFT_OUT = Text("模板的示例行未读取。", "The sample row of the template was left out.")


@dataclass(frozen=True, slots=True)
class Checked:
    """The readable rows, the problems of the others (by row, then by column), and remarks that refuse nothing.

    `count` is the number of rows that are not empty: len(rows) + the number of rows named in `problems`.
    """

    sheet: Sheet
    header: Header
    count: int
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


@dataclass(slots=True)
class Reader:
    """Reads the cells of one column; equal words are read once."""

    column: Column
    longest: int
    known: dict[str, tuple[object, RowProblem | None]] = field(default_factory=dict)

    def read(self, words: str) -> tuple[object, RowProblem | None]:
        """The value, or the problem with row 0."""
        answer = self.known.get(words)
        if answer is None:
            answer = self.known[words] = self.read_new(words)
        return answer

    def read_new(self, words: str) -> tuple[object, RowProblem | None]:
        """The same, for words not seen before."""
        column = self.column
        if not words:
            return None, RowProblem(0, column.key, "imports.empty", EMPTY) if column.required else None
        if CONTROL.search(words):
            return None, RowProblem(0, column.key, "imports.control-character", CONTROL_CHARACTER)
        if len(words) > self.longest:
            return None, RowProblem(0, column.key, "imports.cell-too-long", too_long(len(words), self.longest))
        try:
            return column.parse(words), None
        except InputError as error:
            return None, RowProblem(0, column.key, error.code, error.text)


def too_long(actual: int, longest: int) -> Text:
    """The sentence for a cell beyond the limit."""
    return Text(
        f"单元格有 {actual} 字，最多 {longest} 字。", f"The cell has {actual} characters, at most {longest} fit."
    )


def check_sheets(sheets: Iterable[Sheet], columns: Sequence[Column], limits: Limits = DEFAULT_LIMITS) -> Checked:
    """Check the first sheet that has a header row. Raises InputError when none has, or its header cannot be used."""
    first: Sheet | None = None
    for sheet in sheets:
        first = first or sheet
        row = find_header(sheet, columns, limits)
        if row is not None:
            return check_sheet(sheet, match_headers(sheet, row, columns), columns, limits)
    if first is None:
        raise InputError(
            "imports.no-sheet",
            Text("工作簿里没有可见的工作表。", "The workbook has no visible sheet."),
            todo=Text("请取消隐藏，或使用模板。", "Show the sheet, or use the template."),
        )
    raise no_header(first, columns)


def check_sheet(
    sheet: Sheet,
    header: Header,
    columns: Sequence[Column],
    limits: Limits = DEFAULT_LIMITS,
) -> Checked:
    """Read every row below the header; empty rows do not count, and an untouched sample row of the template neither."""
    body, notes = body_of(sheet, header, columns)
    numbers = [index + 1 for index in body]
    problems: dict[int, list[RowProblem]] = {}
    values: list[list[object]] = []
    words_of: list[list[str]] = []
    here = [column for column in columns if column.key in header.places]
    for column in here:
        place = header.places[column.key]
        words = [sheet.rows[index][place] for index in body]
        reader = Reader(column, limits.cell_characters)
        answers = [reader.read(each) for each in words]
        for number, (_, problem) in zip(numbers, answers, strict=True):
            if problem is not None:
                told = RowProblem(number, problem.column, problem.code, problem.text)
                problems.setdefault(number, []).append(told)
        values.append([value for value, _ in answers])
        words_of.append(words)
    add_odd_cells(sheet, header, set(numbers), problems)
    absent = dict.fromkeys(column.key for column in columns if column.key not in header.places)
    keys = [column.key for column in here]
    rows = tuple(
        Row(number, {**dict(zip(keys, cells, strict=True)), **absent}, dict(zip(keys, raw, strict=True)))
        for number, cells, raw in zip(numbers, zip(*values, strict=True), zip(*words_of, strict=True), strict=True)
        if number not in problems
    )
    ordered = tuple(problem for number in sorted(problems) for problem in problems[number])
    return Checked(sheet, header, len(body), rows, ordered, (*header.notes, *notes))


def body_of(sheet: Sheet, header: Header, columns: Sequence[Column]) -> tuple[list[int], list[RowProblem]]:
    """The indices of the rows to read, and the note on the sample row if it was left in the template."""
    odd = {row for row, _ in sheet.odd}
    body = [index for index in range(header.row + 1, len(sheet.rows)) if any(sheet.rows[index]) or index in odd]
    samples = {column.key: column.sample for column in columns if column.sample}
    if body and samples and samples.keys() <= header.places.keys():
        first = sheet.rows[body[0]]
        if all(first[place] == samples.get(key, "") for key, place in header.places.items()):
            note = RowProblem(body[0] + 1, None, "imports.sample-row", SAMPLE_LEFT_OUT)
            return body[1:], [note]
    return body, []


def add_odd_cells(sheet: Sheet, header: Header, numbers: set[int], problems: dict[int, list[RowProblem]]) -> None:
    """Replace what was said of cells that the reader could not trust: their words are not what was typed."""
    keys = {place: key for key, place in header.places.items()}
    for (row, place), code in sheet.odd.items():
        if row + 1 in numbers and place in keys:
            others = [each for each in problems.get(row + 1, []) if each.column != keys[place]]
            problems[row + 1] = [*others, RowProblem(row + 1, keys[place], code, ODD_CELLS[code])]
