"""Every change of a registered row leaves its trace, whoever makes it and however; a change by nobody is refused."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.audit.models import Change
from tests.population import populate

KEPT = [
    "accounts_account",
    "registry_person",
    "registry_identitydocument",
    "registry_contact",
    "registry_organisation",
    "registry_delegate",
    "registry_membership",
    "registry_site",
    "registry_offering",
    "registry_tie",
    "registry_consent",
]
WITH_HISTORY = """
select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
where p.proname = 'record_change' group by c.relname having count(*) = 3 and bool_and(t.tgenabled = 'A')
"""
OFFICER = Actor(account_id=42, role=Role.CITY_OFFICER)


def ask(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def test_each_table_keeps_inserts_updates_and_deletes(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WITH_HISTORY)
        assert {row[0] for row in cursor.fetchall()} >= set(KEPT)


def test_many_rows_at_once_leave_one_trace_each(db: None) -> None:
    populate()
    set_scope(OFFICER)
    assert ask("update registry_person set name = name || '改'") == 3
    changes = Change.objects.filter(operation="update", table_name="registry_person").order_by("id")
    assert [(change.actor, change.before["name"] + "改") for change in changes] == [
        ("account:42", change.after["name"]) for change in changes
    ]
    assert len(changes) == 3


def test_an_update_that_changes_nothing_leaves_no_trace(db: None) -> None:
    populate()
    ask("update registry_person set name = name")
    assert not Change.objects.filter(operation="update", table_name="registry_person").exists()


def test_a_deleted_row_is_kept_as_it_was(db: None) -> None:
    populate()
    ask("delete from registry_contact")
    values = {change.before["value"] for change in Change.objects.filter(operation="delete").order_by("id")}
    assert values == {"13800000001", "13800000002", "13800000003"}


@pytest.mark.parametrize(
    "statement",
    [
        "update registry_organisation set name = 'x'",
        "delete from registry_delegate",
        (
            "insert into registry_site (organisation_id, name, workstations)"
            " select min(id), 'x', 1 from registry_organisation"
        ),
        "update accounts_account set name = 'x'",
    ],
)
def test_a_change_by_nobody_is_refused(db: None, statement: str) -> None:
    populate()
    ask("select set_config('app.actor', '', true)")
    with pytest.raises(DatabaseError, match="no actor is known"), transaction.atomic():
        ask(statement)
    set_scope(SYSTEM)
    assert ask(statement) > 0
