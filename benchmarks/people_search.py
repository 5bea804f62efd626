"""How fast people are found among a million, under row-level security, as the city and as one county.

Everybody is invented. Each question is asked several times through `registry.selectors.search_people`, a page of 25;
told is the median. Only comparisons may use an index here (see `registry.models.suffix`).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from measuring import environment, note, parser, say, temporary_var

TARGET_MS = 200.0  # nobody found: then every name is read
TIMES = 7
QUESTIONS = ("", "王", "王小明", "小明", "明", "wxm", "没有人")
MAKE_PEOPLE = """
insert into registry_person (name, initials, birth_date, sex, region_code, synthetic, created_at)
select f || a || b, fi || ai || bi, date '1980-01-01' + n %% 9000, 'male', region, true, now()
from (
    select n, substr(fs, n * 7 %% 20 + 1, 1) f, substr(fis, n * 7 %% 20 + 1, 1) fi,
           substr(gs, n / 3 %% 40 + 1, 1) a, substr(gis, n / 3 %% 40 + 1, 1) ai,
           case when n %% 5 = 0 then '' else substr(gs, n / 130 %% 40 + 1, 1) end b,
           case when n %% 5 = 0 then '' else substr(gis, n / 130 %% 40 + 1, 1) end bi,
           (array['330302', '330303', '330304', '330305', '330324', '330326', '330327', '330328', '330329', '330381',
                  '330382', '330383'])[n %% 12 + 1] region
    from generate_series(1, %s) n,
        (select '王李张陈林郑叶金徐黄周吴朱胡潘杨蔡何谢董' fs, 'wlzclzyjxhzwzhpychxd' fis,
                '小明华丽国建文军平志伟东海红玉秀英芳燕飞龙春梅兰勇强刚杰磊静敏霞丹婷雪晨宇浩然' gs,
                'xmhlgjwjpzwdhhyxyfyflcmlyqgjljmxdtxcyhr' gis) letters
) people
"""


def search(people: int, owner: Any) -> dict[str, object]:
    """Make the people, ask, and tell the medians in milliseconds."""
    from django.db import connection

    from skillcity.platform.accounts.actor import SYSTEM, Actor
    from skillcity.platform.accounts.roles import Role
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.registry.selectors import search_people
    from skillcity.site.supervise.connecting import connect

    begun = time.monotonic()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(MAKE_PEOPLE, [people])
    with connect(owner) as keeper:
        keeper.execute("vacuum analyze registry_person")  # as autovacuum does a minute later
    note(f"{people} people, {time.monotonic() - begun:.1f} s")
    county = Actor(account_id=1, role=Role.COUNTY_OFFICER, region_codes=frozenset({"330302"}))
    city = Actor(account_id=1, role=Role.CITY_OFFICER)
    medians: dict[str, float] = {}
    for who, name in ((city, "city"), (county, "county")):
        for question in QUESTIONS:
            seconds = []
            for _ in range(TIMES):
                with acting_as(who):
                    asked = time.monotonic()
                    list(search_people(who, text=question)[:25])
                    seconds.append(time.monotonic() - asked)
            medians[f"{name}:{question}"] = round(statistics.median(seconds) * 1000, 1)
            note(f"{name}:{question} {medians[f'{name}:{question}']} ms")
    worst = max(medians.values())
    return {"benchmark": "people_search", "people": people, "ms": medians, "worst_ms": worst, "met": worst < TARGET_MS}


def main() -> None:
    """Run in a city of its own."""
    options = parser(__doc__)
    options.add_argument("--people", type=int, default=1_000_000, help="how many (default: 1,000,000)")
    count = options.parse_args().people
    with temporary_var() as var:
        os.environ.update(environment(var))
        os.environ.pop("DATABASE_URL", None)
        from skillcity.site.supervise.migrating import migrate
        from skillcity.site.supervise.server import database
        from skillcity.site.supervise.setup import use

        with database(var) as found:
            use(found, var)
            migrate(found, Path(var), lambda done, total: None)
            result = search(count, found.owner)
    say(result)


if __name__ == "__main__":
    sys.exit(main())
