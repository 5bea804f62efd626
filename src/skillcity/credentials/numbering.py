"""Numbers of certificates: the serial is the next of its run, and nobody else's.

The run's row is locked until the transaction ends: who takes numbers either issues with them or gives them back.
"""

from __future__ import annotations

import re
from datetime import date

from django.db import connection

from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Station
from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.errors import Conflict
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.accounts.scope import seeing_all

MOST = 999_999
SKILL_LEVEL = re.compile(r"[YS][0-9]{15}")
"""What stands before the serial of a skill level: station, year, level."""
BEFORE = """
select coalesce(max(right(attributes->>'number', 6)::int), 0) from facts_fact
where kind = 'certificate' and valid_from between %s and %s and attributes->>'number' similar to %s
"""
TAKE = """
insert into credentials_series (prefix, last) values (%(prefix)s, %(first)s)
on conflict (prefix) do update set last = credentials_series.last + %(count)s
returning last
"""


def prefix_of(kind: CertificateKind, station: Station, year: int, level: SkillLevel | None) -> str:
    """What stands before the serial: of a skill level the station, the year and the level's digit (facts/04).

    ValueError for a level without an exam.
    """
    if kind is not CertificateKind.SKILL_LEVEL:
        return f"{kind.letters}{station.code[5:]}{year % 100:02}"
    if level is None or level.digit is None:
        raise ValueError("no exam leads to this level")
    return f"{station.code}{year % 100:02}{level.digit}"


def take_numbers(prefix: str, count: int) -> list[str]:
    """The next numbers of a run, for this transaction. Raises Conflict when the run is at its end."""
    with connection.cursor() as cursor:
        cursor.execute("select last from credentials_series where prefix = %s for update", [prefix])
        row = cursor.fetchone()
        before = 0 if row else _given_before(prefix)
        if (row[0] if row else before) + count > MOST:
            raise Conflict(
                "credentials.series-full",
                Text("该号段已用完。", "No numbers are left in this run."),
                where=prefix,
                todo=Text("请使用另一评价站点编码。", "Use the code of another station."),
            )
        cursor.execute(TAKE, {"prefix": prefix, "count": count, "first": before + count})
        last = cursor.fetchone()[0]
    return [f"{prefix}{serial:06}" for serial in range(last - count + 1, last + 1)]


def _given_before(prefix: str) -> int:
    """The last serial of this run among imported certificates: the station gave numbers before it came here."""
    if not SKILL_LEVEL.fullmatch(prefix):
        return 0
    year = 2000 + int(prefix[13:15])
    with seeing_all(), connection.cursor() as cursor:
        cursor.execute(BEFORE, [date(year, 1, 1), date(year, 12, 31), f"{prefix}[0-9]{{6}}"])
        found: int = cursor.fetchone()[0]
    return found


def checked(number: str, kind: CertificateKind) -> str:
    """A number that keeps the rule of its kind; InputError otherwise."""
    return CertificateNumber.parse(number).value if kind is CertificateKind.SKILL_LEVEL else number
