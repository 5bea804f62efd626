"""Brings the tables up to date as their owner, in a process of its own: this one stays the application."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from skillcity.kernel.errors import SkillcityError
from skillcity.kernel.text import Text
from skillcity.site.supervise import roles
from skillcity.site.supervise.connecting import connect
from skillcity.site.supervise.errors import disk_full
from skillcity.site.supervise.logs import LogFile
from skillcity.site.supervise.progress import Progress
from skillcity.site.supervise.server import Database


class MigrationError(SkillcityError):
    """The tables could not be brought up to date: a fault of a release, not of the user."""

    exit_code = 1
    status = 500


def pending() -> int:
    """How many migrations wait; 0 means that the tables are as this release wants them. Django must be set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(found: Database, var: Path, progress: Progress) -> int:
    """Apply what is pending and give the application its rights. Returns how many migrations were applied."""
    waiting = pending()
    if waiting:
        _run(found, var, progress, waiting)
    with connect(found.owner) as owner:
        roles.ensure_grants(owner)
    return waiting


def _run(found: Database, var: Path, progress: Progress, waiting: int) -> None:
    log = LogFile(var / "log" / "migrate.log")
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--no-color"]
    env = os.environ | found.environment(var, as_owner=True)
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    done = 0
    with log.open() as file:
        for line in process.stdout or ():
            file.write(line.encode())
            if line.rstrip().endswith("OK"):
                done += 1
                progress(done, waiting)
    if process.wait() != 0:
        if "No space left" in log.last_complaint():
            raise disk_full(var)
        raise MigrationError(
            "site.migration-failed",
            Text("数据库结构升级失败。", "the tables could not be brought up to date."),
            where=str(log.path),
            todo=Text(f"{log.last_complaint()}", f"{log.last_complaint()}"),
        )
