from django.db import migrations

# Anybody may be told something by what somebody else does; who was told reads it, and nobody else.
OWN = "account_id = (select app_setting('account'))::bigint"
SECURITY = f"""
alter table notices_notice enable row level security;
alter table notices_notice force row level security;
create policy notices_notice_reads on notices_notice for select using ({OWN});
create policy notices_notice_adds on notices_notice for insert with check (true);
create policy notices_notice_changes on notices_notice for update using ({OWN}) with check ({OWN});
"""
UNDO = """
drop policy notices_notice_reads on notices_notice; drop policy notices_notice_adds on notices_notice;
drop policy notices_notice_changes on notices_notice;
alter table notices_notice no force row level security; alter table notices_notice disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("accounts", "0002_setting")]
    operations = [migrations.RunSQL(SECURITY, UNDO)]
