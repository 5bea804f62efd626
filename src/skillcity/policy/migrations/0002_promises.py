from django.db import migrations

from skillcity.platform.accounts.row_security import SEES_ALL, row_security

READS = f"{SEES_ALL} or exists (select 1 from registry_person p where p.id = policy_standing.person_id)"


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("registry", "0002_promises")]
    operations = [row_security("policy_standing", reads=READS)]
