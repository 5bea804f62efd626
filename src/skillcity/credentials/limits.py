"""How often strangers may ask: counted by address, and wrong guesses by certificate; per web process."""

from __future__ import annotations

from django.http import HttpRequest

from skillcity.kernel.errors import TooOften
from skillcity.kernel.text import Text
from skillcity.platform.accounts.counting import count_of, counted

HOUR = 3600
A_MINUTE = 30
"""Verifications a minute from one address: a guard at a gate scans no faster."""
WRONG_AN_HOUR = 10
"""Wrong last characters an hour for one certificate, from all addresses: then it answers as if it did not exist."""

TOO_OFTEN = TooOften(
    "credentials.too-often",
    Text("核验过于频繁。", "Too many verifications."),
    todo=Text("请一分钟后再试。", "Try again in a minute."),
)


def count_verification(request: HttpRequest) -> None:
    """Once more for this address. Raises TooOften."""
    if counted(f"verify:{request.META.get('REMOTE_ADDR')}", TooOften.seconds) > A_MINUTE:
        raise TOO_OFTEN


def guessed_too_often(number: str) -> bool:
    """Whether so many guesses about this number were wrong in this hour that no more are answered."""
    return count_of(f"guess:{number}", HOUR) >= WRONG_AN_HOUR


def note_wrong_guess(number: str) -> None:
    """Count a wrong guess about this number."""
    counted(f"guess:{number}", HOUR)
