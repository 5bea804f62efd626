"""The months that periods of facts cover together, in vectorised numpy, for a formula of OpenFisca."""

from __future__ import annotations

from typing import Any

import numpy as np

SPAN = 4_000_000
"""More days than there are up to the year 9999: a person's days lie above those of the person before."""


def covered_months(owner: Any, start: Any, end: Any, chosen: Any, first: Any | None, day: Any, people: int) -> Any:
    """Whole months of the chosen periods for each of the people, cut to `first` (of each person) .. day and merged."""
    rows = np.flatnonzero(chosen)
    owner, start, end = owner[rows], start[rows].astype(np.int64), np.minimum(end[rows], day).astype(np.int64)
    if first is not None:
        start = np.maximum(start, first[owner].astype(np.int64))
    kept = start <= end
    owner, start, end = owner[kept], start[kept], end[kept]
    if not len(owner):
        return np.zeros(people, np.int64)
    order = np.argsort(owner * SPAN + start, kind="stable")
    owner, start, end = owner[order], start[order], end[order]
    reached = np.maximum.accumulate(owner * SPAN + end) - owner * SPAN
    begins = np.concatenate(([True], (owner[1:] != owner[:-1]) | (start[1:] > reached[:-1] + 1)))
    starts = np.flatnonzero(begins)
    ends = np.concatenate((starts[1:], [len(owner)])) - 1
    (month, of_month), (month_after, of_month_after) = _calendar(start[starts]), _calendar(reached[ends] + 1)
    return np.bincount(owner[starts], month_after - month - (of_month_after < of_month), minlength=people)


def _calendar(days: Any) -> tuple[Any, Any]:
    """The month, counted from January 1970, and the day of the month."""
    months = days.astype("M8[D]").astype("M8[M]")
    return months.astype(np.int64), days - months.astype("M8[D]").astype(np.int64)
