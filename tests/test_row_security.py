"""The second wall: the database itself shows each actor exactly the rows of the people in their scope."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from skillcity.platform.accounts.actor import STRANGER, SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.registry.selectors import actor_of
from tests.population import HERE, THERE, Population, populate

# Tables that say something about a person, and the column that says whose it is.
OF_PEOPLE = {
    "registry_person": "id",
    "registry_identitydocument": "person_id",
    "registry_contact": "person_id",
    "registry_membership": "person_id",
    "registry_consent": "person_id",
    "facts_fact": "person_id",
    "policy_standing": "person_id",
    "policy_decision": "person_id",
    "policy_last_check": "person_id",
    "policy_simulation_row": "person_id",
    "credentials_certificate": "person_id",
    "credentials_candidate": "person_id",
    "credentials_share": "person_id",
}
PERSONAL = set(OF_PEOPLE) | {"audit_entry", "audit_change", "imports_importfindings"}
EXEMPT = {
    "facts_chain": "length and digest of a chain, no personal data; the trigger must find it for every person",
}
WITH_PERSON = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and a.attname = 'person_id' and not a.attisdropped
"""
FORCED = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity
"""


@pytest.fixture
def population(db: None) -> Population:
    return populate()


def column(query: str, parameters: list[object] | None = None) -> set[object]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return {row[0] for row in cursor.fetchall()}


def actors(population: Population) -> dict[Role | None, Actor]:
    found: dict[Role | None, Actor] = {role: actor_of(account) for role, account in population.accounts.items()}
    return found | {None: STRANGER}


def test_every_table_with_a_person_has_forced_row_security(db: None) -> None:
    wanted = (column(WITH_PERSON) | PERSONAL) - set(EXEMPT)
    assert wanted - column(FORCED) == set()


def test_a_table_that_says_whose_it_is_stands_in_the_list_of_this_test(db: None) -> None:
    assert column(WITH_PERSON) - set(EXEMPT) - set(OF_PEOPLE) == {"audit_entry"}


def test_the_application_owns_nothing_and_stands_above_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
    assert (
        column("select relname from pg_class where relowner = current_user::regrole and relpersistence <> 't'") == set()
    )


def test_without_a_scope_there_is_nothing_to_see(population: Population) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.scope', '', true), set_config('app.account', '', true)")
        for table in sorted(PERSONAL):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


BEHIND_CONSENT = {"registry_membership", "registry_contact", "facts_fact"}


def of_certificates(population: Population, role: Role | None, table: str) -> set[int]:
    """The body sees what it issued; lines of a batch are for it and officers; a share is its owner's."""
    everybody, sees = set(population.people), population.sees[role]
    if table == "credentials_share":
        sharing = {population.people[0], population.people[2]}
        return sees & sharing if role in {Role.WORKER, Role.ASSESSOR, Role.CITY_OFFICER, Role.AUDITOR} else set()
    if role is Role.EVALUATION_BODY:
        return everybody
    if table == "credentials_candidate":
        return everybody if role in {Role.CITY_OFFICER, Role.AUDITOR, Role.COUNTY_OFFICER} else set()
    return sees


@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_a_role_sees_exactly_its_people_in_every_table(population: Population, role: Role | None) -> None:
    set_scope(actors(population)[role])
    for table, whose in OF_PEOPLE.items():
        wanted = population.sees[role]
        if table in BEHIND_CONSENT and role in {Role.BANK, Role.INSURER}:
            wanted = set()  # a consent opens the person: no fact, no telephone number, not where they belong
        if table == "registry_consent" and role in {Role.COLLEGE, Role.ENTERPRISE, Role.EVALUATION_BODY}:
            wanted = set()  # whom a member trusts is not the organisation's business
        if table == "registry_consent":
            wanted = wanted & {population.people[1]}
            if role is Role.INSURER:
                wanted = {population.people[1]}  # the receiver keeps seeing that the consent was withdrawn
        if table == "registry_membership" and role is Role.COLLEGE:
            wanted = wanted | {population.people[1]}  # that of a former learner, though no longer the person
        if table.startswith("credentials_"):
            wanted = of_certificates(population, role, table)
        assert column(f"select {whose} from {table}") == wanted, table


