"""What an import answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skillcity.platform.imports.engine.table import RowProblem


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of rows, every problem by row, remarks, and the seconds it took.

    `status` is checked, taken or refused. `again` is true when the same content had been taken before: then these are
    the figures of that time, and nothing was done. `batch_id` is None for a dry run that left nothing behind.
    """

    status: str
    rows: int
    taken: int
    present: int
    refused: int
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    seconds: float = 0.0
    batch_id: int | None = None
    again: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The answer of the command line with --json."""
        return {
            "rows": self.rows,
            "taken": self.taken,
            "present": self.present,
            "refused": self.refused,
            "problems": [problem.as_dict() for problem in self.problems],
            "notes": [note.as_dict() for note in self.notes],
            "status": self.status,
            "again": self.again,
            "seconds": round(self.seconds, 3),
        }
