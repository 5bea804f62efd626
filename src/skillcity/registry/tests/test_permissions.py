"""Who may write what: every role, at home and elsewhere, and the person themself."""

from __future__ import annotations

import pytest

from skillcity.kernel.errors import Refused
from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.models import Person
from skillcity.registry.permissions import (
    REASONS,
    Verdict,
    may_change,
    may_consent,
    may_register,
    may_reveal,
)

HOME, ELSEWHERE = "330302", "330382"
PERSON = Person(pk=7, account_id=70, region_code=HOME, name="王小明")
OTHERS = [role for role in Role if role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}]


def somebody(role: Role, region: str = "", **more: int) -> Actor:
    return Actor(account_id=more.get("account", 1), role=role, region_codes=frozenset({region} - {""}))


CITY = somebody(Role.CITY_OFFICER)
COUNTY = somebody(Role.COUNTY_OFFICER, HOME)
FOREIGN = somebody(Role.COUNTY_OFFICER, ELSEWHERE)
SELF = Actor(account_id=70, role=Role.WORKER, person_id=7)
OWN_OFFICER = Actor(account_id=70, role=Role.CITY_OFFICER)
NOBODIES = [STRANGER, *(somebody(role) for role in OTHERS)]


def test_officers_and_the_system_register() -> None:
    assert [may_register(who, HOME) for who in (SYSTEM, CITY, COUNTY)] == [Verdict.ALLOWED] * 3


def test_a_county_officer_registers_only_in_the_county() -> None:
    assert may_register(FOREIGN, HOME) is Verdict.OTHER_COUNTY


@pytest.mark.parametrize("who", NOBODIES, ids=lambda who: str(who.role))
def test_nobody_else_registers_or_changes(who: Actor) -> None:
    assert may_register(who, HOME) is Verdict.NOT_AN_OFFICER
    assert may_change(who, PERSON) is Verdict.NOT_AN_OFFICER


def test_an_entry_is_changed_by_officers_in_charge_and_never_by_the_person() -> None:
    assert [may_change(who, PERSON) for who in (SYSTEM, CITY, COUNTY)] == [Verdict.ALLOWED] * 3
    assert may_change(FOREIGN, PERSON) is Verdict.OTHER_COUNTY
    assert may_change(OWN_OFFICER, PERSON) is Verdict.OWN_RECORD
    assert may_change(SELF, PERSON) is Verdict.NOT_AN_OFFICER


def test_a_consent_is_the_persons_own() -> None:
    assert may_consent(SELF, PERSON) is Verdict.ALLOWED
    assert {may_consent(who, PERSON) for who in (SYSTEM, CITY, COUNTY, FOREIGN, *NOBODIES)} == {Verdict.NOT_THE_PERSON}


def test_the_number_is_seen_by_the_person_and_the_officers_in_charge() -> None:
    assert [may_reveal(who, PERSON) for who in (SELF, CITY, COUNTY)] == [Verdict.ALLOWED] * 3
    assert may_reveal(FOREIGN, PERSON) is Verdict.OTHER_COUNTY


@pytest.mark.parametrize("who", [SYSTEM, *NOBODIES], ids=lambda who: str(who.role))
def test_nobody_else_sees_the_number(who: Actor) -> None:
    assert may_reveal(who, PERSON) is Verdict.NOT_A_READER


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.ALLOWED])
def test_a_refusal_says_why_in_both_languages(verdict: Verdict) -> None:
    with pytest.raises(Refused) as refused:
        verdict.require()
    assert refused.value.code == f"registry.{verdict.value}"
    assert REASONS[verdict][0].zh in refused.value.text.zh
    assert REASONS[verdict][0].en in refused.value.text.en


def test_an_allowed_act_goes_on() -> None:
    Verdict.ALLOWED.require()
