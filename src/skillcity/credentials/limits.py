"""How often strangers may ask: counted by address, and wrong guesses by certificate; per web process."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest

from skillcity.kernel.errors import SkillcityError
from skillcity.kernel.text import Text

MINUTE, HOUR = 60, 3600
A_MINUTE = 30
"""Verifications a minute from one address: a guard at a gate scans no faster."""
WRONG_AN_HOUR = 10
"""Wrong last characters an hour for one certificate, from all addresses: then it answers as if it did not exist."""


class TooOften(SkillcityError):
    """The same address asks too often (HTTP 429)."""

    status = 429


TOO_OFTEN = TooOften(
    "credentials.too-often",
    Text("核验过于频繁。", "Too many verifications."),
    todo=Text("请一分钟后再试。", "Try again in a minute."),
)


def may_verify(request: HttpRequest) -> bool:
    """Whether this address may verify once more in this minute."""
    return _count(f"verify:{request.META.get('REMOTE_ADDR')}", MINUTE) <= A_MINUTE


def guessed_too_often(number: str) -> bool:
    """Whether so many guesses about this number were wrong in this hour that no more are answered."""
    return (cache.get(_name(f"guess:{number}", HOUR)) or 0) >= WRONG_AN_HOUR


def note_wrong_guess(number: str) -> None:
    """Count a wrong guess about this number."""
    _count(f"guess:{number}", HOUR)


def _count(what: str, seconds: int) -> int:
    key = _name(what, seconds)
    cache.add(key, 0, timeout=2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # the count was thrown out between the two calls: it starts anew
        return 1


def _name(what: str, seconds: int) -> str:
    return f"{what}:{int(time.time()) // seconds}"
