"""The sample as workbooks, as an office would hand them in: one or more a table, and a manifest that seals them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from skillcity.site.sample.engine.flaws import Tally
from skillcity.site.sample.engine.sample import Plan, rows
from skillcity.site.sample.engine.shape import shape
from skillcity.site.sample.engine.tables import COLUMNS, Row

MANIFEST = "manifest.json"
FORMAT = 1
ROWS_A_FILE = 50_000  # half of what an import takes at once
STEP = 500
Progress = Callable[[int, int, object], None]


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One written workbook: its name in the folder, its table, its rows without the header, its SHA-256."""

    name: str
    kind: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written, in the order of import. The counts by table are those of the tally."""

    scale: float
    seed: int
    people: int
    files: tuple[SampleFile, ...]
    rows: dict[str, int]
    refused: dict[str, int]
    flaws: dict[str, int]
    format: int = FORMAT
    synthetic: bool = True

    def as_dict(self) -> dict[str, Any]:
        """The form of the file and of the command line."""
        return asdict(self)


@dataclass(slots=True)
class Binder:
    """The workbooks of one table; a full one is closed and the next begun."""

    folder: Path
    kind: str
    created: datetime
    files: list[SampleFile] = field(default_factory=list)
    _book: Any = None
    _sheet: Any = None
    _line: int = 0

    @property
    def name(self) -> str:
        """The name of the current file: 05-people.xlsx, then 05-people-2.xlsx."""
        part = f"-{len(self.files) + 1}" if self.files else ""
        return f"{list(COLUMNS).index(self.kind) + 1:02d}-{self.kind}{part}.xlsx"

    def add(self, row: Row) -> None:
        """Write one row."""
        if self._line >= ROWS_A_FILE:
            self.close()
        if self._book is None:
            self.open()
        self._line += 1
        for place, column in enumerate(COLUMNS[self.kind]):
            value = row[column]
            if isinstance(value, int):
                self._sheet.write_number(self._line, place, value)
            elif value:
                self._sheet.write_string(self._line, place, value)

    def open(self) -> None:
        """Begin a file; the fixed date of creation keeps its bytes the same every time."""
        self._book = xlsxwriter.Workbook(str(self.folder / self.name), {"constant_memory": True})
        self._book.set_properties({"title": shape().source, "comments": shape().source, "created": self.created})
        self._sheet = self._book.add_worksheet(self.kind)
        self._sheet.write_row(0, 0, COLUMNS[self.kind])

    def close(self) -> None:
        """Finish the current file, if there is one."""
        if self._book is None:
            return
        self._book.close()
        digest = hashlib.sha256((self.folder / self.name).read_bytes()).hexdigest()
        self.files.append(SampleFile(self.name, self.kind, self._line, digest))
        self._book, self._line = None, 0


def no_progress(done: int, total: int, what: object) -> None:
    """Nobody watches."""


def write(plan: Plan, folder: Path, progress: Progress = no_progress) -> Manifest:
    """Write all workbooks of a plan into the folder, the manifest last; what stood under the same names is replaced.

    `progress` is told people written, people in all, and the step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    discard(folder)
    created = datetime.combine(shape().today, datetime.min.time())
    binders = {kind: Binder(folder, kind, created) for kind in COLUMNS}
    tally = Tally()
    people = 0
    for kind, row in rows(plan, tally):
        binders[kind].add(row)
        people += kind == "people"
        if kind == "people" and people % STEP == 0:
            progress(min(people, plan.people), plan.people, kind)
    for binder in binders.values():
        binder.close()
    progress(plan.people, plan.people, "people")
    manifest = Manifest(
        scale=plan.scale,
        seed=plan.seed,
        people=plan.people,
        files=tuple(each for binder in binders.values() for each in binder.files),
        rows=tally.rows,
        refused=tally.expected_errors,
        flaws=tally.flaws,
    )
    half = folder / f"{MANIFEST}.part"
    half.write_text(json.dumps(manifest.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    half.replace(folder / MANIFEST)
    return manifest


def discard(folder: Path) -> None:
    """Take away the sample that the folder's manifest names; the manifest first, so that no half sample looks whole."""
    manifest = read_manifest(folder)
    (folder / MANIFEST).unlink(missing_ok=True)
    for each in manifest.files if manifest else ():
        (folder / each.name).unlink(missing_ok=True)


def read_manifest(folder: Path) -> Manifest | None:
    """The folder's manifest; None if there is none or it cannot be understood."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**{**found, "files": tuple(SampleFile(**each) for each in found["files"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def complete(plan: Plan, folder: Path) -> Manifest | None:
    """The manifest, if the folder holds exactly this plan's files, unchanged to the byte; else None."""
    manifest = read_manifest(folder)
    if manifest is None or (manifest.format, manifest.scale, manifest.seed) != (FORMAT, plan.scale, plan.seed):
        return None
    for each in manifest.files:
        path = folder / each.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != each.sha256:
            return None
    return manifest
