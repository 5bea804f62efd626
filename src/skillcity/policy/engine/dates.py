"""Arithmetic with dates in rules: completed years, and a day some months before another."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Unit = Literal["days", "months", "years"]
OPEN_END = date.max
"""Stands for "no end": later than every day that can be asked about."""


def completed_years(start: date, day: date) -> int:
    """Whole years from start to day; somebody born on 29 February completes a year on 1 March of a common year."""
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))


def completed_months(start: date, day: date) -> int:
    """Whole months from start to day; a month begun on the 31st is complete on the 1st after a shorter one."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def before(day: date, amount: int, unit: Unit) -> date:
    """The day that lies `amount` units earlier; a month that is too short gives its last day, never before year 1."""
    if unit == "days":
        return day - timedelta(days=amount) if amount < day.toordinal() else date.min
    months = amount * 12 if unit == "years" else amount
    index = day.year * 12 + day.month - 1 - months
    if index < 12:
        return date.min
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def later(day: date, amount: int, unit: Unit) -> date:
    """The day that lies `amount` units later; a month that is too short gives its last day, never after year 9999."""
    if unit == "days":
        return day + timedelta(days=amount) if amount <= (date.max - day).days else date.max
    index = day.year * 12 + day.month - 1 + (amount * 12 if unit == "years" else amount)
    if index >= 12 * 10_000:
        return date.max
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_date(text: str) -> date | None:
    """The date written as 2025-07-01; None for every other spelling and for days that do not exist."""
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
