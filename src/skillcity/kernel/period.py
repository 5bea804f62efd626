"""A span of days, both ends included; the end may be open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from skillcity.kernel.compact import compact
from skillcity.kernel.dates import parse_date
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

_BETWEEN = re.compile(r"至|到|~|--|—+")
_OPEN = {"", "..", "今", "长期"}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; `end` None is open, and 9999-12-31 (for ever) becomes None."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end == date.max:
            object.__setattr__(self, "end", None)
        if self.last < self.start:
            raise InputError(
                "period.order",
                Text(
                    f"结束日期 {self.end} 早于开始日期 {self.start}。",
                    f"The end {self.end} is before the start {self.start}.",
                ),
                todo=Text("请核对两个日期。", "Check both dates."),
            )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2024-01-01/2024-06-30", "2024.1.1至2024.6.30"; open: "2024-01-01/..", "2024年1月1日至今".

        Errors: `period.unreadable`, `period.order`, and those of `parse_date`.
        """
        typed = compact(text)
        ends = _BETWEEN.split(typed, maxsplit=1) if _BETWEEN.search(typed) else typed.split("/")
        if len(ends) != 2:
            raise InputError(
                "period.unreadable",
                Text(f"“{text[:60]}”不是起止日期。", f"“{text[:60]}” is not a period."),
                todo=Text("请写成 2024-01-01/2024-06-30。", "Write it as 2024-01-01/2024-06-30."),
            )
        start, end = ends
        return cls(parse_date(start), None if end in _OPEN else parse_date(end))

    @property
    def last(self) -> date:
        """The last day, `date.max` when open."""
        return self.end or date.max

    def __str__(self) -> str:
        return f"{self.start}/{self.end or '..'}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Whether some day is in both."""
        return self.start <= other.last and other.start <= self.last

    def intersect(self, other: Period) -> Period | None:
        """The days in both, None if there are none."""
        return Period(max(self.start, other.start), min(self.last, other.last)) if self.overlaps(other) else None

    @property
    def months(self) -> int:
        """How many whole months fit in.

        A month ends on the day before the same day of the next month or, where that month has no such day, on its last
        (article 202 of the Civil Code counts so): from 15 January on 14 February, from 31 January on 28 or 29 February.
        Error: `period.open` for an open end.
        """
        if self.end is None:
            raise InputError(
                "period.open",
                Text(
                    f"时段 {self} 没有结束日期，不能计算月数。",
                    f"The period {self} has no end: its months cannot be counted.",
                ),
                todo=Text("请先给出截止日期。", "Give the day up to which to count."),
            )
        after = self.end + timedelta(days=1)
        return (after.year - self.start.year) * 12 + after.month - self.start.month - (after.day < self.start.day)
