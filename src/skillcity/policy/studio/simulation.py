"""Simulating a draft: who of the city, or of a sample, gains, loses or moves, by which clause, at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.platform.jobs.services import start
from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import Plan, plans
from skillcity.policy.population import chunks, counties_of, draw, everyone, trades
from skillcity.policy.studio import errors, permissions
from skillcity.policy.studio.engine.figures import Judged, Moved, Tally
from skillcity.policy.studio.engine.sides import differing, sides
from skillcity.policy.studio.models import Revision, Simulation
from skillcity.policy.studio.selectors import against, checked

SIMULATE = "policy.simulate"
WITHIN_A_REQUEST = 50_000  # people that are judged in about half a second
MOST_SAMPLED = 1_000_000
Progress = Callable[[int, int], None]

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
    """Whom a simulation asks about: everyone in the actor's scope, or its sample."""
    return everyone() if simulation.sample is None else draw(simulation.sample, simulation.seed)


def run(simulation: Simulation, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Judge the people under both texts, and write figures and rows; in the actor's scope. Gives the counts."""
    old, new = against(simulation), checked(simulation.revision).catalogue
    if old is None or new is None:
        raise errors.NOT_USABLE
    tally = Tally(old, new)
    moved = compare(tally, simulation, progress)
    write_rows(simulation, moved)
    simulation.figures = tally.figures()
    simulation.finished_at = timezone.now()
    simulation.save(update_fields=["figures", "finished_at"])
    return {"simulation": simulation.pk, "people": tally.people, "affected": len(moved)}


def compare(tally: Tally, simulation: Simulation, progress: Progress) -> list[Moved]:
    """Everybody under both texts as if both were in force; gives those for whom something changes."""
    ids, as_of = people_of(simulation), simulation.as_of
    moved: list[Moved] = []
    if not ids:
        return moved
    both = plans([as_if_in_force(tally.old), as_if_in_force(tally.new)], as_of)
    fields = {field for each in both for field in each.questions.fields}
    columns = {column for each in both for column in each.questions.person_columns}
    done = 0
    for chunk in chunks(ids, as_of, fields=fields, columns=columns, whole=simulation.sample is None):
        moved += judged_chunk(tally, both, chunk, as_of)
        done += chunk.persons.num_rows
        progress(done, len(ids))
    return moved


def judged_chunk(tally: Tally, both: Sequence[Plan], chunk: Chunk, as_of: date) -> list[Moved]:
    """Count the people of a chunk; gives those who move, with county and trade."""
    old, new = (sides(each, answered) for each, answered in zip(both, answers_of(both, chunk), strict=True))
    tally.open[0] += int(old.open.sum())
    tally.open[1] += int(new.open.sum())
    for at, side in enumerate((old, new)):
        for benefit, amounts in side.amounts.items():
            tally.pay(at, benefit, int(np.count_nonzero(amounts)), int(amounts.sum()))
    moves = differing(old, new)
    places, counts = np.unique(new.values[~moves], return_counts=True)
    for place, count in zip(places.tolist(), counts.tolist(), strict=True):
        tally.stay(new.names[place], count)
    rows = np.flatnonzero(moves)
    ids = chunk.persons.column("id").to_numpy().take(rows).tolist()
    counties, held = counties_of(ids), trades(ids, as_of)
    found = []
    for person, row in zip(ids, rows.tolist(), strict=True):
        before, after = old.of(row), new.of(row)
        trade = held.get(person, ("", ""))
        kept = new.holds(row, before.clause)
        found.append(tally.add(Judged(person, counties[person], *trade, before, after, kept)))
    return [each for each in found if each is not None]


def answers_of(both: Sequence[Plan], chunk: Chunk) -> Iterator[Outcomes]:
    """What both plans give; questions in common are answered once."""
    known: dict[int, tuple[Answers, Truths[np.uint8]]] = {}
    for each in both:
        if id(each.questions) not in known:
            answers = Answers(each.questions, chunk, None)
            known[id(each.questions)] = (answers, answers.truths())
        yield outcomes(each, *known[id(each.questions)])


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
