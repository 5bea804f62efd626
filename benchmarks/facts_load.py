"""How long a million facts take to be recorded and chained: `facts.services.record_facts` on a database of its own.

Timed is the recording alone (copy, number, chain, index, commit, in portions of 100,000 as imports do it); people are
made before. Everybody is invented. The CPU time is that of this process and of the database server.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measuring import environment, note, parser, say, temporary_var

TARGET_SECONDS, TARGET_FACTS = 90.0, 1_000_000
FACTS_EACH = 8
PORTION = 100_000
FIRST_DAY = date(2015, 1, 1)
MAKE_PEOPLE = """
insert into registry_person (name, initials, birth_date, sex, region_code, synthetic, created_at)
select '王示' || n, 'ws', date '1980-01-01' + n %% 9000, 'male', '330302', true, now() from generate_series(1, %s) as n
"""


def server_cpu_seconds() -> float:
    """CPU seconds that the children of this process have used so far, running ones (the server) included."""
    ticks = os.sysconf("SC_CLK_TCK")
    mine, total = {os.getpid()}, 0.0
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        stats[int(path.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / ticks)
    for _ in range(3):  # the server, its processes
        mine |= {pid for pid, (parent, _) in stats.items() if parent in mine}
    for pid in mine - {os.getpid()}:
        total += stats[pid][1]
    return total


def certificates(first: int, last: int, total: int, people: int) -> Iterator[Any]:
    """Facts number `first` to `last`: each person's one after the other in time, as a city's records grow."""
    from skillcity.facts.services import NewFact

    for at in range(first, last):
        issued = FIRST_DAY + timedelta(days=at * 3650 // total)
        attributes = {
            "occupation": "6-18-02-04",
            "occupation_name": "焊工",
            "level": "senior",
            "number": f"S0000339900{issued:%y}3{at:08d}",
            "issuer": "示例评价机构",
            "basis": "exam",
        }
        yield NewFact(at % people + 1, "certificate", issued, None, attributes, f"import:1#{at}", "示例〔2024〕1号")


def load(var: Path, count: int) -> dict[str, object]:
    """Make the people, record the facts, verify the chain."""
    from django.db import connection

    from skillcity.facts.services import record_facts
    from skillcity.facts.verification import verify_facts
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as

    people = max(1, count // FACTS_EACH)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(MAKE_PEOPLE, [people])
    note(f"{people} people; recording {count} facts")
    cpu, own, begun = server_cpu_seconds(), time.process_time(), time.monotonic()
    for first in range(0, count, PORTION):
        last = min(first + PORTION, count)
        facts = certificates(first, last, count, people)
        with acting_as(SYSTEM):
            record_facts(actor=SYSTEM, facts=facts, batch_id=1)
        note(f"{last} facts, {time.monotonic() - begun:.1f} s")
    seconds = time.monotonic() - begun
    cpu_seconds = server_cpu_seconds() - cpu + time.process_time() - own
    begun = time.monotonic()
    with acting_as(SYSTEM):
        verified = verify_facts()
    if not verified.valid or verified.facts != count:
        raise SystemExit(f"the chain does not hold: {verified.facts} facts, {verified.broken[:3]}")
    return {
        "benchmark": "facts_load",
        "facts": count,
        "people": people,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu_seconds, 2),
        "microseconds_a_fact": round(seconds / count * 1e6, 1),
        "verify_seconds": round(time.monotonic() - begun, 2),
        "target_seconds": TARGET_SECONDS,
        "met": seconds / count * TARGET_FACTS < TARGET_SECONDS,
    }


def main() -> None:
    """Run in a city of its own."""
    options = parser(__doc__)
    options.add_argument("--facts", type=int, default=TARGET_FACTS, help="how many (default: 1,000,000)")
    count = options.parse_args().facts
    with temporary_var() as var:
        os.environ.update(environment(var))
        os.environ.pop("DATABASE_URL", None)
        from skillcity.site.supervise.migrating import migrate
        from skillcity.site.supervise.server import database
        from skillcity.site.supervise.setup import use

        with database(var) as found:
            use(found, var)
            migrate(found, var, lambda done, total: None)
            result = load(var, count)
    say(result)


if __name__ == "__main__":
    sys.exit(main())
