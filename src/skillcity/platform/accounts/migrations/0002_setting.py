from django.db import migrations

from skillcity.platform.accounts.row_security import SETTING


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(SETTING, "drop function app_setting(text)")]
