"""Every route of the site, from the resolver itself, and an address for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.jobs.models import Job
from skillcity.policy.models import Decision
from tests.credential_rows import credential_addresses
from tests.population import Population
from tests.studio_rows import studio_addresses


@dataclass(frozen=True)
class Route:
    """A route by its full name (`api:people`), with the names of its parameters."""

    name: str
    parameters: frozenset[str]

    @property
    def is_rest(self) -> bool:
        return self.name.startswith("api:")


def routes(resolver: URLResolver | None = None, space: str = "") -> Iterator[Route]:
    """All routes below a resolver; one without a name keeps its pattern as a name, and stands in no list."""
    inner = resolver or get_resolver()
    for each in inner.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield Route(f"{space}{each.name or each.pattern}", frozenset(each.pattern.regex.groupindex))


@dataclass(frozen=True)
class Addresses:
    """Values for the parameters of every route; a new parameter is one line here."""

    values: dict[str, object]
    of_route: dict[str, dict[str, object]]

    def of(self, route: Route, **instead: object) -> str:
        """The address of a route. Raises KeyError for a parameter that nobody has given a value."""
        known = {**self.values, **self.of_route.get(route.name, {}), **instead}
        return reverse(route.name, kwargs={each: known[each] for each in route.parameters})


def addresses(population: Population, batch: ImportBatch, job: Job, consent_id: int) -> Addresses:
    """Existing things, where a route names one."""
    first, *_ = population.people
    of_credentials, of_their_routes = credential_addresses(first)
    return Addresses(
        {
            "person_id": first,
            "organisation_id": next(iter(population.organisations.values())),
            "account_id": next(iter(population.accounts.values())).pk,
            "batch_id": batch.pk,
            "job_id": job.pk,
            "consent_id": consent_id,
            "seq": 1,
            "edition": "2025",
            "region": "330300",
            "catalogue": "talent-class",
            "decision_id": Decision.objects.filter(person_id=first).order_by("pk").values_list("pk", flat=True)[0],
            "code": "6-18-02-04",
            "kind": "people",
            "name": "person",
            "on": date(2025, 1, 1),
            **studio_addresses(),
            **of_credentials,
        },
        {
            "major": {"code": "0102-4"},
            "industry": {"code": "digital"},
            "region": {"code": "330302"},
            **of_their_routes,
        },
    )
