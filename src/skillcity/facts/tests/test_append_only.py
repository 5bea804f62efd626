"""Seven attacks and more on what must never change: as the application, and as the owner of the tables."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from skillcity.facts.services import record_facts
from skillcity.facts.tests.ledger import new_fact
from skillcity.facts.verification import verify_facts
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.registry.tests.world import person

SEE_ALL = "select set_config('app.scope', 'all', false), set_config('app.actor', 'attacker', false)"
REWRITES = {
    "update": "update facts_fact set source = 'forged'",
    "update of the digest": "update facts_fact set digest = ''",
    "delete": "delete from facts_fact",
    "truncate": "truncate facts_fact",
    "truncate cascade": "truncate facts_fact, facts_chain cascade",
    "merge": (
        "merge into facts_fact f using (select 1 as seq) s on f.seq = s.seq"
        " when matched then update set source = 'forged'"
    ),
    "update of a head": "update facts_chain set head = ''",
    "delete of a head": "delete from facts_chain",
    "truncate of the heads": "truncate facts_chain cascade",
    "a head of one's own": "insert into facts_chain select id + 1, 9, '' from registry_person",
    "replica mode": "set session_replication_role = replica",
    "update of the audit": "update audit_entry set actor = 'somebody else'",
    "delete of the audit": "delete from audit_entry",
    "truncate of the audit": "truncate audit_entry",
    "delete of the history": "delete from audit_change",
}
NOT_THE_OWNERS = {
    # The trigger gives every new row a number of its own: for the owner this adds and changes nothing.
    "upsert": (
        "insert into facts_fact select * from facts_fact on conflict (person_id, seq) do update set source = 'forged'"
    ),
    "copy": "copy facts_fact from stdin",
    "disable triggers": "alter table facts_fact disable trigger user",
    "drop a trigger": "drop trigger facts_fact_no_change on facts_fact",
    "drop the table": "drop table facts_fact cascade",
    "replace the trigger's function": "create or replace function refuse_change() returns trigger language plpgsql as"
    " $$ begin return new; end $$",
    "a rule": "create rule forged as on insert to facts_fact do instead nothing",
    "switch row security off": "alter table facts_fact disable row level security",
    "give oneself rights": "grant update on facts_fact to current_user",
    "drop a policy": "drop policy facts_fact_reads on facts_fact",
}


@pytest.fixture
def people(committed_db: dict[str, object]) -> list[int]:
    with acting_as(SYSTEM):
        made = [person().pk, person("李雷").pk]
        record_facts(actor=SYSTEM, facts=[new_fact(each, at) for each in made for at in range(3)])
    return made


def everything(connection: psycopg.Connection[Any]) -> list[tuple[Any, ...]]:
    facts = connection.execute("select * from facts_fact order by person_id, seq").fetchall()
    heads = connection.execute("select * from facts_chain order by person_id").fetchall()
    looks = connection.execute("select * from audit_entry order by id").fetchall()
    return [*facts, *heads, *looks]


@pytest.mark.usefixtures("people")
def test_the_application_changes_nothing(committed_db: dict[str, Any]) -> None:
    with psycopg.connect(**committed_db, autocommit=True) as application:
        application.execute(SEE_ALL)
        before = everything(application)
        for name, attack in (REWRITES | NOT_THE_OWNERS).items():
            try:
                application.execute(attack)
            except psycopg.Error:
                continue
            # PostgreSQL grants nothing and warns only; everything must be as it was.
            assert name == "give oneself rights", f"{name} was not refused"
        assert everything(application) == before
    with acting_as(SYSTEM):
        assert verify_facts().valid


@pytest.mark.usefixtures("people")
def test_the_owner_changes_nothing_either(committed_db: dict[str, Any], databases: Any) -> None:
    with psycopg.connect(**(databases.owner | {"dbname": committed_db["dbname"]}), autocommit=True) as owner:
        if owner.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (True,):
            pytest.skip("the owner is a superuser here, whom nothing but the chain binds")
        assert owner.execute("select count(*) from facts_fact").fetchone() == (0,)  # row security binds it too
        owner.execute(SEE_ALL)
        before = everything(owner)
        for name, attack in REWRITES.items():
            with pytest.raises(psycopg.Error):
                owner.execute(attack)
            assert everything(owner) == before, name
    with acting_as(SYSTEM):
        assert verify_facts().valid


def test_a_forged_number_and_digest_are_replaced_on_the_way_in(committed_db: dict[str, Any], people: list[int]) -> None:
    with psycopg.connect(**committed_db, autocommit=True) as application:
        application.execute(SEE_ALL)
        application.execute(
            "insert into facts_fact (person_id, seq, kind, valid_from, attributes, document, source, recorded_by,"
            " recorded_at, retracts, digest)"
            " values (%s, 1, 'studio', now(), '{}', '', 'forged', 'x', now(), false, '')",
            [people[0]],
        )
        assert application.execute("select seq from facts_fact where source = 'forged'").fetchone() == (4,)
    with acting_as(SYSTEM):
        assert verify_facts().valid
