"""Who may record and correct facts, and who may know the sensitive ones."""

from __future__ import annotations

import pytest

from skillcity.facts.permissions import Verdict, may_correct, may_know_sensitive
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person

HOME, ELSEWHERE = "330302", "330382"
PERSON = Person(pk=7, account_id=70, region_code=HOME)
CITY = Actor(account_id=1, role=Role.CITY_OFFICER)
COUNTY = Actor(account_id=1, role=Role.COUNTY_OFFICER, region_codes=frozenset({HOME}))
FOREIGN = Actor(account_id=1, role=Role.COUNTY_OFFICER, region_codes=frozenset({ELSEWHERE}))
SELF = Actor(account_id=70, role=Role.WORKER, person_id=7)
AUDITOR = Actor(account_id=1, role=Role.AUDITOR)
OTHERS = [Actor(account_id=1, role=role) for role in Role if role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}]
OUTSIDERS = [each for each in OTHERS if each.role is not Role.AUDITOR]


@pytest.mark.parametrize("who", [CITY, COUNTY])
def test_the_officers_in_charge_correct(who: Actor) -> None:
    assert may_correct(who, PERSON) is Verdict.ALLOWED
    assert may_correct(who, Person(pk=8, account_id=None, region_code=HOME)) is Verdict.ALLOWED


def test_an_officer_of_another_county_does_not() -> None:
    assert may_correct(FOREIGN, PERSON) is Verdict.OTHER_COUNTY


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.COUNTY_OFFICER])
def test_nobody_corrects_their_own_facts(role: Role) -> None:
    who = Actor(account_id=70, role=role, region_codes=frozenset({HOME}))
    assert may_correct(who, PERSON) is Verdict.OWN_RECORD


@pytest.mark.parametrize("who", [SYSTEM, STRANGER, SELF, *OTHERS], ids=lambda who: str(who.role))
def test_nobody_else_corrects(who: Actor) -> None:
    assert may_correct(who, PERSON) is Verdict.NOT_AN_OFFICER


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.ALLOWED])
def test_a_refusal_says_why(verdict: Verdict) -> None:
    assert verdict.refusal.code == f"facts.{verdict.value}"
    assert verdict.refusal.text.zh
    assert verdict.refusal.text.en


@pytest.mark.parametrize("who", [SELF, CITY, COUNTY, AUDITOR, SYSTEM])
def test_the_person_and_the_authorities_know_of_groups(who: Actor) -> None:
    assert may_know_sensitive(who, PERSON)


@pytest.mark.parametrize("who", [STRANGER, *OUTSIDERS], ids=lambda who: str(who.role))
def test_employers_colleges_and_banks_do_not(who: Actor) -> None:
    assert not may_know_sensitive(who, PERSON)
