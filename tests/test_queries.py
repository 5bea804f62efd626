"""Each page asks the database at most six questions, whatever it lists, so that an N+1 shows as soon as it is written.

Counted: every statement of the view and of the shell, that is from `set transaction read only` to the end of that
transaction. Not counted, because every request has the same of it and none grows with the page: what finds out who asks
(session, account, the account's person or organisations, `set_config`), the transaction's own statements, and the
audit's one insert of the looks, which is written in a second transaction when the page is ready.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.id_number import IdNumber, check_digit
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.models import Membership, Offering, Organisation, Site, Tie
from skillcity.registry.services import register_person
from skillcity.site.access import ACCESS
from tests.population import HERE, THERE
from tests.test_access import City, all_routes
from tests.test_access import city as city

BUDGET = 6
READ_ONLY = "set transaction read only"
SEEING_ALL = "select current_setting('app.scope'"  # a service looks beyond the scope of a stranger
NOT_COUNTED = ("savepoint", "release", "rollback", "select set_config", SEEING_ALL, "insert into audit_entry")
NOT_OURS = ("account_", "mfa_")  # the pages of allauth, which nobody opens twice a day
MANY = 12
BEGIN = date(2021, 1, 1)


@pytest.fixture
def crowded(city: City) -> City:
    """The same city with a dozen of everything that a page lists."""
    college = Organisation.objects.get(pk=city.population.organisations[Role.COLLEGE])
    for at in range(MANY):
        body = f"33030219910101{at:03d}"
        person = register_person(
            actor=SYSTEM, name="林示众", id_number=IdNumber(body + check_digit(body)), region_code=HERE
        )
        Membership.objects.create(
            person=person, region_code=HERE, organisation=college, role="learner", valid_from=BEGIN
        )
        firm = Organisation.objects.create(
            name=f"示例厂{at}", kind="enterprise", region_code=HERE, credit_code=f"91330300000001{at:04d}"
        )
        Membership.objects.create(
            person_id=city.population.people[0], region_code=HERE, organisation=firm, role="employee", valid_from=BEGIN
        )
        Site.objects.create(organisation=college, name=f"场地{at}", workstations=10)
        Offering.objects.create(
            organisation=college, major_code=f"02{at:02d}-4", major_name="示例", integrated=True, since=BEGIN
        )
        Tie.objects.create(source=firm, target=college, kind="regular-partner", valid_from=BEGIN)
    attributes = {"programme": "样例", "provider": "样例", "hours": 8, "occupation": "6-18-02-04", "passed": True}
    record_facts(
        actor=SYSTEM,
        facts=[
            NewFact(each, "training", date(2021, 1, 1 + at), date(2021, 2, 1), attributes, "样例")
            for each in city.population.people
            for at in range(MANY)
        ],
    )
    cache.set(f"registry.counties.{settings.CITY_CODE}", {HERE: Text("此县", "here"), THERE: Text("彼县", "there")})
    return city


def counted(statements: list[str]) -> list[str]:
    """Those of the view and the shell."""
    at = next((at for at, each in enumerate(statements) if each.strip().lower() == READ_ONLY), len(statements))
    return [each for each in statements[at + 1 :] if not is_left_out(each)]


def is_left_out(statement: str) -> bool:
    """Whether it is none of the view's; Django prefixes many inserts at once with their number."""
    said = statement.strip().lower().partition("times: \n")
    return (said[2] or said[0]).strip().startswith(NOT_COUNTED)


@pytest.mark.parametrize("role", Role)
def test_no_page_asks_more_than_six_questions(crowded: City, role: Role) -> None:
    own = crowded.population.sees[role]
    over: dict[str, list[str]] = {}
    for route in all_routes():
        if route.name.startswith(NOT_OURS) or ACCESS[route.name].isdisjoint({role, "public"}):
            continue
        instead = {"person_id": min(own)} if own and "person_id" in route.parameters else {}
        address = crowded.addresses.of(route, **instead)
        crowded.ask(role, "get", address)  # what the process remembers is remembered now
        with CaptureQueriesContext(connection) as queries:
            crowded.ask(role, "get", address)
        asked = counted([each["sql"] for each in queries])
        if len(asked) > BUDGET:
            over[f"{address}: {len(asked)}"] = [each[:300] for each in asked]
    assert over == {}


def test_the_count_leaves_out_what_it_says() -> None:
    asked = ["SELECT 1", READ_ONLY, "SAVEPOINT x", "\nselect set_config('a', 'b', true)", "SELECT 2",
             "2 times: \ninsert into audit_entry (x) values (1)", "RELEASE SAVEPOINT x"]  # fmt: skip
    assert counted(asked) == ["SELECT 2"]


def test_the_crowd_is_seen(crowded: City) -> None:
    with acting_as(SYSTEM):
        assert Membership.objects.count() > 2 * MANY
