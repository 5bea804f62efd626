"""Telling accounts, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.notices.models import Notice
from skillcity.platform.notices.selectors import notices_of


def tell(*, accounts: Iterable[int], words: Text, url: str = "", about: str = "") -> int:
    """Tell these accounts; returns how many. `about` names the thing, so that a page can show what was told of it."""
    notices = [
        Notice(account_id=each, zh=words.zh, en=words.en, url=url, about=about) for each in dict.fromkeys(accounts)
    ]
    Notice.objects.bulk_create(notices)
    return len(notices)


def mark_read(*, actor: Actor) -> int:
    """The account has seen all its notices (全部已读); returns how many were new."""
    return notices_of(actor).filter(read_at=None).update(read_at=timezone.now())
