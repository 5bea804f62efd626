"""The kinds of import: each room declares its own, and `skillcity.site.imports` registers all of them by name.

No Django here: a kind is a plain value, and `take` is the only function of it that meets the database.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.table import Column, Format, Row, RowProblem

if TYPE_CHECKING:
    from skillcity.platform.accounts.actor import Actor

__all__ = [
    "Column",
    "Format",
    "ImportContext",
    "ImportKind",
    "Progress",
    "Row",
    "RowProblem",
    "Taken",
    "all_kinds",
    "kind_named",
    "register",
]

Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all)."""


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """Who imports, in which batch, and when; `recorded_at` is one moment for the whole file.

    In a dry run everything that `take` writes is rolled back afterwards; `dry_run` is for what a database cannot undo.
    """

    actor: Actor
    batch_id: int
    recorded_at: datetime
    progress: Progress = no_progress
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows given to `take`: written, already there, refused.

    Every row is counted once: taken + present + rows named in `problems` = rows given. The service checks this sum, so
    that no row is dropped silently. `notes` are remarks on rows that were taken all the same.
    """

    taken: int
    present: int
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)


Take = Callable[[Sequence[Row], ImportContext], Taken]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of file. `take` is given the rows whose cells could all be read, and runs inside one transaction.

    `take` writes with few statements (bulk), never opens a transaction that commits, and refuses a row by returning a
    RowProblem. An exception from it undoes the whole file. `roles` are the roles that may import this kind.
    """

    key: str
    label: Text
    about: Text
    columns: tuple[Column, ...]
    take: Take
    roles: frozenset[str]


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Make a kind known. The same kind twice is no harm; another one under the same key is a mistake of ours."""
    known = _kinds.get(kind.key)
    if known is not None and known != kind:
        raise ValueError(f"another import kind is already registered as {kind.key!r}")
    keys = [column.key for column in kind.columns]
    if len(set(keys)) != len(keys) or not keys:
        raise ValueError(f"the import kind {kind.key!r} needs columns with different keys, not {keys}")
    _kinds[kind.key] = kind


def all_kinds() -> tuple[ImportKind, ...]:
    """All kinds, in the order of registration."""
    return tuple(_kinds.values())


def kind_named(key: str) -> ImportKind:
    """The kind with this key. Raises NotFound with the nearest names."""
    kind = _kinds.get(key)
    if kind is not None:
        return kind
    near = difflib.get_close_matches(key, _kinds, n=3, cutoff=0.5) or list(_kinds)
    names = ", ".join(near) or "-"
    raise NotFound(
        "imports.unknown-kind",
        Text("没有这种导入类型。", "There is no such kind of import."),
        where=key,
        todo=Text(f"可用类型：{names}", f"Try one of: {names}."),
    )
