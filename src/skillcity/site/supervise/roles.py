"""The two roles of the database: the owner migrates; the application owns nothing and changes nothing append-only."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

OWNER = "skillcity"
APPLICATION = "skillcity_app"
DATABASE = "skillcity"
EXTENSIONS = ("pg_trgm", "btree_gist")

# Append-only tables are known by their trigger (`refuse_change`), so that no list has to be kept in step.
GRANTS = """
do $$
declare place regclass;
begin
    execute format('grant connect, temporary on database %I to skillcity_app', current_database());
    grant usage on schema public to skillcity_app;
    for place in
        select oid::regclass from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
            and relowner = current_user::regrole
    loop
        execute format('grant select, insert, update, delete on %s to skillcity_app', place);
    end loop;
    for place in
        select oid::regclass from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'S' and relowner = current_user::regrole
    loop
        execute format('grant usage, select on sequence %s to skillcity_app', place);
    end loop;
    for place in
        select distinct t.tgrelid::regclass from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where p.proname = 'refuse_change' and not t.tgisinternal
    loop
        execute format('revoke update, delete, truncate on %s from skillcity_app', place);
    end loop;
    if to_regclass('public.django_migrations') is not null then
        revoke insert, update, delete on django_migrations from skillcity_app;
    end if;
end $$
"""


def ensure_roles(superuser: psycopg.Connection[Any], *, owner_password: str, app_password: str) -> None:
    """Make both roles and the database of the embedded server where they are missing; the connection is autocommit.

    Existing passwords stay: they show whether the secrets at hand are those that the data were written with.
    """
    for name, password in ((OWNER, owner_password), (APPLICATION, app_password)):
        if not role_exists(superuser, name):
            set_role(superuser, name, password)
    superuser.execute(sql.SQL("alter role {} createdb").format(sql.Identifier(OWNER)))  # the tests make databases
    found = superuser.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
    if found is None:
        superuser.execute(
            sql.SQL("create database {} owner {} template template0").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )


def role_exists(connection: psycopg.Connection[Any], name: str) -> bool:
    """Whether the server knows the role."""
    return connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone() is not None


def set_role(connection: psycopg.Connection[Any], name: str, password: str) -> None:
    """Make the role, or give the existing one this password."""
    statement = (
        "alter role {} with login password {}"
        if role_exists(connection, name)
        else ("create role {} with login password {}")
    )
    connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(password)))


def let_owner_make_databases(superuser: psycopg.Connection[Any]) -> None:
    """For the server of the tests, which makes a database for each test process."""
    superuser.execute(sql.SQL("alter role {} createdb").format(sql.Identifier(OWNER)))


def is_above_row_security(connection: psycopg.Connection[Any], name: str) -> bool:
    """Whether row-level security does not bind the role."""
    row = connection.execute("select rolsuper or rolbypassrls from pg_roles where rolname = %s", [name]).fetchone()
    return row is not None and bool(row[0])


def ensure_extensions(connection: psycopg.Connection[Any]) -> None:
    """Make the extensions in this database; all of them are trusted, the database's owner may."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(name)))


def ensure_grants(owner: psycopg.Connection[Any]) -> None:
    """Give the application what it needs on every table; run after each migration, as the owner. Idempotent."""
    owner.execute(GRANTS)
