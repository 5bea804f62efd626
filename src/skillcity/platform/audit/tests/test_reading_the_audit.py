"""Searching the audit, and what the page shows of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.audit.acts import act_label, purpose_label
from skillcity.platform.audit.selectors import Guard, Wanted, entries, guards
from skillcity.platform.audit.services import record
from tests.population import client_of

AUDITOR = Actor(account_id=1, role=Role.AUDITOR)


@pytest.fixture
def officer(db: None) -> Account:
    set_scope(SYSTEM)
    account = Account.objects.create(username="li.officer", name="李", role="city-officer")
    actor = Actor(account_id=account.pk, role=Role.CITY_OFFICER)
    record(actor=actor, act="facts", object_type="person", object_id=7, person_id=7, purpose="核对")
    record(actor=actor, act="import-taken", object_type="import", object_id=3)
    record(actor=SYSTEM, act="account-created", object_type="account", object_id=account.pk)
    return account


def acts(**wanted: object) -> list[str]:
    return [each.act for each in entries(AUDITOR, Wanted(**wanted))]  # type: ignore[arg-type]


def test_everything_newest_first(officer: Account) -> None:
    assert acts() == ["account-created", "import-taken", "facts"]


def test_by_account_act_person_and_day(officer: Account) -> None:
    today = timezone.localdate()
    assert acts(account="LI.off") == ["import-taken", "facts"]
    assert acts(account="system") == ["account-created"]
    assert acts(act="facts") == ["facts"]
    assert acts(person_id=7) == ["facts"]
    assert acts(person_id=8) == []
    assert len(acts(first_day=today, last_day=today)) == 3
    assert acts(first_day=today + timedelta(days=1)) == []
    assert acts(last_day=today - timedelta(days=1)) == []


def test_continuing_below_an_entry(officer: Account) -> None:
    newest = entries(AUDITOR, Wanted())[0]
    assert [each.act for each in entries(AUDITOR, Wanted(), before=newest.pk)] == ["import-taken", "facts"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", [Role.AUDIT_ADMIN, Role.AUDITOR])
def test_the_page_shows_entries_and_guards(officer: Account, role: Role, language: str) -> None:
    set_scope(SYSTEM)
    client = client_of(Account.objects.create(username="reader", name="审", role=role.value))
    client.cookies["language"] = language
    page = client.get("/administration/audit?account=li").content.decode()
    assert "li.officer" in page
    assert "facts_fact" in page
    assert act_label("facts").in_language(language) in page
    assert ("/people/7" in page) is (role is Role.AUDITOR)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("first_day=2025-02-01&last_day=2025-01-01", 422),
        ("first_day=yesterday", 422),
        ("person=x", 422),
        ("person=99999999999999999999", 422),
        ("before=x", 200),
        ("before=99999999999999999999", 200),
        ("before=²", 200),
        ("account=%00", 422),
        ("act=facts&person=7", 200),
    ],
)
def test_a_search_that_makes_no_sense_breaks_nothing(officer: Account, query: str, status: int) -> None:
    set_scope(SYSTEM)
    client = client_of(Account.objects.create(username="reader", name="审", role="auditor"))
    assert client.get(f"/administration/audit?{query}").status_code == status


def test_fifty_entries_a_page_and_a_way_to_the_older_ones(officer: Account) -> None:
    set_scope(SYSTEM)
    for at in range(60):
        record(actor=SYSTEM, act="facts", object_id=at)
    client = client_of(Account.objects.create(username="reader", name="审", role="audit-admin"))
    first = client.get("/administration/audit")
    assert len(first.context["table"]["rows"]) == 50
    second = client.get(f"/administration/audit{first.context['older_url']}")
    assert len(second.context["table"]["rows"]) == 13
    assert second.context["older_url"] == ""


def test_every_append_only_table_is_whole(db: None) -> None:
    found = {each.table: each for each in guards()}
    assert {"audit_entry", "audit_change", "facts_fact"} <= set(found)
    assert all(each.is_whole for each in found.values())


@pytest.mark.parametrize("missing", range(3))
def test_a_missing_guard_shows(missing: int) -> None:
    stand = [at != missing for at in range(3)]
    assert not Guard("t", *stand).is_whole


def test_an_unknown_act_is_shown_by_its_code() -> None:
    assert act_label("new-act").zh == "new-act"
    assert act_label("facts").en == "Looked at facts"


def test_days_are_those_of_the_city(officer: Account) -> None:
    found = entries(AUDITOR, Wanted(first_day=date(2025, 1, 1)))
    assert "2025-01-01 00:00:00+08:00" in str(found.query)  # midnight in Shanghai


def test_the_purpose_of_a_consent_is_told_by_its_name_and_words_as_they_were_written() -> None:
    assert purpose_label("loan").zh == "技能贷款"
    assert purpose_label("窗口核对").en == "窗口核对"
