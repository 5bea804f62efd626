"""Many people under two texts, by the batch engine: who moves, by which clause, at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine.batch.chunk import Answers, Chunk
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.outcome import Outcomes, outcomes
from skillcity.policy.engine.batch.plan import Plan, plans
from skillcity.policy.population import chunks, counties_of, trades
from skillcity.policy.studio.engine.figures import Judged, Moved, Tally
from skillcity.policy.studio.engine.sides import differing, sides


def compare(
    tally: Tally, ids: Sequence[int], as_of: date, whole: bool, progress: Callable[[int, int], None]
) -> list[Moved]:
    """These people under both texts as if both were in force; gives those for whom something changes.

    `whole`: they are everyone in the actor's scope.
    """
    moved: list[Moved] = []
    if not ids:
        return moved
    both = plans([as_if_in_force(tally.old), as_if_in_force(tally.new)], as_of)
    fields = {field for each in both for field in each.questions.fields}
    columns = {column for each in both for column in each.questions.person_columns}
    done = 0
    for chunk in chunks(ids, as_of, fields=fields, columns=columns, whole=whole):
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
