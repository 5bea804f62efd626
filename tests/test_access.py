"""The walk: every route and REST operation with every role and an outsider, refused or let in as the table says.

A refusal also changed nothing: not one row of any table was even tried, by PostgreSQL's own count for this transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.jobs.models import Job
from skillcity.registry.models import Consent
from skillcity.site.access import ACCESS, PUBLIC
from tests.population import Population, client_of, populate
from tests.routes import Addresses, Route, addresses, routes

WRITTEN = """
select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables
where n_tup_ins + n_tup_upd + n_tup_del > 0
"""
SESSION = {"django_session"}
METHODS = ["get", "post"]
ACTORS = [*Role, None]


def written(besides: set[str] = SESSION) -> dict[str, int]:
    """How many rows of each table this transaction has written or tried to write."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {table: count for table, count in cursor.fetchall() if table not in besides}


@dataclass
class City:
    """The population, a browser for each role (None: nobody is signed in), and addresses."""

    population: Population
    clients: dict[Role | None, Client]
    cookies: dict[Role | None, str]
    addresses: Addresses

    def ask(self, role: Role | None, method: str, path: str) -> HttpResponse:
        """One request, undone afterwards: what it did to rows or cookies does not reach the next one."""
        client = self.clients[role]
        with transaction.atomic():
            if path.startswith("/api/"):
                options = {"content_type": "application/json"} if method == "post" else {}
                response = getattr(client, method)(path, **options)
            else:
                response = getattr(client, method)(path)
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(self.cookies[role])
        return response  # type: ignore[no-any-return]


@pytest.fixture
def city(db: None, settings: object) -> Iterator[City]:
    settings.SIGN_IN_TRIES_PER_MINUTE = 10**6  # type: ignore[attr-defined]
    population = populate()
    officer = population.accounts[Role.CITY_OFFICER]
    job = Job.objects.create(kind="trial", title_zh="试", title_en="trial", account=officer)
    batch = ImportBatch.objects.create(
        kind="people", file_name="a.csv", sha256="0" * 64, size=1, status="checked", account=officer
    )
    consent = Consent.objects.filter(withdrawn_at=None).order_by("pk")[0]
    clients: dict[Role | None, Client] = {
        role: client_of(account, raise_request_exception=False) for role, account in population.accounts.items()
    }
    clients[None] = Client(raise_request_exception=False)
    for client in clients.values():
        client.get("/account/inactive/")  # the first page notes when the session was last seen
    cookies = {role: client.cookies.output(header="", sep=";") for role, client in clients.items()}
    set_scope(SYSTEM)
    yield City(population, clients, cookies, addresses(population, batch, job, consent.pk))
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


@pytest.mark.parametrize(
    "path",
    [
        "/admin/", "/admin/login/", "/account/signup/", "/account/password/reset/", "/account/email/", "/accounts/login/",
        "/account/social/connections/", "/account/2fa/webauthn/", "/account/sessions/", "/_allauth/browser/v1/config",
        "/procrastinate/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/media/", "/.git/config", "/var/",
    ],
)  # fmt: skip
def test_what_the_installed_apps_bring_along_is_not_reachable(city: City, path: str) -> None:
    for role in (None, Role.SYSTEM_ADMIN):
        assert city.ask(role, "get", path).status_code == 404


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
@pytest.mark.parametrize("method", METHODS)
def test_the_walk(city: City, role: Role | None, method: str) -> None:
    problems = []
    for route in all_routes():
        listed = ACCESS.get(route.name, frozenset())
        check = check_entered if listed == PUBLIC or role in listed else check_refused
        problems.append(check(city, role, method, route))
    assert [each for each in problems if each] == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", METHODS)
def test_people_outside_ones_scope_do_not_exist(city: City, role: Role, method: str) -> None:
    """The worker with another person's number, the county officer with one of the next county, the bank without consent."""
    others = set(city.population.people) - city.population.sees[role]
    problems = []
    for route in all_routes():
        if "person_id" not in route.parameters or role not in ACCESS.get(route.name, frozenset()):
            continue
        for person_id in sorted(others):
            before = written()
            response = city.ask(role, method, city.addresses.of(route, person_id=person_id))
            if response.status_code not in {403, 404, 405} or written() != before:
                problems.append(f"{route.name} {person_id}: {response.status_code}, wrote {written()}")
            if str(city.population.people) in response.content.decode(errors="replace"):
                problems.append(f"{route.name}: names them")
    assert problems == []


OWNED = {"batch_id", "job_id", "consent_id"}
SEES_ALL_WORK = {Role.CITY_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("role", [role for role in Role if role not in SEES_ALL_WORK])
@pytest.mark.parametrize("method", METHODS)
def test_what_belongs_to_another_account_does_not_exist(city: City, role: Role, method: str) -> None:
    """Imports and jobs of the city officer, a consent of the second person."""
    problems = []
    for route in all_routes():
        if not OWNED & route.parameters or role not in ACCESS.get(route.name, frozenset()):
            continue
        before = written()
        response = city.ask(role, method, city.addresses.of(route))
        if response.status_code not in {403, 404, 405} or written() != before:
            problems.append(f"{route.name}: {response.status_code}, wrote {written()}")
    assert problems == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_who_sees_all_work_does_not_touch_it(city: City, role: Role) -> None:
    for route in all_routes():
        if OWNED & route.parameters and role is Role.AUDITOR:
            before = written({*SESSION, "audit_entry"})
            assert city.ask(role, "post", city.addresses.of(route)).status_code in {403, 404, 405}, route
            assert written({*SESSION, "audit_entry"}) == before
