"""Simulating a draft: who of the city, or of a sample, gains, loses or moves, by which clause, at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.platform.jobs.services import start
from skillcity.policy.studio import errors, permissions
from skillcity.policy.studio.engine.figures import Moved, Tally
from skillcity.policy.studio.models import Revision, Simulation
from skillcity.policy.studio.selectors import against, checked
from skillcity.registry.models import Person

SIMULATE = "policy.simulate"
WITHIN_A_REQUEST = 50_000  # people that are judged in about half a second
MOST_SAMPLED = 1_000_000
Progress = Callable[[int, int], None]

# The same seed draws the same people, whoever asks and however many others there are.
SAMPLE = "select id from registry_person order by hashint8extended(id, %s), id limit %s"
INSERT = """
insert into policy_simulation_row (simulation_id, person_id, shift, old_value, new_value, old_clause, new_clause, cause,
    old_amount, new_amount, region, occupation, level)
select %s, * from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[])
"""


def simulate(
    *, actor: Actor, draft_id: int, against_name: str, as_of: date, sample: int | None = None, seed: int = 0
) -> Simulation:
    """Simulate the newest revision of a draft: at once for few people, else by a job.

    `against_name`: an edition (`330300/talent-class/2025`) or a revision (`revision:12`). Errors: Refused; NotFound;
    InputError (the draft has problems; a sample of nobody).
    """
    permissions.may_write(actor).require()
    if sample is not None and not 1 <= sample <= MOST_SAMPLED:
        what = Text(f"抽样人数应在 1 至 {MOST_SAMPLED} 之间。", f"A sample has 1 to {MOST_SAMPLED} people.")
        raise InputError("studio.sample", what, where="sample")
    revision = Revision.objects.select_related("draft").filter(draft=draft_id).order_by("-number").first()
    if revision is None:
        raise errors.NO_DRAFT
    if checked(revision).catalogue is None:
        raise errors.NOT_USABLE
    with transaction.atomic():
        made = Simulation.objects.create(
            revision=revision,
            against=against_name,
            as_of=as_of,
            sample=sample,
            seed=seed,
            started_by_id=permissions.writer(actor),
        )
        if against(made) is None:
            raise errors.NOT_USABLE
        ids = people_of(made)
        details = {"draft": draft_id, "revision": revision.number, "against": against_name, "people": len(ids)}
        record(actor=actor, act="policy.simulated", object_type="simulation", object_id=made.pk, details=details)
        if len(ids) <= WITHIN_A_REQUEST:
            run(made)
        else:
            title = Text(f"模拟草稿 {draft_id}", f"Simulate draft {draft_id}")
            page = reverse("studio-simulation", args=[made.pk])
            made.job = start(
                actor=actor,
                kind=SIMULATE,
                title=title,
                payload={"simulation": made.pk, "page": page},
                total=len(ids),
            )
            made.save(update_fields=["job"])
    return made


def people_of(simulation: Simulation) -> list[int]:
    """Whom a simulation asks about, by number: everyone in the actor's scope, or as many as its sample has."""
    if simulation.sample is None:
        return list(Person.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, [simulation.seed, simulation.sample])
        return sorted(row[0] for row in cursor.fetchall())


def run(simulation: Simulation, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Judge the people under both texts, and write figures and rows; in the actor's scope. Gives the counts."""
    from skillcity.policy.studio.comparing import compare  # numpy and Arrow: 30 MB that few pages need

    old, new = against(simulation), checked(simulation.revision).catalogue
    if old is None or new is None:
        raise errors.NOT_USABLE
    tally = Tally(old, new)
    moved = compare(tally, people_of(simulation), simulation.as_of, simulation.sample is None, progress)
    write_rows(simulation, moved)
    simulation.figures = tally.figures()
    simulation.finished_at = timezone.now()
    simulation.save(update_fields=["figures", "finished_at"])
    return {"simulation": simulation.pk, "people": tally.people, "affected": len(moved)}


def write_rows(simulation: Simulation, moved: Iterable[Moved]) -> None:
    """The affected people, in one statement."""
    rows = [
        (
            each.judged.person,
            each.shift,
            each.judged.old.value,
            each.judged.new.value,
            each.judged.old.clause,
            each.judged.new.clause,
            each.cause,
            each.judged.old.amount,
            each.judged.new.amount,
            each.judged.region,
            each.judged.occupation,
            each.judged.level,
        )
        for each in moved
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [simulation.pk, *map(list, zip(*rows, strict=True))])
