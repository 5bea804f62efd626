"""Reading what policy derives: counts, a person's standing, and the explanation that goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count

from skillcity.policy.editions import as_if_in_force, talent_editions
from skillcity.policy.engine import Catalogue, Outcome, evaluate, in_force_on
from skillcity.policy.models import Standing
from skillcity.policy.persons import gather


def class_counts(catalogue: Catalogue) -> dict[str, int]:
    """How many people of the actor's scope are in each class of an edition, best class first; "" is no class."""
    rows = Standing.objects.filter(edition=catalogue.edition).values_list("value").annotate(n=Count("id")).order_by()
    counts = dict(rows)
    return {name: counts.get(name, 0) for name in (*catalogue.outcome.order, "")}


def county_counts(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """The same by county code."""
    rows = Standing.objects.filter(edition=catalogue.edition).values_list("person__region_code", "value")
    counts: dict[str, dict[str, int]] = {}
    for region, value, number in rows.annotate(n=Count("id")).order_by():
        counts.setdefault(region, {})[value] = number
    return counts


def standings_of(person_ids: Iterable[int]) -> dict[int, Standing]:
    """The standing of each of these people under the newest edition."""
    newest = talent_editions()[0]
    rows = Standing.objects.filter(edition=newest.edition, person__in=list(person_ids))
    return {standing.person_id: standing for standing in rows}


def current_edition(as_of: date) -> Catalogue | None:
    """The edition in force on a day; None: no rule is in force."""
    return in_force_on(talent_editions(), as_of)


def explain(
    *, person_id: int, catalogue: Catalogue, as_of: date, known_at: datetime | None = None, hypothetical: bool = False
) -> Outcome | None:
    """Class and reasons of one person, from the facts of now; None: nobody in the actor's scope has this id.

    `hypothetical` asks what the edition would say on a day on which it is not in force.
    """
    found = gather([person_id], as_of, known_at)
    if not found:
        return None
    return evaluate(as_if_in_force(catalogue) if hypothetical else catalogue, found[0].person, as_of, known_at)
