"""Reading what policy derives: counts, standings, decisions, and the explanation that goes with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.policy.applying import applying_in, talent_current
from skillcity.policy.editions import TALENT, as_if_in_force
from skillcity.policy.engine import Catalogue, Outcome, evaluate
from skillcity.policy.models import Decision, Standing
from skillcity.policy.persons import gather
from skillcity.registry.selectors import member_ids


def class_counts(actor: Actor, editions: Collection[Catalogue]) -> list[dict[str, int]]:
    """How many people of the actor's scope are in each class of each edition, best class first."""
    classed = _standings(actor, editions).filter(value__gt="")  # few of all, and together in the index
    rows = classed.values_list("edition", "value").annotate(n=Count("*")).order_by()
    counts = {(edition, value): number for edition, value, number in rows}
    return [{name: counts.get((each.edition, name), 0) for name in each.outcome.order} for each in editions]


def unclassed_count(actor: Actor, edition: Catalogue) -> int:
    """How many people of the actor's scope an edition puts in no class."""
    return _standings(actor, [edition]).filter(value="").count()


def county_counts(actor: Actor, edition: Catalogue) -> dict[str, dict[str, int]]:
    """How many people of the actor's scope are in each class of an edition, by county code."""
    rows = _standings(actor, [edition]).values_list("person__region_code", "value")
    counts: dict[str, dict[str, int]] = {}
    for region, value, number in rows.annotate(n=Count("*")).order_by():
        counts.setdefault(region, {})[value] = number
    return counts


def _standings(actor: Actor, editions: Collection[Catalogue]) -> QuerySet[Standing]:
    """Those by editions of the city's talent classes. An organisation starts from its few own people.

    Row-level security shows the same, but by asking of each classed person in the city: 7 ms among 10,000 against 1.
    """
    rows = Standing.objects.filter(region=settings.CITY_CODE, catalogue=TALENT)
    rows = rows.filter(edition__in=[each.edition for each in editions])
    if actor.reach is Reach.ORGANISATION:
        rows = rows.filter(person__in=member_ids(actor))
    return rows


def standings_of(person_ids: Iterable[int]) -> dict[int, Standing]:
    """The talent class of each of these people, by the edition in force."""
    rows = Standing.objects.filter(person__in=list(person_ids), catalogue=TALENT).exclude(decision=None)
    return {standing.person_id: standing for standing in rows.order_by("pk")}


def current_edition(as_of: date) -> Catalogue | None:
    """The edition of the talent classes in force on a day; None: no rule is in force."""
    return talent_current(as_of)


def decisions_of(person_id: int) -> QuerySet[Decision]:
    """All decisions about a person, the newest first."""
    return (
        Decision.objects.filter(person_id=person_id)
        .select_related("kept")
        .defer("kept__text", "kept__sets")
        .order_by("-pk")
    )


def every_decision(*, after: int = 0) -> QuerySet[Decision]:
    """The decisions of everyone in the actor's scope with what replaying them needs, by number."""
    return Decision.objects.filter(pk__gt=after).select_related("kept", "previous").order_by("pk")


def decision_for(decision_id: int) -> Decision:
    """One decision about a person in the actor's scope, with the words decided by. Raises NotFound."""
    found = Decision.objects.filter(pk=decision_id).select_related("kept", "previous", "person").first()
    if found is None:
        raise NotFound(
            "policy.no-decision", Text("没有这项认定。", "There is no such decision."), where=str(decision_id)
        )
    return found


def explain(
    *, person_id: int, catalogue: Catalogue, as_of: date, known_at: datetime | None = None, hypothetical: bool = False
) -> Outcome | None:
    """What an edition gives one person with the reasons, as known at a moment; None: nobody in scope has this number.

    `hypothetical` asks what the edition would say on a day on which it is not in force.
    """
    found = gather([person_id], as_of, known_at)
    if not found:
        return None
    return evaluate(as_if_in_force(catalogue) if hypothetical else catalogue, found[0].person, as_of, known_at)


def city_editions() -> tuple[Catalogue, ...]:
    """The editions that are in force today for the whole city."""
    return applying_in(settings.CITY_CODE, timezone.localdate()).current
