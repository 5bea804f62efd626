"""Dates as people type them into spreadsheets, and what day it is in Wenzhou."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

# A bare machine may have no zone database, and China has kept no summer time since 1991: a fixed offset is exact.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

_MIDNIGHT = r"(?:T?00:00(?::00(?:\.0+)?)?)?"  # what a date column becomes when a reader takes it for a time
_SPELLINGS = (
    re.compile(rf"([1-9][0-9]{{3}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_MIDNIGHT}"),
    re.compile(r"([1-9][0-9]{3})(年)([0-9]{1,2})月([0-9]{1,2})[日号]"),
    re.compile(r"([1-9][0-9]{3})()([0-9]{2})([0-9]{2})"),
)
# Five digits only: four would turn the bare year 2024 into a day of 1905.
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.0+)?")
_SERIAL_ZERO = date(1899, 12, 30)  # Excel's 1900 date system; serials before 61 (its false leap day) have fewer digits


def parse_date(text: str) -> date:
    """Read 2024-01-02, 2024/1/2, 2024.1.2, 2024年1月2日, 20240102 or an Excel serial of five digits (1927 to 2173).

    Two-digit years and months without a day are refused, not guessed.
    Errors: `date.unreadable`, `date.not-real` (such as 30 February).
    """
    typed = compact(text)
    if serial := _SERIAL.fullmatch(typed):
        return _SERIAL_ZERO + timedelta(days=int(serial[1]))
    for spelling in _SPELLINGS:
        if match := spelling.fullmatch(typed):
            try:
                return date(int(match[1]), int(match[3]), int(match[4]))
            except ValueError:
                raise InputError(
                    "date.not-real",
                    Text(f"“{text[:40]}”：没有这一天。", f"“{text[:40]}”: there is no such day."),
                    todo=Text("请核对月和日。", "Check the month and the day."),
                ) from None
    raise InputError(
        "date.unreadable",
        Text(f"“{text[:40]}”不是日期。", f"“{text[:40]}” is not a date."),
        todo=Text("请写成 2024-01-02(年-月-日)。", "Write it as 2024-01-02 (year-month-day)."),
    )


def today(clock: Callable[[], datetime]) -> date:
    """The date in Asia/Shanghai. `clock` returns the present moment; one without a time zone is a ValueError."""
    now = clock()
    if now.tzinfo is None:
        raise ValueError("the clock must tell its time zone")
    return now.astimezone(SHANGHAI).date()
