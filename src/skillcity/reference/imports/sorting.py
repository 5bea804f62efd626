"""Sorts the rows of a file: new, known already, repeated in the file, or at odds with what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from skillcity.kernel.dates import SHANGHAI
from skillcity.kernel.text import Text
from skillcity.platform.accounts.roles import Role
from skillcity.platform.imports.kinds import ImportContext, Row, RowProblem, Taken
from skillcity.reference.engine.editions import Confidence, EditionInfo
from skillcity.reference.engine.words import tidy
from skillcity.reference.models import Edition
from skillcity.reference.writing import write_edition

WHO = frozenset({Role.CITY_OFFICER.value, Role.SYSTEM_ADMIN.value})
"""Reference data is the city's: counties and organisations only read it."""


@dataclass(slots=True)
class Sorted:
    """The rows to write, and what is said about the others. Every row is in exactly one place."""

    fresh: list[Row] = field(default_factory=list)
    present: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)

    def refuse(self, row: Row, column: str | None, code: str, text: Text) -> None:
        """The row is not taken."""
        self.problems.append(RowProblem(row.number, column, code, text))

    def note(self, row: Row, column: str | None, code: str, text: Text) -> None:
        """The row is taken, and this is to be known about it."""
        self.notes.append(RowProblem(row.number, column, code, text))

    def taken(self) -> Taken:
        """The answer of a kind that has written all `fresh` rows."""
        return Taken(len(self.fresh), self.present, self.problems, self.notes)


def cell(row: Row, key: str) -> str:
    """A cell as text; "" when empty."""
    value = row.values.get(key)
    return "" if value is None else str(value)


def day(row: Row, key: str) -> date | None:
    """A cell as a date; None when empty."""
    value = row.values.get(key)
    return value if isinstance(value, date) else None


def whole(row: Row, key: str) -> int | None:
    """A cell as a whole number; None when empty."""
    value = row.values.get(key)
    return value if isinstance(value, int) else None


def sort_rows(
    rows: Sequence[Row],
    *,
    key: Callable[[Row], Any],
    name: Callable[[Row], str],
    known: Mapping[Any, str],
    columns: tuple[str, str],
) -> Sorted:
    """Compare each row with what is known (`known`: key -> name) and with the rows above it.

    Same key and same name: present; a repeat within the file is noted with the row that it repeats. Same key and
    another name: refused, because a renaming belongs to a new edition. `columns` are the keys of the columns of code
    and name.
    """
    sorted_rows = Sorted()
    first: dict[Any, Row] = {}
    for row in rows:
        which, called = key(row), tidy(name(row))
        code = cell(row, columns[0])
        above = first.get(which)
        if above is not None and tidy(name(above)) == called:
            sorted_rows.present += 1
            sorted_rows.note(row, columns[0], "reference.repeated", repeated(above.number, code))
        elif above is not None:
            sorted_rows.refuse(row, columns[1], "reference.two-names", two_names(above.number, code, name(above)))
        elif which in known and tidy(known[which]) != called:
            sorted_rows.refuse(row, columns[1], "reference.other-name", other_name(code, known[which]))
        else:
            first[which] = row
            if which in known:
                sorted_rows.present += 1
            else:
                sorted_rows.fresh.append(row)
    return sorted_rows


def repeated(number: int, code: str) -> Text:
    """What is said about a repeat."""
    return Text(f"{code} 与第 {number} 行重复，已算作已有。", f"{code} repeats row {number}; counted as present.")


def two_names(number: int, code: str, name: str) -> Text:
    """What is said about two names in one file."""
    return Text(
        f"{code} 在第 {number} 行叫“{name}”。请只留一行。",
        f"{code} is called “{name}” in row {number}. Keep one of the two.",
    )


def other_name(code: str, name: str) -> Text:
    """What is said about a name at odds with the present edition."""
    return Text(
        f"{code} 现名“{name}”。请核对代码和名称；改名要等新版本。",
        f"{code} is called “{name}”. Check code and name; a renaming needs a new edition.",
    )


def today(context: ImportContext) -> date:
    """The day of the import in the city."""
    return context.recorded_at.astimezone(SHANGHAI).date()


def edition_for(kind: str, context: ImportContext) -> Edition:
    """The edition that holds what one import adds: named after its batch, valid from the day of the import."""
    day = today(context)
    return write_edition(
        EditionInfo(
            kind=kind,
            edition=f"import-{context.batch_id}",
            name=Text(f"{day.isoformat()}导入", f"Imported on {day.isoformat()}"),
            issuer="",
            source=f"import batch {context.batch_id} by {context.actor.label}",
            retrieved_on=day,
            confidence=Confidence.IMPORTED,
            valid_from=day,
        )
    )
