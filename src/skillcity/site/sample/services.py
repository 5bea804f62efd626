"""Brings the sample city into the running system by the very way an officer's workbooks take."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from xlsxwriter.exceptions import FileCreateError

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.imports.services import import_file
from skillcity.site.sample.engine.sample import DEFAULT_SEED, Plan
from skillcity.site.sample.engine.workbooks import Manifest, Progress, complete, no_progress, write
from skillcity.site.sample.errors import cannot_write


def sample_folder(plan: Plan) -> Path:
    """Where the workbooks of a plan lie: var/sample/<scale>, with the seed when it is not the usual one."""
    seed = "" if plan.seed == DEFAULT_SEED else f"-{plan.seed}"
    return Path(settings.VAR) / "sample" / f"{plan.scale:g}{seed}"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait for whoever else writes into the folder; the lock is on the folder itself and ends with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def prepare_sample(plan: Plan, folder: Path, progress: Progress = no_progress) -> Manifest:
    """The folder's sample, written anew unless it is whole already. Raises InputError `sample.cannot-write`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder):
            return complete(plan, folder) or write(plan, folder, progress)
    except (OSError, FileCreateError) as error:
        raise cannot_write(folder, error) from error


def import_sample(
    scale: float, progress: Progress = no_progress, *, seed: int = DEFAULT_SEED, actor: Actor = SYSTEM
) -> dict[str, Any]:
    """Write the workbooks unless they are there, and import each; what was taken before is not taken again.

    `progress` is told (done, total, what): people while writing, then rows while importing. Returns `rows, taken,
    present, refused`, the same by table under `tables`, `expected_refused` (what the generator made wrong) and `again`
    (whether all files had been taken before: then the figures are those of that time).
    """
    plan = Plan(scale, seed)
    folder = sample_folder(plan)
    manifest = prepare_sample(plan, folder, progress)
    total, before = sum(each.rows for each in manifest.files), 0
    tables: dict[str, dict[str, int]] = {}
    again = True
    for each in manifest.files:

        def report(done: int, of: int, before: int = before, kind: str = each.kind) -> None:
            progress(before + done, total, kind)

        outcome = import_file(actor=actor, kind=each.kind, path=folder / each.name, progress=report)
        counts = tables.setdefault(each.kind, {"rows": 0, "taken": 0, "present": 0, "refused": 0})
        again = again and outcome.again
        for key in counts:
            counts[key] += getattr(outcome, key)
        before += each.rows
        progress(before, total, each.kind)
    sums = {key: sum(counts[key] for counts in tables.values()) for key in ("rows", "taken", "present", "refused")}
    expected = sum(manifest.refused.values())
    return {**sums, "expected_refused": expected, "again": again, "tables": tables, "folder": str(folder)}
