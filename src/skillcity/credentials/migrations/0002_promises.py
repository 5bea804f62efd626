from django.db import migrations

from skillcity.platform.accounts.row_security import OWN_ORGANISATION, OWN_PERSON, SEES_ALL, row_security
from skillcity.platform.audit.triggers import append_only, keep_history

OWN = OWN_ORGANISATION.format(column="organisation_id")
SEES_PERSON = "exists (select 1 from registry_person p where p.id = {table}.person_id)"
READS = f"{SEES_ALL} or {OWN} or {SEES_PERSON.format(table='credentials_certificate')}"
WRITES = f"{SEES_ALL} or {OWN}"
OF_BATCH = "exists (select 1 from credentials_batch b where b.id = credentials_candidate.batch_id)"
OF_CERTIFICATE = (
    "exists (select 1 from credentials_certificate c where c.id = credentials_status_change.certificate_id{more})"
)
MINE = " and c.organisation_id = any ((select app_setting('organisations'))::bigint[])"


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0001_initial"),
        ("facts", "0002_promises"),
        ("registry", "0002_promises"),
        ("audit", "0002_promises"),
    ]
    operations = [
        append_only("credentials_certificate"),
        append_only("credentials_status_change"),
        keep_history("credentials_batch"),
        keep_history("credentials_candidate"),
        keep_history("credentials_station"),
        keep_history("credentials_key"),
        keep_history("credentials_share"),
        append_only("credentials_share_look"),
        row_security("credentials_share", reads=f"{SEES_ALL} or {OWN_PERSON.format(column='person_id')}"),
        row_security(
            "credentials_share_look",
            reads=f"{SEES_ALL} or exists (select 1 from credentials_share s where s.id = credentials_share_look.share_id)",
            writes=SEES_ALL,
        ),
        row_security("credentials_batch", reads=f"{SEES_ALL} or {OWN}"),
        row_security("credentials_candidate", reads=f"{SEES_ALL} or {OF_BATCH}"),
        row_security("credentials_certificate", reads=READS, writes=WRITES),
        row_security(
            "credentials_status_change",
            reads=f"{SEES_ALL} or {OF_CERTIFICATE.format(more='')}",
            writes=f"{SEES_ALL} or {OF_CERTIFICATE.format(more=MINE)}",
        ),
    ]
