"""One login for each role of a synthetic city, linked to fitting people and organisations; none in a real city."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.audit.models import Entry
from skillcity.policy.models import Standing
from skillcity.registry.models import Consent, Delegate, Membership, Organisation, Person, Site
from skillcity.registry.selectors import actor_of
from skillcity.site.demo import PASSWORD, demo_accounts
from tests.population import BEGIN, populate


@pytest.fixture
def sample(db: None) -> None:
    """The population as a sample city has it: synthetic, and nobody has a login."""
    populate(bare=True)  # who has written a policy or a certificate cannot be deleted
    set_scope(SYSTEM)
    Delegate.objects.all().delete()
    Person.objects.update(account=None, synthetic=True)
    Organisation.objects.update(synthetic=True)
    Account.objects.all().delete()
    second = Organisation.objects.create(
        name="旗舰", kind="technical-college", region_code="330302", credit_code="913303000000000099", synthetic=True
    )
    Site.objects.create(organisation=second, name="一", workstations=8741)


def test_every_role_gets_a_login_that_works(sample: None) -> None:
    logins = demo_accounts()
    assert [name for _, name, _ in logins] == [role.value for role in Role]
    answer = Client().post("/account/login/", {"login": "county-officer", "password": PASSWORD})
    assert answer["Location"] == "/home"
    with acting_as(SYSTEM):
        assert Account.objects.get(username="county-officer").region_code == "330382"


def test_a_second_time_makes_nothing_more(sample: None) -> None:
    first = demo_accounts()
    with acting_as(SYSTEM):
        before = (Account.objects.count(), Delegate.objects.count(), Entry.objects.count())
    assert demo_accounts() == first
    with acting_as(SYSTEM):
        assert (Account.objects.count(), Delegate.objects.count(), Entry.objects.count()) == before


def test_they_belong_to_somebody_worth_looking_at(sample: None) -> None:
    second = Person.objects.order_by("pk")[1]
    studio = Organisation.objects.create(
        name="工作室", kind="studio", region_code="330302", credit_code="913303000000000098", synthetic=True
    )
    Membership.objects.create(
        person=second, region_code=second.region_code, organisation=studio, role="leader", valid_from=BEGIN
    )
    Standing.objects.update(value="E")
    demo_accounts()
    set_scope(SYSTEM)
    actors = {role: actor_of(Account.objects.get(username=role.value)) for role in Role}
    set_scope(SYSTEM)
    assert actors[Role.WORKER].person_id == second.pk
    assert actors[Role.ASSESSOR].person_id not in {None, second.pk}
    (college,) = actors[Role.COLLEGE].organisation_ids
    assert Organisation.objects.get(pk=college).name == "旗舰"
    for role in (Role.ENTERPRISE, Role.EVALUATION_BODY, Role.BANK, Role.INSURER, Role.SERVICE_STATION):
        assert len(actors[role].organisation_ids) == 1, role


def test_the_worker_lets_the_bank_and_the_insurer_in_once(sample: None) -> None:
    demo_accounts()
    with acting_as(SYSTEM):
        assert {each.purpose for each in Consent.objects.order_by("pk")} == {"loan", "insurance"}
        Consent.objects.update(withdrawn_at=timezone.now())
    demo_accounts()
    with acting_as(SYSTEM):
        assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_an_empty_city_has_logins_too(db: None) -> None:
    assert len(demo_accounts()) == len(Role)


def test_a_real_city_has_none(db: None, settings: object) -> None:
    settings.SYNTHETIC = False  # type: ignore[attr-defined]
    assert demo_accounts() == []
    with acting_as(SYSTEM):
        assert not Account.objects.exists()
