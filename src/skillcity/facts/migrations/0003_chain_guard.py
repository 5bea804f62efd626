from django.db import migrations

# The application may write `facts_chain`, or the trigger that numbers and chains facts could not: it runs as whoever
# inserts. So the heads are guarded by depth: only from within that trigger.
GUARD = """
create function refuse_direct_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is written by its trigger only', tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;
create trigger facts_chain_guard before insert or update or delete on facts_chain
    for each row when (pg_trigger_depth() = 0) execute function refuse_direct_change();
create trigger facts_chain_no_truncate before truncate on facts_chain
    for each statement execute function refuse_direct_change();
alter table facts_chain enable always trigger facts_chain_guard;
alter table facts_chain enable always trigger facts_chain_no_truncate;
"""
UNGUARD = """
drop trigger facts_chain_guard on facts_chain;
drop trigger facts_chain_no_truncate on facts_chain;
drop function refuse_direct_change();
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_promises")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
