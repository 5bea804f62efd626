"""How many months some periods cover together: years of work, months of insurance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from skillcity.kernel.period import Period

_LAST = date.max - timedelta(days=1)
"""There is no day after date.max, which stands for "no end"."""


def covered_months(periods: Iterable[tuple[date, date]], first: date | None, last: date) -> int:
    """Whole months (累计月数) of periods, both ends included, cut to first..last; `first` None: nothing counts.

    Periods that overlap or follow each other without a gap are one, so that no day counts twice and a change of
    employer loses nothing. A period that ends before it begins counts for nothing.
    """
    if first is None:
        return 0
    last = min(last, _LAST)
    cut = sorted((max(start, first), min(end, last)) for start, end in periods)
    merged: list[tuple[date, date]] = []
    for start, end in cut:
        if end < start:
            continue
        if merged and start <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return sum(Period(start, end).months for start, end in merged)
