"""Consent: given by the person, seen by the receiver, gone when withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from skillcity.kernel.errors import SkillcityError
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.kinds import OrganisationKind, Purpose
from skillcity.registry.models import Consent, Organisation
from skillcity.registry.selectors import people
from skillcity.registry.services import give_consent, withdraw_consent
from skillcity.registry.tests.world import actor, organisation, person, seeing_as

pytestmark = pytest.mark.django_db


def later(days: int = 365) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def bank() -> Organisation:
    return organisation("示例银行", OrganisationKind.BANK)


def test_a_bank_sees_a_person_while_the_consent_holds(bank: Organisation) -> None:
    made, other = person(), person("李雷")
    alice, bob = actor(Role.WORKER, person=made), actor(Role.BANK, of=bank)
    charlie = actor(Role.BANK, of=organisation("另一银行", OrganisationKind.BANK))

    def seen(who: Actor) -> list[int]:
        with seeing_as(who):
            return sorted(people(who, timezone.localdate()).order_by("pk").values_list("pk", flat=True))

    assert seen(bob) == []
    with seeing_as(alice):
        given = give_consent(actor=alice, organisation=bank, purpose=Purpose.LOAN, ends_on=later())
    assert (seen(bob), seen(charlie)) == ([made.pk], [])
    with seeing_as(alice):
        withdraw_consent(actor=alice, consent_id=given.pk)
    assert seen(bob) == []
    acts = Entry.objects.filter(person_id=made.pk, object_type="consent").order_by("pk")
    assert [each.act for each in acts] == ["registry.give-consent", "registry.withdraw-consent"]
    assert other.consents.count() == 0


def refusal(act: object, **values: object) -> str:
    with pytest.raises(SkillcityError) as error:
        act(**values)  # type: ignore[operator]
    return error.value.code


def test_what_cannot_be_consented(bank: Organisation) -> None:
    alice = actor(Role.WORKER, person=person())
    values = {"actor": alice, "organisation": bank, "purpose": Purpose.LOAN, "ends_on": later()}
    assert refusal(give_consent, **(values | {"purpose": Purpose.INSURANCE})) == "registry.receiver"
    assert refusal(give_consent, **(values | {"ends_on": timezone.localdate()})) == "registry.consent-ends"
    assert refusal(give_consent, **(values | {"actor": actor(Role.CITY_OFFICER)})) == "registry.no-record"
    assert not Consent.objects.exists()
    given = give_consent(**values)  # type: ignore[arg-type]
    assert refusal(give_consent, **values) == "registry.consent-given"
    assert refusal(withdraw_consent, actor=actor(Role.CITY_OFFICER), consent_id=given.pk) == "registry.not-the-person"
    assert Consent.objects.get().withdrawn_at is None
    withdraw_consent(actor=alice, consent_id=given.pk)
    assert refusal(withdraw_consent, actor=alice, consent_id=given.pk) == "registry.consent-withdrawn"
    assert refusal(withdraw_consent, actor=alice, consent_id=10**9) == "registry.unknown"


def test_an_ended_consent_may_be_given_again(bank: Organisation) -> None:
    made = person()
    alice = actor(Role.WORKER, person=made)
    old = Consent.objects.create(
        person=made, region_code=made.region_code, organisation=bank, purpose="loan", ends_on=later(-1)
    )
    give_consent(actor=alice, organisation=bank, purpose=Purpose.LOAN, ends_on=later())
    old.refresh_from_db()
    assert old.withdrawn_at is not None
