"""Deriving standings from facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.policy.editions import as_if_in_force, digest, talent_editions
from skillcity.policy.engine import Catalogue, classify
from skillcity.policy.models import Standing
from skillcity.policy.persons import Gathered, gather
from skillcity.policy.selectors import class_counts
from skillcity.registry.models import Person

AT_ONCE = 2000
Progress = Callable[[int, int], None]

# Whoever has no standing under one of the editions, or one from another text, another day, or fewer facts.
STALE = """
select p.id from registry_person p left join facts_chain c on c.person_id = p.id
where p.id > %(low)s and p.id <= %(high)s and (
    select count(*) from policy_standing s
    where s.person_id = p.id and s.as_of = %(as_of)s and s.facts = coalesce(c.length, 0)
      and (s.edition, s.digest) in (select unnest(%(editions)s::text[]), unnest(%(digests)s::text[]))
) < %(wanted)s
order by p.id
"""


def evaluate_people(*, person_ids: Sequence[int], as_of: date) -> int:
    """Derive the standings of these people under every edition of the talent catalogue; returns how many people."""
    people = gather(person_ids, as_of)
    moment = timezone.now()
    standings = [_standing(catalogue, each, as_of, moment) for catalogue in talent_editions() for each in people]
    Standing.objects.bulk_create(
        standings,
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["person", "edition"],
        update_fields=[
            "digest",
            "value",
            "clause",
            "status",
            "open",
            "illustrative",
            "as_of",
            "facts",
            "evaluated_at",
        ],
    )
    return len(people)


def _standing(catalogue: Catalogue, each: Gathered, as_of: date, moment: datetime) -> Standing:
    verdict = classify(as_if_in_force(catalogue), each.person, as_of)
    return Standing(
        person_id=int(each.person.id),
        edition=catalogue.edition,
        digest=digest(catalogue),
        value=verdict.value or "",
        clause=verdict.clause or "",
        status=verdict.status.value,
        open=",".join(verdict.open),
        illustrative=verdict.illustrative,
        as_of=as_of,
        facts=each.facts,
        evaluated_at=moment,
    )


def evaluate_everyone(progress: Progress = lambda done, total: None) -> dict[str, dict[str, int]]:
    """Derive the standings of everyone whose standing is missing or stale, 2,000 people a transaction.

    Killed in the middle, it goes on where it was. Returns the number of people in each class: `classes` by the newest
    edition, `classes_predecessor` by the one before, "none" for people in no class.
    """
    as_of = timezone.localdate()
    with acting_as(SYSTEM):
        last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    for low in range(0, last, AT_ONCE):
        with acting_as(SYSTEM):
            stale = list(_stale(low, low + AT_ONCE, as_of))
            if stale:
                evaluate_people(person_ids=stale, as_of=as_of)
        progress(min(low + AT_ONCE, last), last)
    with acting_as(SYSTEM):
        editions = zip(("classes", "classes_predecessor"), talent_editions(), strict=False)
        return {name: {key or "none": n for key, n in class_counts(each).items()} for name, each in editions}


def _stale(low: int, high: int, as_of: date) -> Iterable[int]:
    editions = talent_editions()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            STALE,
            {
                "low": low,
                "high": high,
                "as_of": as_of,
                "editions": [each.edition for each in editions],
                "digests": [digest(each) for each in editions],
                "wanted": len(editions),
            },
        )
        return [row[0] for row in cursor.fetchall()]
