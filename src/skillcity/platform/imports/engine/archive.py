"""Is this really a small, plain XLSX? Asked before any parser of spreadsheets touches the file.

Refused with a reason each: old or encrypted workbooks, macros, other formats, damaged archives, archives that unpack to
much more than they are (zip bombs), XML with a document type (entity bombs), sheets that claim a cell far away (a
parser that keeps a dense table would allocate all cells between), and one long text repeated a million times.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.sheet_xml import (
    DAMAGED,
    PartScan,
    refuse_strange_xml,
    scan_part,
    written_out_bytes,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS_XLSX = Text("请另存为 .xlsx 后重试。", "Save it as .xlsx and try again.")
SPLIT_IT = Text("请拆成几个文件。", "Split it into several files.")
SHARED_STRINGS = "xl/sharedstrings.xml"
LINKS = "xl/_rels/workbook.xml.rels"
TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"']*)["']""")


# What Python's zip reader raises for a broken file; UnicodeDecodeError for a part's name in its local header.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    UnicodeDecodeError,
)


def check_archive(path: Path, limits: Limits) -> None:
    """Raise InputError unless the file is an XLSX within the limits."""
    refuse_old_formats(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.compress_size for entry in entries) > path.stat().st_size:
                raise zipfile.BadZipFile("parts longer than the file")  # reading one would ask for that much memory
            check_sizes(entries, limits)
            check_format({entry.filename.lower() for entry in entries})
            check_links(archive, entries)
            scans = {entry.filename.lower(): scan_part(archive, entry, limits) for entry in entries}
            check_repetition(archive, scans, limits)
    except DAMAGES as error:
        raise InputError("imports.damaged-file", DAMAGED, todo=SAVE_AS_XLSX) from error


def refuse_old_formats(path: Path) -> None:
    """Raise InputError for an encrypted workbook or a workbook of the old binary format (both are OLE files)."""
    with path.open("rb") as file:
        if file.read(len(OLE)) != OLE:
            return
        encrypted = ENCRYPTED in file.read()
    if encrypted:
        raise InputError(
            "imports.encrypted",
            Text("文件有打开密码。", "The workbook is protected by a password."),
            todo=Text("请去掉密码后重试。", "Remove the password and try again."),
        )
    raise InputError(
        "imports.old-format", Text("这是旧的 .xls 格式。", "This is the old .xls format."), todo=SAVE_AS_XLSX
    )


def check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Raise InputError for too many parts, encrypted parts, the same part twice, or parts that unpack too large."""
    unpacked = sum(entry.file_size for entry in entries)
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > limits.entries or len(names) != len(entries):
        raise InputError(
            "imports.strange-archive",
            Text("压缩包里的部件过多或重名。", "The archive has too many parts, or one part twice."),
            todo=SAVE_AS_XLSX,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(
            "imports.encrypted",
            Text("文件已加密。", "The file is encrypted."),
            todo=Text("请去掉密码后重试。", "Remove the password and try again."),
        )
    bomb = [
        entry
        for entry in entries
        if entry.file_size > limits.ratio_from_bytes and entry.file_size > limits.ratio * max(entry.compress_size, 1)
    ]
    if bomb or unpacked > limits.unpacked_bytes:
        raise InputError(
            "imports.unpacks-too-large",
            Text(
                f"文件解压后过大({unpacked // 2**20} MB)。",
                f"The file unpacks to {unpacked // 2**20} MB, which is too much for its size.",
            ),
            todo=SPLIT_IT,
        )


def check_format(names: set[str]) -> None:
    """Raise InputError unless the parts are those of an XLSX without macros."""
    if any(name.endswith("vbaproject.bin") for name in names):
        raise InputError("imports.macros", Text("文件带有宏。", "The workbook contains macros."), todo=SAVE_AS_XLSX)
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise InputError(
            "imports.not-a-workbook",
            Text("这不是 Excel 工作簿(.xlsx)。", "This is not an Excel workbook (.xlsx)."),
            todo=Text("请用 .xlsx 或 .csv。", "Use .xlsx or .csv."),
        )


def check_links(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Raise InputError when the workbook names a part that is not called .xml: only those are looked through."""
    for entry in entries:
        if entry.filename.lower() == LINKS:
            targets = TARGET.findall(archive.read(entry))
            if not all(target.lower().endswith(b".xml") for target in targets):
                refuse_strange_xml(entry.filename)


def check_repetition(archive: zipfile.ZipFile, scans: dict[str, PartScan], limits: Limits) -> None:
    """Raise InputError when the shared texts, written out into every cell that refers to them, exceed the limit.

    The cheap upper bound (cells x longest text) settles nearly every file; only above it the exact sum is taken.
    """
    shared = scans.get(SHARED_STRINGS)
    sheets = [name for name, scan in scans.items() if scan.cells]
    if shared is None or sum(scans[name].cells for name in sheets) * shared.longest_item <= limits.text_bytes:
        return
    actual = {entry.filename.lower(): entry for entry in archive.infolist()}
    total = written_out_bytes(archive, actual[SHARED_STRINGS], [actual[name] for name in sheets])
    if total > limits.text_bytes:
        raise InputError(
            "imports.too-much-text",
            Text(
                f"单元格文字共 {total // 2**20} MB，过多。",
                f"The cells hold {total // 2**20} MB of text, which is too much.",
            ),
            todo=SPLIT_IT,
        )
