"""The pages of administration, in both languages: what each administrator is offered, and what a form does."""

from __future__ import annotations

import pytest
from django.test import Client

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.accounts.tests.conftest import Make
from tests.population import client_of

NEW = {"username": "Li.Ming", "name": "李明", "role": "bank", "password": "correct-horse-battery"}


def found(username: str) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.get(username=username)


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def browser(account: Account, language: str = "zh-hans") -> Client:
    client = client_of(account)
    client.cookies["language"] = language
    return client


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_each_administrator_has_a_hub(make: Make, role: Role, language: str) -> None:
    make(is_active=False)
    page = browser(make(role), language).get("/administration")
    assert page.status_code == 200
    assert ("bank" in page.content.decode()) is (role is not Role.AUDIT_ADMIN)


@pytest.mark.parametrize("query", ["", "?q=ban", "?role=bank&state=off", "?role=emperor", "?page=99", "?q=%00"])
def test_the_list_finds_accounts(make: Make, language: str, query: str) -> None:
    make(is_active=False)
    page = browser(make(Role.SECURITY_ADMIN), language).get(f"/administration/accounts{query}")
    assert page.status_code == 200


def test_making_an_account_and_switching_it_on_takes_two(make: Make, language: str) -> None:
    system, security = browser(make(Role.SYSTEM_ADMIN), language), browser(make(Role.SECURITY_ADMIN), language)
    assert system.get("/administration/accounts/new").status_code == 200
    made = system.post("/administration/accounts/new", NEW)
    account = found("li.ming")
    assert made["Location"] == f"/administration/accounts/{account.pk}"
    assert not account.is_active
    own_page = system.get(made["Location"]).content.decode()
    assert f"{made['Location']}/on" not in own_page
    assert f"{made['Location']}/password" in own_page
    assert f"{made['Location']}/on" in security.get(made["Location"]).content.decode()
    assert system.post(f"{made['Location']}/on", {"role": "bank"}).status_code == 403
    assert security.post(f"{made['Location']}/on", {"role": "bank"}).status_code == 302
    assert found("li.ming").is_active


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "bank"}, "username"),
        ({"username": "BANK"}, "username"),
        ({"username": "a b"}, "username"),
        ({"name": ""}, "name"),
        ({"role": "emperor"}, "role"),
        ({"role": "county-officer"}, "region_code"),
        ({"role": "county-officer", "region_code": "110101"}, "region_code"),
        ({"password": "short"}, "password"),
        ({"username": "li.ming.officer", "password": "li.ming.officer"}, "password"),
    ],
)
def test_a_form_with_a_mistake_comes_back_with_it(
    make: Make, change: dict[str, str], field: str, language: str
) -> None:
    make(Role.BANK)
    page = browser(make(Role.SYSTEM_ADMIN), language).post("/administration/accounts/new", {**NEW, **change})
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert "correct-horse-battery" not in page.content.decode()
    with acting_as(SYSTEM):
        assert Account.objects.count() == 2


def test_a_role_is_changed_and_an_account_switched_off(make: Make, language: str) -> None:
    account, client = make(Role.BANK), browser(make(Role.SECURITY_ADMIN), language)
    page = f"/administration/accounts/{account.pk}"
    assert client.get(f"{page}/role").status_code == 200
    assert client.post(f"{page}/role", {"role": "county-officer", "region_code": "330382"}).status_code == 302
    assert found("bank").role == "county-officer"
    assert client.post(f"{page}/role", {"role": "county-officer", "region_code": ""}).status_code == 422
    assert client.post(f"{page}/off").status_code == 302
    assert not found("bank").is_active
    assert client.post(f"{page}/on", {"role": "bank"}).status_code == 409
    assert client.post(f"{page}/on", {"role": "emperor"}).status_code == 409
    assert client.post(f"{page}/unlock").status_code == 302
    assert client.post(f"{page}/second-factor").status_code == 302
    assert client.get(page).status_code == 200


def test_a_password_is_set_while_the_account_is_off(make: Make, language: str) -> None:
    account, client = make(Role.BANK), browser(make(Role.SYSTEM_ADMIN), language)
    page = f"/administration/accounts/{account.pk}"
    assert client.get(f"{page}/password").status_code == 403
    client.post(f"{page}/off")
    assert client.get(f"{page}/password").status_code == 200
    assert client.post(f"{page}/password", {"password": "short"}).status_code == 422
    assert client.post(f"{page}/password", {"password": "correct-horse-battery"}).status_code == 302
    assert found("bank").check_password("correct-horse-battery")


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_the_own_account_is_shown_without_a_button(make: Make, role: Role, language: str) -> None:
    account = make(role)
    client = browser(account, language)
    page = client.get(f"/administration/accounts/{account.pk}")
    assert page.status_code == 200
    assert f"/administration/accounts/{account.pk}/" not in page.content.decode()
    assert client.post(f"/administration/accounts/{account.pk}/off").status_code == 403


def test_an_account_that_is_none_is_not_found(make: Make) -> None:
    assert browser(make(Role.SECURITY_ADMIN)).get("/administration/accounts/999999").status_code == 404


def test_a_county_officer_who_lost_the_county_does_not_exist(make: Make) -> None:
    from django.db import IntegrityError

    make(Role.COUNTY_OFFICER)
    set_scope(SYSTEM)
    with pytest.raises(IntegrityError):
        Account.objects.update(region_code="")
