"""Deriving where people stand from their facts: some of them, or everyone whose standing is missing or stale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.audit.services import record
from skillcity.policy.applying import applying_in, predecessor, talent_current
from skillcity.policy.deciding import decide, take_turn
from skillcity.policy.persons import gather
from skillcity.policy.selectors import class_counts, unclassed_count
from skillcity.registry.models import Person

AT_ONCE = 2000
Progress = Callable[[int, int], None]

# Whoever was never evaluated, or on another day, from fewer facts, by other editions, or with other fields.
STALE = """
select p.id from registry_person p
left join facts_chain c on c.person_id = p.id
left join policy_last_check k on k.person_id = p.id
join unnest(%(regions)s::text[], %(digests)s::text[]) as e(region, digest) on e.region = p.region_code
where p.id > %(after)s and (
    k.person_id is null or k.checked_on <> %(as_of)s or k.facts <> coalesce(c.length, 0) or k.editions <> e.digest
    or k.fields <> md5(p.region_code || '|' || p.sex || '|' || coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '')))
order by p.id limit %(limit)s
"""
# The counties in which anyone is registered, each found by one step in the index.
REGIONS = """
with recursive county(code) as (
    (select region_code from registry_person order by region_code limit 1)
    union all
    select (select p.region_code from registry_person p where p.region_code > county.code
            order by p.region_code limit 1)
    from county where county.code is not null)
select code from county where code is not null
"""


def evaluate_people(*, person_ids: Sequence[int], as_of: date) -> int:
    """Decide about these people by every edition that applies to them; returns how many people were found.

    Only what differs from the last decision is written. Needs a transaction in the system's scope.
    """
    take_turn()
    people = gather(person_ids, as_of)
    decisions = decide(people, as_of)
    if decisions:
        whom = person_ids[0] if len(person_ids) == 1 else None
        details = {"people": len(people), "decisions": decisions}
        record(actor=SYSTEM, act="policy.decide", object_type="decision", person_id=whom, details=details)
    return len(people)


def evaluate_person(*, person_id: int) -> None:
    """Decide about one person as of today: what a new fact causes."""
    with acting_as(SYSTEM):
        evaluate_people(person_ids=[person_id], as_of=timezone.localdate())


def evaluate_everyone(progress: Progress = lambda done, total: None) -> dict[str, dict[str, int]]:
    """Decide about everyone whose standing is missing or stale, 2,000 people a transaction.

    Killed in the middle, it goes on where it was. Returns the number of people in each class: `classes` by the edition
    in force, `classes_predecessor` by the one before, "none" for people in no class.
    """
    as_of = timezone.localdate()
    with acting_as(SYSTEM):
        last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    after = 0
    while after < last:
        with acting_as(SYSTEM):
            stale = stale_people(after, as_of)
            if stale:
                evaluate_people(person_ids=stale, as_of=as_of)
        after = stale[-1] if len(stale) == AT_ONCE else last
        progress(min(after, last), last)
    with acting_as(SYSTEM):
        return counts(as_of)


def counts(as_of: date) -> dict[str, dict[str, int]]:
    """How many people are in each class by the edition in force and by the one before."""
    current = talent_current(as_of)
    before = predecessor(current) if current else None
    found = {name: each for name, each in (("classes", current), ("classes_predecessor", before)) if each}
    classed = class_counts(SYSTEM, found.values())
    return {
        name: counted | {"none": unclassed_count(SYSTEM, found[name])}
        for name, counted in zip(found, classed, strict=True)
    }


def stale_people(after: int, as_of: date, limit: int = AT_ONCE) -> list[int]:
    """The next people, by number, who are to be evaluated anew."""
    with connection.cursor() as cursor:
        cursor.execute(REGIONS)
        regions = [row[0] for row in cursor.fetchall()]
        digests = [applying_in(each, as_of).digest for each in regions]
        values: dict[str, Any] = {
            "after": after,
            "limit": limit,
            "as_of": as_of,
            "regions": regions,
            "digests": digests,
        }
        cursor.execute(STALE, values)
        return [row[0] for row in cursor.fetchall()]
