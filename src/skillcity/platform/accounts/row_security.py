"""Row-level security for a table with personal data: the second wall behind the scoped selectors."""

from __future__ import annotations

from django.db.migrations import RunSQL

SETTING = """
create or replace function app_setting(name text) returns text language sql stable parallel safe as
$$ select nullif(current_setting('app.' || name, true), '') $$
"""

TODAY = "(select (now() at time zone 'Asia/Shanghai')::date)"
"""The day in the city: `current_date` is the session's, which is UTC, and eight hours behind."""
SEES_ALL = "(select app_setting('scope')) = 'all'"
IN_COUNTY = "((select app_setting('scope')) = 'county' and {column} = any ((select app_setting('regions'))::text[]))"
OWN_PERSON = "{column} = (select app_setting('person'))::bigint"
OWN_ORGANISATION = (
    "((select app_setting('scope')) = 'organisation'"
    " and {column} = any ((select app_setting('organisations'))::bigint[]))"
)


def row_security(table: str, *, reads: str, writes: str = "") -> RunSQL:
    """Force the policies on a table: `reads` says which rows are seen, `writes` which may be written."""
    return RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy {table}_reads on {table} for select using ({reads});
        create policy {table}_adds on {table} for insert with check ({writes or reads});
        create policy {table}_changes on {table} for update using ({writes or reads}) with check ({writes or reads});
        create policy {table}_removes on {table} for delete using ({writes or reads});
        """,
        f"""
        drop policy {table}_reads on {table}; drop policy {table}_adds on {table};
        drop policy {table}_changes on {table}; drop policy {table}_removes on {table};
        alter table {table} no force row level security; alter table {table} disable row level security;
        """,
    )
