"""The heart of every import: read, check, take, in the caller's transaction; nothing here decides who may."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.imports.engine.check import Checked, check_sheets
from skillcity.platform.imports.engine.read import read_sheets
from skillcity.platform.imports.engine.table import RowProblem
from skillcity.platform.imports.kinds import ImportContext, ImportKind, Progress, Taken, no_progress
from skillcity.platform.imports.outcome import Outcome
from skillcity.platform.imports.status import Status


class NotCounted(RuntimeError):
    """The `take` of a kind has lost or doubled rows: a fault of ours, and the whole file is undone."""


def take_file(
    *,
    actor: Actor,
    kind: ImportKind,
    path: Path,
    batch_id: int,
    dry_run: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Read the file and write its good rows; with `dry_run`, or `strict` and one bad row, everything written is undone.

    Runs in a savepoint of the caller's transaction. Raises InputError for a file that cannot be read as this kind.
    """
    began = time.monotonic()
    checked = check_sheets(read_sheets(path), kind.columns)
    if checked.count == 0:
        raise no_rows(checked)
    context = ImportContext(actor, batch_id, timezone.now(), progress or no_progress, dry_run)
    with transaction.atomic():
        taken = take_rows(kind, checked, context)
        problems = sorted((*checked.problems, *taken.problems), key=lambda problem: problem.number)
        refused = len({problem.number for problem in problems})
        undone = (strict and refused > 0) or taken.taken + taken.present == 0
        if dry_run or undone:
            transaction.set_rollback(True)
    if undone:
        taken = Taken(0, 0, taken.problems, taken.notes)
    status = Status.REFUSED if undone else Status.CHECKED if dry_run else Status.TAKEN
    return Outcome(
        status=status.value,
        rows=checked.count,
        taken=taken.taken,
        present=taken.present,
        refused=refused,
        problems=tuple(problems),
        notes=(*checked.notes, *taken.notes),
        seconds=time.monotonic() - began,
        batch_id=batch_id,
    )


def take_rows(kind: ImportKind, checked: Checked, context: ImportContext) -> Taken:
    """Let the kind take the readable rows, and see to it that it has answered for each of them."""
    if not checked.rows:
        return Taken(0, 0)
    context.progress(0, len(checked.rows))
    taken = kind.take(checked.rows, context)
    require_every_row(kind, checked, taken)
    context.progress(len(checked.rows), len(checked.rows))
    return taken


def require_every_row(kind: ImportKind, checked: Checked, taken: Taken) -> None:
    """Raise NotCounted unless taken + present + refused is the number of rows given, and only those were refused."""
    given = {row.number for row in checked.rows}
    refused = numbers_of(taken.problems)
    if not refused <= given or taken.taken + taken.present + len(refused) != len(given):
        raise NotCounted(
            f"import kind {kind.key}: {len(given)} rows given, but {taken.taken} taken, {taken.present} present,"
            f" {len(refused)} refused"
        )


def numbers_of(problems: Sequence[RowProblem]) -> set[int]:
    """The rows that the problems name."""
    return {problem.number for problem in problems}


def no_rows(checked: Checked) -> InputError:
    """The error for a table that has a header and nothing below it."""
    return InputError(
        "imports.no-rows",
        Text("表头下面没有数据。", "There are no rows below the header."),
        where=checked.sheet.name,
        todo=Text("请填写数据后重新上传。", "Fill in the rows and send it again."),
    )
