"""The walk: every route and REST operation with every role and an outsider, refused or let in as the table says.

A refusal also changed nothing: not one row of any table was even tried, by PostgreSQL's own count for this transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.uploads import CHECK_JOB
from skillcity.platform.jobs.models import Job
from skillcity.registry.models import Consent
from skillcity.site.access import ACCESS, PUBLIC
from tests.population import BACKEND, Population, populate
from tests.routes import Addresses, Route, addresses, routes

WRITTEN = """
select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables
where n_tup_ins + n_tup_upd + n_tup_del > 0
"""
SESSION = {"accounts_session"}
AND_AUDIT = {*SESSION, "audit_entry"}  # a verdict that was refused for want of consent is in the audit
METHODS = ["get", "post"]
ACTORS = [*Role, None]


def written(besides: set[str] = SESSION) -> dict[str, int]:
    """How many rows of each table this transaction has written or tried to write."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: count for table, count in cursor.fetchall() if table not in besides}


@dataclass
class City:
    """The population, one browser with the cookies of each role (None: nobody is signed in), and addresses."""

    population: Population
    client: Client
    cookies: dict[Role | None, str]
    addresses: Addresses

    def ask(self, role: Role | None, method: str, path: str) -> HttpResponse:
        """One request, undone afterwards: what it did to rows or cookies does not reach the next one."""
        self.client.cookies = SimpleCookie(self.cookies[role])
        options = {"content_type": "application/json"} if method == "post" and path.startswith("/api/") else {}
        with transaction.atomic():
            response = getattr(self.client, method)(path, **options)
            transaction.set_rollback(True)
        return response  # type: ignore[no-any-return]


@pytest.fixture
def city(db: None, settings: Any) -> Iterator[City]:
    settings.PER_MINUTE = dict.fromkeys(settings.PER_MINUTE, 10**6)
    population = populate()
    officer = population.accounts[Role.CITY_OFFICER]
    batch = ImportBatch.objects.create(
        kind="people", file_name="a.csv", sha256="0" * 64, size=1, status="checked", account=officer
    )
    job = Job.objects.create(
        kind=CHECK_JOB, title_zh="试", title_en="trial", account=officer, payload={"batch": batch.pk}
    )
    consent = Consent.objects.filter(withdrawn_at=None).order_by("pk")[0]
    client, cookies = Client(raise_request_exception=False), {None: ""}
    for role, account in population.accounts.items():
        client.cookies.clear()
        with acting_as(SYSTEM):
            client.force_login(account, backend=BACKEND)
        client.get("/account/inactive/")  # the first page notes when the session was last seen
        cookies[role] = client.cookies.output(header="", sep=";")
    set_scope(SYSTEM)
    yield City(population, client, cookies, addresses(population, batch, job, consent.pk))
    cache.clear()


def all_routes() -> list[Route]:
    return sorted(set(routes()), key=lambda each: each.name)


def test_every_route_stands_in_the_table_and_the_table_names_no_other(settings: object) -> None:
    names = {each.name for each in all_routes()}
    assert names - set(ACCESS) == set(), "list it in site/access.py"
    assert set(ACCESS) - names == set(), "no such route"


def test_every_list_of_roles_is_of_roles() -> None:
    for name, roles in ACCESS.items():
        assert roles, name
        assert roles == PUBLIC or roles <= frozenset(Role), name


NOT_OURS = [
    "/admin/", "/admin/login/", "/account/signup/", "/account/password/reset/", "/account/email/", "/accounts/login/",
    "/account/social/connections/", "/account/2fa/webauthn/", "/account/sessions/", "/_allauth/browser/v1/config",
    "/procrastinate/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/media/", "/.git/config", "/var/",
]  # fmt: skip


def test_what_the_installed_apps_bring_along_is_not_reachable(city: City) -> None:
    for role in (None, Role.SYSTEM_ADMIN):
        assert {path: city.ask(role, "get", path).status_code for path in NOT_OURS} == dict.fromkeys(NOT_OURS, 404)


def was_refused_by_role(response: HttpResponse) -> bool:
    return response.status_code == 403 and b"access.role" in response.content


def was_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/account/login/?next=")


def check_refused(city: City, role: Role | None, method: str, route: Route) -> str:
    """What is wrong about a request that should be refused; nothing if nothing is."""
    before = written()
    response = city.ask(role, method, city.addresses.of(route))
    good = was_refused_by_role(response) if role or route.is_rest else was_sent_to_sign_in(response)
    if not good:
        return f"{role} {method} {route.name}: {response.status_code} instead of a refusal"
    return "" if written() == before else f"{role} {method} {route.name}: refused, and still wrote {written()}"


def check_entered(city: City, role: Role | None, method: str, route: Route) -> str:
    """What is wrong about a request that the door should let through, whatever waits behind it."""
    own = city.population.sees[role]
    before = written({*SESSION, "audit_entry"})
    response = city.ask(role, method, city.addresses.of(route, **({"person_id": min(own)} if own else {})))
    if response.status_code >= 500:
        return f"{role} {method} {route.name}: {response.status_code}"
    if was_refused_by_role(response) or was_sent_to_sign_in(response):
        return f"{role} {method} {route.name}: refused with {response.status_code}"
    if method == "get" and written({*SESSION, "audit_entry"}) != before:
        return f"{role} {method} {route.name}: a GET wrote {written()}"
    return ""


@pytest.mark.parametrize("role", ACTORS, ids=str)
def test_the_walk(city: City, role: Role | None) -> None:
    problems = []
    for route, method in product(all_routes(), METHODS):
        listed = ACCESS.get(route.name, frozenset())
        check = check_entered if listed == PUBLIC or role in listed else check_refused
        problems.append(check(city, role, method, route))
    assert [each for each in problems if each] == []


@pytest.mark.parametrize("role", Role)
def test_people_outside_ones_scope_do_not_exist(city: City, role: Role) -> None:
    """The worker with another's number, the county officer with one of the next county, the bank without consent."""
    others = set(city.population.people) - city.population.sees[role]
    problems = []
    for route in all_routes():
        if "person_id" not in route.parameters or role not in ACCESS.get(route.name, frozenset()):
            continue
        for person_id, method in product(sorted(others), METHODS):
            before = written(AND_AUDIT)
            response = city.ask(role, method, city.addresses.of(route, person_id=person_id))
            if response.status_code not in {403, 404, 405} or written(AND_AUDIT) != before:
                problems.append(f"{method} {route.name} {person_id}: {response.status_code}, {written(AND_AUDIT)}")
    assert problems == []


OWNED = {"batch_id", "job_id", "consent_id"}
SEES_ALL_WORK = {Role.CITY_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("role", [role for role in Role if role not in SEES_ALL_WORK])
def test_what_belongs_to_another_account_does_not_exist(city: City, role: Role) -> None:
    """Imports and jobs of the city officer, a consent of the second person."""
    problems = []
    for route in all_routes():
        if not OWNED & route.parameters or role not in ACCESS.get(route.name, frozenset()):
            continue
        for method in METHODS:
            before = written()
            response = city.ask(role, method, city.addresses.of(route))
            if response.status_code not in {403, 404, 405} or written() != before:
                problems.append(f"{method} {route.name}: {response.status_code}, wrote {written()}")
    assert problems == []


def test_the_auditor_sees_all_work_and_touches_none(city: City) -> None:
    for route in all_routes():
        if OWNED & route.parameters:
            before = written({*SESSION, "audit_entry"})
            assert city.ask(Role.AUDITOR, "post", city.addresses.of(route)).status_code in {403, 404, 405}, route
            assert written({*SESSION, "audit_entry"}) == before
