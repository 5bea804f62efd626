"""Officers link accounts to people and organisations by their numbers; what cannot be linked is said at the form."""

from __future__ import annotations

import pytest
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.registry.models import Delegate, Organisation, Person
from tests.population import NUMBERS, Population, client_of, populate

URL = "/accounts/link"


@pytest.fixture
def city(db: None) -> Population:
    population = populate()
    Account.objects.create(username="new.worker", name="新", role="worker")
    Account.objects.create(username="new.bank", name="新", role="bank")
    return population


def link(client: Client, username: str, number: str) -> int:
    return client.post(URL, {"username": username, "number": number}).status_code


def account_of(person_id: int) -> str:
    with acting_as(SYSTEM):
        account = Person.objects.get(pk=person_id).account
    return account.username if account else ""


def test_a_worker_is_linked_by_the_id_number(city: Population) -> None:
    client = client_of(city.accounts[Role.CITY_OFFICER])
    assert client.get(URL).status_code == 200
    assert link(client, "New.Worker", NUMBERS[1]) == 302
    assert account_of(city.people[1]) == "new.worker"
    assert "陈示二" in client.get(URL).content.decode()


def test_an_organisation_is_linked_by_its_credit_code(city: Population) -> None:
    set_scope(SYSTEM)
    bank = Organisation.objects.get(pk=city.organisations[Role.BANK])
    client = client_of(city.accounts[Role.CITY_OFFICER])
    assert link(client, "new.bank", bank.credit_code) == 302
    with acting_as(SYSTEM):
        assert Delegate.objects.filter(account__username="new.bank", organisation=bank).exists()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("username", "number"),
    [
        ("nobody", NUMBERS[1]),
        ("new.worker", "330302199102020027"),
        ("new.worker", "913303000000000000"),
        ("new.worker", NUMBERS[0]),
        ("new.bank", "913303000000000077"),
        ("new.bank", NUMBERS[1]),
        ("bank", "913303000000000000"),
        ("auditor", NUMBERS[1]),
        ("", ""),
    ],
)
def test_what_cannot_be_linked_is_said_at_the_form(city: Population, username: str, number: str, language: str) -> None:
    client = client_of(city.accounts[Role.CITY_OFFICER])
    client.cookies["language"] = language
    page = client.post(URL, {"username": username, "number": number})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert account_of(city.people[0]) == "worker"
    assert account_of(city.people[1]) == ""


def test_a_county_officer_does_not_find_people_of_other_counties(city: Population) -> None:
    assert link(client_of(city.accounts[Role.COUNTY_OFFICER]), "new.worker", NUMBERS[1]) == 422
    assert account_of(city.people[1]) == ""
