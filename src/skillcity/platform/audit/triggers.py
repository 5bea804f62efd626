"""The triggers of the audit, for the migrations of every room.

`append_only` refuses every change of a table's rows, to its owner too; `keep_history` writes each changed row to
`audit_change` and refuses a change whose actor is unknown. Statement-level with transition tables: 7 microseconds a
row, where row-level triggers grow quadratically.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

FUNCTIONS = """
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only: % is refused; record a new row instead', tg_table_name, lower(tg_op)
        using errcode = 'integrity_constraint_violation';
end $$;

create or replace function record_change() returns trigger language plpgsql as $$
declare who text := app_setting('actor');
begin
    if who is null then
        raise exception 'no actor is known for this % of %', lower(tg_op), tg_table_name
            using errcode = 'integrity_constraint_violation';
    end if;
    if tg_op = 'INSERT' then
        insert into audit_change (actor, table_name, row_id, operation)
            select who, tg_table_name, n.id::text, 'insert' from new_rows n;
    elsif tg_op = 'UPDATE' then
        insert into audit_change (actor, table_name, row_id, operation, before, after)
            select who, tg_table_name, n.id::text, 'update', to_jsonb(o) - 'password', to_jsonb(n) - 'password'
            from new_rows n join old_rows o using (id) where to_jsonb(o) <> to_jsonb(n);
    else
        insert into audit_change (actor, table_name, row_id, operation, before)
            select who, tg_table_name, o.id::text, 'delete', to_jsonb(o) - 'password' from old_rows o;
    end if;
    return null;
end $$;
"""


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on a table, in replica mode too."""
    return RunSQL(
        f"""
        create trigger {table}_no_change before update or delete on {table}
            for each row execute function refuse_change();
        create trigger {table}_no_truncate before truncate on {table}
            for each statement execute function refuse_change();
        alter table {table} enable always trigger {table}_no_change;
        alter table {table} enable always trigger {table}_no_truncate;
        """,
        f"drop trigger {table}_no_change on {table}; drop trigger {table}_no_truncate on {table};",
    )


def keep_history(table: str) -> RunSQL:
    """Write every insert, update and delete of a table's rows to `audit_change`."""
    tables = {
        "insert": "referencing new table as new_rows",
        "update": "referencing old table as old_rows new table as new_rows",
        "delete": "referencing old table as old_rows",
    }
    return RunSQL(
        "".join(
            f"""
            create trigger {table}_history_{operation} after {operation} on {table} {rows}
                for each statement execute function record_change();
            alter table {table} enable always trigger {table}_history_{operation};
            """
            for operation, rows in tables.items()
        ),
        "".join(f"drop trigger {table}_history_{operation} on {table};" for operation in tables),
    )
