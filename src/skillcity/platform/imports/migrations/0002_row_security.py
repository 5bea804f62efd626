from django.db import migrations

from skillcity.platform.accounts.row_security import SEES_ALL, row_security

OWN = "account_id = (select app_setting('account'))::bigint"


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("accounts", "0002_setting")]
    operations = [
        row_security("imports_importfindings", reads=f"{SEES_ALL} or {OWN}"),
    ]
