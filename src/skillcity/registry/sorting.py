"""Sorting the rows of a file: new, present already, refused. Every row ends in exactly one of the three."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from skillcity.kernel.text import Text
from skillcity.platform.imports.kinds import Row, RowProblem, Taken


@dataclass(slots=True)
class Sorting:
    """Collects what became of the rows; `first` finds a row that says again what an earlier one of the file said."""

    present: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)
    seen: dict[Hashable, int] = field(default_factory=dict)

    def refuse(self, row: Row, column: str | None, code: str, zh: str, en: str) -> None:
        """Refuse a row with its reason."""
        self.problems.append(RowProblem(row.number, column, code, Text(zh, en)))

    def note(self, row: Row, column: str | None, code: str, text: Text) -> None:
        """Remark on a row that is taken all the same."""
        self.notes.append(RowProblem(row.number, column, code, text))

    def first(self, row: Row, key: Hashable, column: str | None = None) -> bool:
        """Whether no earlier row of the file had this key; otherwise the row is refused."""
        earlier = self.seen.setdefault(key, row.number)
        if earlier == row.number:
            return True
        self.refuse(row, column, "imports.twice", f"与第{earlier}行重复。", f"It repeats row {earlier}.")
        return False

    def taken(self, count: int) -> Taken:
        """The outcome, when `count` rows were written."""
        return Taken(count, self.present, self.problems, self.notes)
