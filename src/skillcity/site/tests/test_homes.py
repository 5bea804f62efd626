"""The home page of each role, in both languages: what waits, and only ways that are open to the role."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from skillcity.platform.accounts.actor import STRANGER, SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.uploads import CHECK_JOB
from skillcity.platform.jobs.models import Job
from skillcity.registry.models import Offering, Organisation, Site
from skillcity.site.homes import home_of
from tests.population import BEGIN, Population, client_of, populate


@pytest.fixture
def city(db: None) -> Population:
    """The population with something that waits for everyone."""
    population = populate(bare=True)
    college = Organisation.objects.get(pk=population.organisations[Role.COLLEGE])
    Site.objects.create(organisation=college, name="一号实训楼", workstations=8741)
    Offering.objects.create(organisation=college, major_code="0102-4", major_name="样例", integrated=True, since=BEGIN)
    Account.objects.create(username="new", name="新", role="bank", is_active=False)
    from django.utils import timezone

    for role in (Role.CITY_OFFICER, Role.COLLEGE, Role.SYSTEM_ADMIN):
        account = population.accounts[role]
        ImportBatch.objects.create(
            kind="people", file_name="a.csv", sha256=f"{account.pk:064d}", size=1, status="refused", rows=9, refused=9,
            account=account, finished_at=timezone.now(),
        )  # fmt: skip
        Job.objects.create(
            kind=CHECK_JOB, title_zh="导入", title_en="Import", account=account, status="failed",
            finished_at=timezone.now(), payload={"batch": 1},
        )  # fmt: skip
    return population


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_home_whose_every_way_is_open(city: Population, role: Role, language: str) -> None:
    client = client_of(city.accounts[role])
    client.cookies["language"] = language
    page = client.get("/home")
    assert page.status_code == 200
    body = page.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    links = set(re.findall(r'href="(/[^"]*)"', main))
    assert len(links) >= 2
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.WORKER, "您的资料被看过 1 次"),
        (Role.COLLEGE, "8,741"),
        (Role.BANK, "1 人授权有效"),
        (Role.INSURER, "0 人授权有效"),
        (Role.CITY_OFFICER, "9 行没有导入"),
        (Role.SYSTEM_ADMIN, "没有做完，可以重试"),
        (Role.SECURITY_ADMIN, "等待启用"),
        (Role.AUDITOR, "只增不改的表保护完好"),
        (Role.AUDIT_ADMIN, "只增不改的表保护完好"),
    ],
)
def test_what_waits_comes_from_what_is_there(city: Population, role: Role, words: str) -> None:
    assert words in client_of(city.accounts[role]).get("/home").content.decode()


@pytest.mark.parametrize("role", [Role.WORKER, Role.COLLEGE])
def test_an_account_that_is_not_linked_yet_is_told_so(db: None, role: Role) -> None:
    set_scope(SYSTEM)
    account = Account.objects.create(username="new", name="新", role=role.value)
    page = client_of(account).get("/home").content.decode()
    assert "还没有" in page


def test_a_stranger_has_no_home(db: None) -> None:
    with pytest.raises(LookupError):
        home_of(STRANGER)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_welcome_page_is_open_and_leads_the_signed_in_home(city: Population, language: str) -> None:
    client = Client()
    client.cookies["language"] = language
    page = client.get("/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for link in set(re.findall(r'href="(/[^"]*)"', main)):
        assert client.get(link).status_code == 200, link
    assert client_of(city.accounts[Role.WORKER]).get("/")["Location"] == "/home"


def test_a_home_page_asks_the_database_little(city: Population, django_assert_max_num_queries: object) -> None:
    for role in Role:
        client = client_of(city.accounts[role])
        client.get("/home")
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            client.get("/home")
    with acting_as(SYSTEM):
        assert Account.objects.count() == len(Role) + 1
