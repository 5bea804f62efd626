from django.db import migrations

from skillcity.platform.accounts.row_security import OWN_PERSON, SEES_ALL, row_security
from skillcity.platform.audit.triggers import FUNCTIONS, append_only, keep_history

READS_ENTRIES = (
    f"{SEES_ALL} or {OWN_PERSON.format(column='person_id')} or (select app_setting('scope')) = 'audit'"
    " or account_id = (select app_setting('account'))::bigint"
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0002_setting")]
    operations = [
        migrations.RunSQL(FUNCTIONS, "drop function record_change(); drop function refuse_change();"),
        append_only("audit_entry"),
        append_only("audit_change"),
        keep_history("accounts_account"),
        row_security("accounts_answer", reads=f"{SEES_ALL} or account_id = (select app_setting('account'))::bigint"),
        row_security("audit_entry", reads=READS_ENTRIES, writes="true"),
        row_security("audit_change", reads=f"{SEES_ALL} or (select app_setting('scope')) = 'audit'", writes="true"),
    ]
