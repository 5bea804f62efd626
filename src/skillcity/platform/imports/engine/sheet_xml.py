"""Looking through the XML parts of a workbook in pieces, without building anything from them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.parsers import expat

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.sheet import column_index, column_letters

PIECE = 1 << 20
LONGEST_TEXT = 4 * PIECE
CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
USUAL_CELL = b'<c r="'
FAR_CELL = re.compile(rb'<c r="(?:([A-Z]{2,})([0-9]+)|([A-Z])([0-9]{5,}))"[^>]*>', re.I)
REFERENCE = re.compile(r"([A-Za-z]+)([0-9]+)")
DAMAGED = Text("文件已损坏，无法打开。", "The file is damaged and cannot be opened.")
SAVE_AGAIN = Text("请用 Excel 或 WPS 另存为 .xlsx 后重试。", "Save it as .xlsx from Excel or WPS and try again.")


@dataclass(slots=True)
class PartScan:
    """What was counted in one part: cells, cells in the usual form, and the longest shared text in bytes."""

    cells: int = 0
    usual_cells: int = 0
    longest_item: int = 0


def scan_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> PartScan:
    """Read one part to its end, which also proves its size and checksum. Raises InputError for what it must not hold.

    A cell in the usual form begins with `<c r="`. A part with any other cell is walked again, exactly and slowly. The
    XML must be well-formed: what reads the workbook afterwards forgives more, and would see other cells than this.
    """
    name = entry.filename.lower()
    is_xml = name.endswith((".xml", ".rels"))
    scan = PartScan()
    rest, since_item = b"", 0
    parser = new_parser()
    with archive.open(entry) as part, well_formed(entry):
        while piece := part.read(PIECE):
            if not is_xml:
                continue
            since_item = measure_items(piece, since_item, scan)
            window = rest + piece
            cut = window.rfind(b"<")
            whole, rest = window[:cut], window[cut:]
            if cut < 0 or len(rest) > LONGEST_TEXT or not harmless(window):
                refuse_strange_xml(name)
            parser.Parse(piece)
            scan.cells += len(CELL.findall(whole))
            scan.usual_cells += whole.count(USUAL_CELL)
            refuse_far_cells(whole, limits)
        if is_xml:
            parser.Parse(b"", True)
    scan.longest_item = max(scan.longest_item, since_item)
    if scan.cells != scan.usual_cells:
        refuse_far_corner(*far_corner(archive, entry), limits)
    return scan


def measure_items(piece: bytes, since_item: int, scan: PartScan) -> int:
    """Keep the longest stretch between two ends of a shared text (`</si>`); gives the bytes since the last end."""
    first, *others = piece.split(b"si>")
    scan.longest_item = max(scan.longest_item, since_item + len(first), *map(len, others), 0)
    return len(others[-1]) if others else since_item + len(piece)


def harmless(window: bytes) -> bool:
    """No document type, and no encoding that would hide one from this look (a workbook is UTF-8)."""
    return b"<!DOCTYPE" not in window and b"<!ENTITY" not in window and b"\0" not in window


def refuse_strange_xml(name: str) -> None:
    """Raise InputError for a part that no spreadsheet program writes."""
    raise InputError(
        "imports.strange-xml",
        Text("工作簿内部含有不允许的内容。", "The workbook contains XML that no spreadsheet program writes."),
        where=name,
        todo=SAVE_AGAIN,
    )


def refuse_far_cells(whole: bytes, limits: Limits) -> None:
    """Raise InputError when a cell with content stands beyond the limits (empty formatted cells do not count)."""
    for match in FAR_CELL.finditer(whole):
        if not match[0].endswith(b"/>"):
            letters = (match[1] or match[3]).decode()
            refuse_far_corner(int(match[2] or match[4]), column_index(letters), limits)


def refuse_far_corner(row: int, column: int, limits: Limits) -> None:
    """Raise InputError when this row (from 1) or this column (from 0) lies outside the limits."""
    if row <= limits.rows and column < limits.columns:
        return
    name = f"{column_letters(column)}{row}"
    last = column_letters(limits.columns - 1)
    raise InputError(
        "imports.too-large",
        Text(
            f"单元格 {name} 超出范围：最多 {limits.rows} 行，最多到 {last} 列。",
            f"Cell {name} is out of range: at most {limits.rows} rows, and columns up to {last}.",
        ),
        todo=Text(
            "请拆成几个文件，或删除多余的单元格。", "Split the file, or delete what stands far outside the table."
        ),
    )


def far_corner(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row (from 1) and the last column (from 0) of a part whose cells may leave out their reference."""
    row = column = last_row = last_column = 0

    def starts(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column
        local = name.rpartition(":")[2]
        if local == "row":
            reference = attributes.get("r", "")
            row, column = int(reference) if reference.isdecimal() else row + 1, -1
        elif local == "c":
            known = REFERENCE.fullmatch(attributes.get("r", ""))
            row, column = (int(known[2]), column_index(known[1])) if known else (row, column + 1)
            last_row, last_column = max(last_row, row), max(last_column, column)

    walk(archive, entry, starts, lambda words: None)
    return last_row, last_column


def written_out_bytes(archive: zipfile.ZipFile, shared: zipfile.ZipInfo, sheets: list[zipfile.ZipInfo]) -> int:
    """The bytes of shared text after each cell has been given its own copy; exact."""
    lengths: list[int] = []

    def starts(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def says(words: str) -> None:
        if lengths:
            lengths[-1] += len(words.encode("utf-8", "replace"))

    walk(archive, shared, starts, says)
    return sum(lengths[index] for sheet in sheets for index in shared_indices(archive, sheet) if index < len(lengths))


def shared_indices(archive: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> list[int]:
    """The index of the shared text of each cell that has one."""
    indices: list[int] = []
    words: list[str] = []
    is_shared = False

    def close() -> None:
        value = "".join(words).strip()
        words.clear()
        if is_shared and value.isdecimal():
            indices.append(int(value))

    def starts(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_shared
        close()
        if name.rpartition(":")[2] == "c":
            is_shared = attributes.get("t") == "s"

    walk(archive, sheet, starts, words.append)
    close()
    return indices


def walk(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    starts: Callable[[str, dict[str, str]], None],
    says: Callable[[str], object],
) -> None:
    """Run an event parser over a part. Raises InputError when it is not XML."""
    parser = new_parser()
    parser.buffer_text = True
    parser.StartElementHandler = starts
    parser.CharacterDataHandler = says
    with archive.open(entry) as part, well_formed(entry):
        parser.ParseFile(part)


def new_parser() -> expat.XMLParserType:
    """A parser of UTF-8, whatever the part calls its encoding: its readers know no other."""
    return expat.ParserCreate("UTF-8")


@contextmanager
def well_formed(entry: zipfile.ZipInfo) -> Iterator[None]:
    """Turn the parser's complaint about a part into InputError."""
    try:
        yield
    except expat.ExpatError as error:
        raise InputError("imports.damaged-file", DAMAGED, where=entry.filename, todo=SAVE_AGAIN) from error
