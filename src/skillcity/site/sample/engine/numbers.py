"""Numbers with valid check digits that can belong to nobody.

Every number of a person or an organisation carries the region 330399. GB/T 2260 has assigned no county with this code
(Wenzhou's districts are 330302 to 330305, its counties and cities 330324 to 330383), so that no resident ID card and no
unified social credit code can bear it. Whoever meets 330399 in a table has found the sample.
"""

from __future__ import annotations

from datetime import date

from skillcity.kernel.credit_code import check_character, organisation_check_character
from skillcity.kernel.id_number import check_digit

REGION = "330399"


def id_number(birth: date, sequence: int) -> str:
    """A resident ID number (GB 11643): region, birth date, sequence 1..999 (odd: male), check character."""
    body = f"{REGION}{birth:%Y%m%d}{sequence:03d}"
    return body + check_digit(body)


def credit_code(prefix: str, sequence: int) -> str:
    """A unified social credit code (GB 32100) around an organisation code (GB 11714).

    `prefix`: registration authority and type of body, as 91 for firms; `sequence`: 0..999999.
    """
    organisation = f"99{sequence:06d}"
    body = f"{prefix}{REGION}{organisation}{organisation_check_character(organisation)}"
    return body + check_character(body)


class Serials:
    """Numbers certificates: a serial runs per issuer, year and level, so that no number comes twice."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last: dict[tuple[str, int, int], int] = {}

    def next(self, issuer: str, year: int, digit: int) -> int:
        """The next serial, from 1."""
        key = (issuer, year, digit)
        self._last[key] = serial = self._last.get(key, 0) + 1
        return serial

    def certificate(self, letter: str, station: int, year: int, digit: int) -> str:
        """A number of 22 characters (since 2020): Y for employers, S for other bodies, filed in the province 33.

        `station` 0..9999 stands in the reserved-looking range 990000 to 999999 of the six-digit station code.
        """
        issuer = f"{letter}00003399{station:04d}"
        return f"{issuer}{year % 100:02d}{digit}{self.next(issuer, year, digit):06d}"

    def old_certificate(self, station: int, year: int, digit: int) -> str:
        """A number of 16 digits (before 2020): year, 3303 for the city, body 2, station 900..999, level, serial."""
        issuer = f"33032{900 + station % 100}"
        return f"{year % 100:02d}{issuer}{digit}{self.next(issuer, year, digit):05d}"
