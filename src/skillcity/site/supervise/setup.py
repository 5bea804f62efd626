"""Gives a command its database and Django, just before it runs and not for its help."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from skillcity.kernel.text import Text
from skillcity.site.supervise.server import Database, database, default_var

SETTINGS = "skillcity.site.settings"


def set_up_django() -> None:
    """Set Django up; connections are made later, with the environment of that moment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


def is_set_up() -> bool:
    """Whether somebody (a test, an outer command) has set Django up already."""
    apps = sys.modules.get("django.apps")
    return apps is not None and bool(apps.apps.ready)


def use(found: Database, var: Path, *, as_owner: bool = False) -> None:
    """Let Django of this process work on this database."""
    os.environ.update(found.environment(var, as_owner=as_owner))
    if not is_set_up():
        set_up_django()


def make_ready(found: Database, var: Path) -> None:
    """Bring a database that has never been used to the tables and the reference data that every command counts on."""
    from django.db import connection

    if "facts_fact" in connection.introspection.table_names():
        return
    from skillcity.reference.services import load_shipped
    from skillcity.site.supervise.migrating import migrate
    from skillcity.site.supervise.progress import steps

    with steps() as board:
        with board.step("migrate", Text("升级数据库结构", "bring the tables up to date")) as progress:
            migrate(found, var, progress)
        with board.step("reference", Text("载入参考数据", "load the reference data")) as progress:
            load_shipped(progress)


def prepare_before(command: click.Command) -> None:
    """Let every command below this one start or join the database before it runs."""
    if getattr(command, "without_database", False) or getattr(command, "_prepared", False):
        return
    if isinstance(command, click.Group):
        for child in command.commands.values():
            prepare_before(child)
        return
    inner = command.invoke

    def invoke(ctx: click.Context) -> Any:
        if os.environ.get("SKILLCITY_DB"):  # given by the supervisor or by a test
            if not is_set_up():
                set_up_django()
            return inner(ctx)
        var = default_var()
        with database(var) as found:
            use(found, var)
            make_ready(found, var)
            return inner(ctx)

    command.invoke = invoke  # type: ignore[method-assign]
    command._prepared = True  # type: ignore[attr-defined]