@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_the_audit_shows_the_own_person_and_the_own_acts(population: Population, role: Role | None) -> None:
    set_scope(actors(population)[role])
    city = role in {Role.CITY_OFFICER, Role.AUDITOR}
    person = {Role.WORKER: population.people[0], Role.ASSESSOR: population.people[2]}.get(role)  # type: ignore[arg-type]
    wanted = set(population.people) if city else {person} if person else set()
    assert column("select person_id from audit_entry where act = 'summary'") == wanted
    assert bool(column("select id from audit_change")) is city


def write_tries(population: Population, person_id: int) -> dict[str, str]:
    region = THERE if person_id == population.people[1] else HERE
    return {
        "change": f"update registry_person set name = 'x' where id = {person_id}",
        "move": f"update registry_person set region_code = '330399' where id = {person_id}",
        "contact": f"insert into registry_contact (person_id, kind, value, created_at)"
        f" values ({person_id}, 'email', 'x', now())",
        "contact gone": f"delete from registry_contact where person_id = {person_id}",
        "consent": "insert into registry_consent (person_id, region_code, organisation_id, purpose, given_at, ends_on)"
        f" select {person_id}, '{region}', {population.organisations[Role.INSURER]}, 'placement', now(), '2099-01-01'",
        "membership": "insert into registry_membership (person_id, region_code, organisation_id, role, valid_from,"
        f" created_at) values ({person_id}, '{region}', {population.organisations[Role.COLLEGE]}, 'teacher',"
        " '2020-01-01', now())",
        "fact": "insert into facts_fact (person_id, seq, kind, valid_from, attributes, document, source, recorded_by,"
        f" recorded_at, retracts, digest) values ({person_id}, 0, 'training', '2020-01-01', '{{}}', '', 's', 'x',"
        " now(), false, '')",
    }


def rows_written(statement: str) -> int:
    """How many rows the statement changed; 0 when the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount
    except DatabaseError:
        return 0


@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_nobody_writes_about_people_outside_their_scope(population: Population, role: Role | None) -> None:
    set_scope(actors(population)[role])
    for person_id in set(population.people) - population.sees[role]:
        for name, statement in write_tries(population, person_id).items():
            assert rows_written(statement) == 0, (name, person_id)


@pytest.mark.parametrize("role", [Role.COLLEGE, Role.ENTERPRISE, Role.BANK], ids=str)
def test_who_sees_a_person_by_membership_or_consent_does_not_change_them(population: Population, role: Role) -> None:
    set_scope(actors(population)[role])
    (person_id,) = population.sees[role]
    for name in ("change", "move"):
        assert rows_written(write_tries(population, person_id)[name]) == 0, name


def test_a_county_officer_cannot_move_a_person_out_of_the_county(population: Population) -> None:
    set_scope(actors(population)[Role.COUNTY_OFFICER])
    assert rows_written(write_tries(population, population.people[0])["move"]) == 0
    assert rows_written(write_tries(population, population.people[0])["change"]) == 1


def test_a_scope_ends_with_its_transaction(committed_db: dict[str, object]) -> None:
    with transaction.atomic():
        set_scope(SYSTEM)
        assert column("select current_setting('app.scope', true)") == {"all"}
    assert column("select nullif(current_setting('app.scope', true), '')") == {None}


def test_a_scope_set_in_a_savepoint_that_is_undone_is_undone_too(db: None) -> None:
    set_scope(STRANGER)
    with transaction.atomic():
        set_scope(SYSTEM)
        transaction.set_rollback(True)
    assert column("select current_setting('app.scope', true)") == {"nobody"}
