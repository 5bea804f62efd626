"""A small town for the tests: people, organisations, and one account of each role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

from django.conf import settings
from django.test import Client

from skillcity.kernel.credit_code import CreditCode, check_character, organisation_check_character
from skillcity.kernel.id_number import IdNumber, check_digit
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.registry.kinds import MembershipRole, OrganisationKind
from skillcity.registry.models import Membership, Organisation, Person
from skillcity.registry.selectors import actor_of
from skillcity.registry.services import appoint_delegate, link_account, register_organisation, register_person

LUCHENG, YUEQING = "330302", "330382"
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
_numbers = count(1)


def id_number(birth: str = "19900101") -> IdNumber:
    """A number that nobody else in this test process has."""
    body = f"330399{birth}{next(_numbers) % 1000:03d}"
    return IdNumber(body + check_digit(body))


def credit_code() -> CreditCode:
    """A code that no other organisation in this test process has."""
    organisation = f"MA{next(_numbers):06d}"
    body = f"91330300{organisation}{organisation_check_character(organisation)}"
    return CreditCode.parse(body + check_character(body))


def person(name: str = "王小明", county: str = LUCHENG, **more: str) -> Person:
    set_scope(SYSTEM)  # a request leaves its own scope behind in the test's transaction
    return register_person(actor=SYSTEM, name=name, id_number=id_number(), region_code=county, **more)


def organisation(
    name: str = "示例阀门有限公司", kind: OrganisationKind = OrganisationKind.ENTERPRISE, county: str = LUCHENG
) -> Organisation:
    return register_organisation(actor=SYSTEM, name=name, kind=kind, credit_code=credit_code(), region_code=county)


def member(who: Person, where: Organisation, role: MembershipRole = MembershipRole.EMPLOYEE) -> Membership:
    return Membership.objects.create(
        person=who, region_code=who.region_code, organisation=where, role=role.value, valid_from=date(2020, 1, 1)
    )


def account(role: Role, county: str = "") -> Account:
    set_scope(SYSTEM)  # a request leaves its own scope behind in the test's transaction
    if role is Role.COUNTY_OFFICER:
        county = county or LUCHENG
    name = f"{role.value}-{next(_numbers)}"
    return Account.objects.create(username=name, name=f"示例{role.label.zh}", role=role.value, region_code=county)


def actor(role: Role, county: str = "", *, of: Organisation | None = None, person: Person | None = None) -> Actor:
    """An actor of a role, acting for an organisation or linked to a person; the scope stays the system's."""
    made = account(role, county)
    if of is not None:
        appoint_delegate(actor=SYSTEM, organisation_id=of.pk, account_id=made.pk)
    if person is not None:
        link_account(actor=SYSTEM, person_id=person.pk, account_id=made.pk)
        person.refresh_from_db()
    found = actor_of(made)
    set_scope(SYSTEM)
    return found


@contextmanager
def seeing_as(who: Actor) -> Iterator[Actor]:
    """The database sees what this actor sees; afterwards all again."""
    set_scope(who)
    try:
        yield who
    finally:
        set_scope(SYSTEM)


def sign_in(who: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=who.account_id), backend=BACKEND)
    return client


def main_of(response: object) -> str:
    return response.content.decode().split("<main")[-1].split("</main>")[0]  # type: ignore[attr-defined]
