"""A small world for the studio's tests: two city officers, readers, and studio leaders in two counties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.id_number import IdNumber, check_digit
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.models import Person
from skillcity.registry.selectors import actor_of
from skillcity.registry.services import register_person

HERE, THERE = "330382", "330302"
BASE = "330300/talent-class/2025"
STUDIO = {"studio_name": "示例工作室", "role": "leader", "tier": "county", "issuer_kind": "hrss"}
CITY_STUDIO = STUDIO | {"tier": "city"}
NARROWER = 'any(studio, role == "leader", issuer_kind == "hrss", tier in ("city", "province"))'


@dataclass(frozen=True)
class World:
    """Who is there. The first two people lead county studios (here, there), the third a city studio, the last none."""

    author: Account
    other: Account
    county: Account
    auditor: Account
    worker: Account
    people: tuple[Person, ...]

    def actor(self, account: Account) -> Actor:
        with acting_as(SYSTEM):
            return actor_of(account)


def make_world() -> World:
    """Make all of it, as the system."""
    with acting_as(SYSTEM):
        author, other = (make_account(name, Role.CITY_OFFICER) for name in ("author", "other"))
        county = make_account("county", Role.COUNTY_OFFICER)
        auditor, worker = make_account("auditor", Role.AUDITOR), make_account("worker", Role.WORKER)
        places = (HERE, THERE, THERE, HERE)
        people = tuple(make_person(at, place) for at, place in enumerate(places))
        people[0].account = worker
        people[0].save(update_fields=["account"])
        for person, attributes in zip(people, (STUDIO, STUDIO, CITY_STUDIO), strict=False):
            lead(person, attributes)
    return World(author, other, county, auditor, worker, people)


def make_account(username: str, role: Role) -> Account:
    account = Account(username=username, name=f"示例{username}", role=role.value, is_active=True)
    account.region_code = HERE if role is Role.COUNTY_OFFICER else ""
    account.password = "none"
    account.save()
    return account


def make_person(at: int, place: str) -> Person:
    body = f"3303021990{at % 12 + 1:02d}{at % 28 + 1:02d}{at:03d}"
    return register_person(
        actor=SYSTEM, name=f"王示{at}", id_number=IdNumber(body + check_digit(body)), region_code=place
    )


def lead(person: Person, attributes: dict[str, str]) -> None:
    fact = NewFact(person.pk, "studio", date(2024, 1, 1), None, attributes, "test")
    record_facts(actor=SYSTEM, facts=[fact])
