from django.db import migrations

from skillcity.platform.accounts.row_security import (
    IN_COUNTY,
    OWN_ORGANISATION,
    OWN_PERSON,
    SEES_ALL,
    TODAY,
    row_security,
)
from skillcity.platform.audit.triggers import keep_history

OWN_ACCOUNT = "account_id = (select app_setting('account'))::bigint"
OF_ORGANISATION = (
    "((select app_setting('scope')) = 'organisation' and exists (select 1 from registry_membership m"
    f" where m.person_id = registry_person.id and m.valid_from <= {TODAY}"
    f" and (m.valid_to is null or m.valid_to >= {TODAY})))"
)
WITH_CONSENT = (
    "((select app_setting('scope')) = 'consent' and exists (select 1 from registry_consent c"
    f" where c.person_id = registry_person.id and c.withdrawn_at is null and c.ends_on >= {TODAY}))"
)
CONSENT_RECEIVER = (
    "((select app_setting('scope')) = 'consent'"
    " and organisation_id = any ((select app_setting('organisations'))::bigint[]))"
)
PERSON = f"{SEES_ALL} or {IN_COUNTY.format(column='region_code')} or {OWN_PERSON.format(column='id')} or {OWN_ACCOUNT}"
# Who reads a row by being its organisation must not write one: it would let itself in to any person.
OFFICER = f"{SEES_ALL} or {IN_COUNTY.format(column='region_code')}"
OFFICER_OR_PERSON = f"{OFFICER} or {OWN_PERSON.format(column='person_id')}"
MEMBERSHIP = f"{OFFICER_OR_PERSON} or {OWN_ORGANISATION.format(column='organisation_id')}"
CONSENT = f"{OFFICER_OR_PERSON} or {CONSENT_RECEIVER}"
VISIBLE_PERSON = (
    "(select app_setting('scope')) = 'all' or exists (select 1 from registry_person p where p.id = {table}.person_id)"
)
OFFICERS_PERSON = (
    "(select app_setting('scope')) = 'all' or ((select app_setting('scope')) = 'county'"
    " and exists (select 1 from registry_person p where p.id = {table}.person_id))"
)
# Who sees a person with their consent gets what the consent is for, and not the telephone number.
REACHABLE = (
    f"{SEES_ALL} or ((select app_setting('scope')) is distinct from 'consent'"
    " and exists (select 1 from registry_person p where p.id = registry_contact.person_id))"
)


def of_visible_person(table: str) -> migrations.RunSQL:
    """Read by whoever sees the person, written by officers."""
    return row_security(table, reads=VISIBLE_PERSON.format(table=table), writes=OFFICERS_PERSON.format(table=table))


def follow_the_person(table: str) -> migrations.RunSQL:
    """Keep `region_code` equal to the person's, by the database."""
    return migrations.RunSQL(
        f"""
        alter table {table} add constraint {table}_follows_person foreign key (person_id, region_code)
            references registry_person (id, region_code) on update cascade;
        """,
        f"alter table {table} drop constraint {table}_follows_person",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_promises")]
    operations = [
        migrations.RunSQL(
            "alter table registry_person add constraint person_id_and_region unique (id, region_code)",
            "alter table registry_person drop constraint person_id_and_region",
        ),
        follow_the_person("registry_membership"),
        follow_the_person("registry_consent"),
        row_security("registry_person", reads=f"{PERSON} or {OF_ORGANISATION} or {WITH_CONSENT}", writes=PERSON),
        row_security("registry_membership", reads=MEMBERSHIP, writes=OFFICER),
        row_security("registry_consent", reads=CONSENT, writes=OFFICER_OR_PERSON),
        of_visible_person("registry_identitydocument"),
        row_security("registry_contact", reads=REACHABLE, writes=OFFICERS_PERSON.format(table="registry_contact")),
        *[
            keep_history(f"registry_{table}")
            for table in (
                "person",
                "identitydocument",
                "contact",
                "organisation",
                "delegate",
                "membership",
                "site",
                "offering",
                "tie",
                "consent",
            )
        ],
    ]
