"""Dates, money, counts and states, each with its unit and its machine-readable value."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from django.utils import timezone
from django.utils.safestring import SafeString

from skillcity.platform.ui.language import language, say
from skillcity.platform.ui.tags.icons import icon
from skillcity.platform.ui.tags.states import state
from skillcity.platform.ui.tags.words import escaped


class Amount(Protocol):
    """What `money` takes besides a number of fen: kernel's Fen."""

    amount: int


def day(value: dt.date | str | None, empty: object = "—") -> SafeString | str:
    """`<time>` with an ISO `datetime`: 2025年7月14日 in Chinese, 2025-07-14 in English; a moment adds local HH:MM.

    `value` may be a date, a datetime or an ISO date string; None shows `empty` (for an open end, pass a Text).
    """
    if not value:
        return say(empty)
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    clock = ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        clock = f" {value:%H:%M}"
        machine = value.isoformat(timespec="minutes")
    else:
        machine = value.isoformat()
    shown = f"{value:%Y-%m-%d}" if language() == "en" else f"{value.year}年{value.month}月{value.day}日"
    return SafeString(f'<time datetime="{machine}">{shown}{clock}</time>')  # digits and signs of ours only


def money(fen: int | Amount | None, empty: object = "—") -> SafeString | str:
    """Fen as yuan with both decimals: 1,234.50 元 / CNY 1,234.50; None shows `empty`."""
    if fen is None:
        return say(empty)
    amount = fen if isinstance(fen, int) else fen.amount
    yuan = f"{'−' if amount < 0 else ''}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"
    words = f"CNY {yuan}" if language() == "en" else f"{yuan} 元"
    return SafeString(f'<data value="{amount}">{words}</data>')


def number(value: float | None, empty: object = "—") -> str:
    """A count with separators of thousands; a fraction keeps at most two decimals."""
    if value is None:
        return say(empty)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def minutes(value: dt.timedelta) -> int:
    """A duration in whole minutes, rounded up."""
    return -(-int(value.total_seconds()) // 60)


def tag(kind: str, label: object = None) -> SafeString:
    """A status tag: colour, sign and word together, so that no state is told by colour alone."""
    known = state(kind)
    words = escaped(say(label if label else known.label))
    return SafeString(f'<span class="tag tag-{known.tone}">{icon(known.icon)}{words}</span>')
