"""Attacks on what must not change: by the application, by the owner, in replica mode, in every way that SQL knows."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.audit.selectors import guards
from skillcity.platform.audit.services import record

TABLES = ["audit_entry", "audit_change", "facts_fact"]
ATTACKS = {
    "update": "update {} set {} = 'x'",
    "delete": "delete from {}",
    "truncate": "truncate {} cascade",
    "upsert": "insert into {0} select * from {0} on conflict do nothing; update {0} set {1} = 'y'",
    "copy over": "with gone as (delete from {0} returning *) insert into {0} select * from gone",
    "merge": "merge into {0} t using (select 1) s on true when matched then update set {1} = 'x'",
    "drop the trigger": "drop trigger {0}_no_change on {0}",
    "switch the trigger off": "alter table {0} disable trigger all",
    "drop the table": "drop table {0} cascade",
    "lift row security": "alter table {0} no force row level security",
}
COLUMN = {"audit_entry": "act", "audit_change": "actor", "facts_fact": "source"}
OWNER_MAY = {"drop the trigger", "switch the trigger off", "drop the table", "lift row security"}


def statement(name: str, table: str) -> str:
    return ATTACKS[name].format(table, COLUMN[table])


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("table", TABLES)
def test_the_application_is_refused(db: None, table: str, name: str) -> None:
    set_scope(SYSTEM)
    record(actor=SYSTEM, act="before")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement(name, table))


@pytest.mark.parametrize("table", TABLES)
def test_the_application_cannot_escape_the_triggers(db: None, table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set role skillcity")


@pytest.fixture
def owner(databases: object, committed_db: dict[str, object]) -> psycopg.Connection[object]:
    """A connection of the owner to a database of this test's own, with one row in each table."""
    parameters = databases.owner | {"dbname": committed_db["dbname"]}  # type: ignore[attr-defined]
    with psycopg.connect(**parameters, autocommit=True) as found:
        found.execute("select set_config('app.actor', 'test', false), set_config('app.scope', 'all', false)")
        found.execute(
            "insert into registry_person (name, initials, sex, region_code, synthetic, created_at)"
            " values ('x', '', 'male', '330302', true, now())"
        )
        found.execute("insert into audit_entry (actor, role, act, object_type, object_id, purpose, details)"
                      " values ('x', '', 'x', '', '', '', '{}')")  # fmt: skip
        found.execute(
            "insert into facts_fact (person_id, seq, kind, valid_from, attributes, document, source, recorded_by,"
            " recorded_at, retracts, digest) select id, 0, 'training', '2020-01-01', '{}', '', 's', 'x', now(), false,"
            " '' from registry_person"
        )
        yield found


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_is_refused_too(owner: psycopg.Connection[object], table: str) -> None:
    for name in set(ATTACKS) - OWNER_MAY:
        with pytest.raises(psycopg.Error):
            owner.execute(statement(name, table))
    assert owner.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone() != (0,)


def test_replica_mode_passes_no_trigger(owner: psycopg.Connection[object], databases: object) -> None:
    """`session_replication_role` is a superuser's: where the tests have none, the catalogue says ENABLE ALWAYS."""
    modes = owner.execute(
        "select distinct tgenabled from pg_trigger t join pg_proc p on p.oid = t.tgfoid"
        " where p.proname in ('refuse_change', 'record_change', 'chain_fact') and not t.tgisinternal"
    ).fetchall()
    assert modes in ([("A",)], [(b"A",)])


def test_the_page_sees_a_trigger_that_was_switched_off(
    owner: psycopg.Connection[object], committed_db: dict[str, object]
) -> None:
    owner.execute("alter table audit_entry disable trigger audit_entry_no_change")
    assert [each.table for each in guards() if not each.is_whole] == ["audit_entry"]
    owner.execute("grant update on facts_fact to skillcity_app")
    assert [each.table for each in guards() if not each.is_whole] == ["audit_entry", "facts_fact"]
