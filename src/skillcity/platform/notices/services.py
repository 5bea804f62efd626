"""Telling accounts, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.notices.selectors import notices_of

INSERT = """
insert into notices_notice (account_id, zh, en, url, about, at) values (%s, %s, %s, %s, %s, %s)
"""
MOST_ZH, MOST_EN = 300, 400


def tell(*, accounts: Iterable[int], words: Text, url: str = "", about: str = "") -> int:
    """Tell these accounts; returns how many. `about` names the thing, so that a page can show what was told of it."""
    now = timezone.now()
    zh, en = _cut(words.zh, MOST_ZH), _cut(words.en, MOST_EN)
    rows = [(each, zh, en, url, about, now) for each in dict.fromkeys(accounts)]
    # Not through the model: INSERT ... RETURNING would need the right to read what others are told.
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)
    return len(rows)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def mark_read(*, actor: Actor) -> int:
    """The account has seen all its notices (全部已读); returns how many were new."""
    return notices_of(actor).filter(read_at=None).update(read_at=timezone.now())
