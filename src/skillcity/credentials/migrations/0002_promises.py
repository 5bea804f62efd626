from django.db import migrations

from skillcity.platform.accounts.row_security import OWN_ORGANISATION, OWN_PERSON, SEES_ALL, row_security
from skillcity.platform.audit.triggers import append_only, keep_history

OWN = OWN_ORGANISATION.format(column="organisation_id")
SEES_PERSON = "exists (select 1 from registry_person p where p.id = {table}.person_id)"
READS = f"{SEES_ALL} or {OWN} or {SEES_PERSON.format(table='credentials_certificate')}"
WRITES = f"{SEES_ALL} or {OWN}"
OF_BATCH = "exists (select 1 from credentials_batch b where b.id = credentials_candidate.batch_id{more})"
OF_BODY = " and b.organisation_id = any ((select app_setting('organisations'))::bigint[])"
OF_CERTIFICATE = (
    "exists (select 1 from credentials_certificate c where c.id = credentials_status_change.certificate_id{more})"
)
OF_COUNTY = (
    "((select app_setting('scope')) = 'county' and exists (select 1 from registry_organisation o"
    " where o.id = credentials_batch.organisation_id and o.region_code = any ((select app_setting('regions'))::text[])))"
)
REQUEST = OF_CERTIFICATE.replace("credentials_status_change", "credentials_request")
IN_COUNTY = " and (select app_setting('scope')) = 'county'"
TICKET = (
    "exists (select 1 from credentials_certificate c where c.id = credentials_ticket.certificate_id and ("
    "c.person_id = (select app_setting('person'))::bigint"
    " or c.organisation_id = any ((select app_setting('organisations'))::bigint[])"
    " or ((select app_setting('scope')) = 'county' and c.region_code = any ((select app_setting('regions'))::text[]))))"
)
OF_TICKET = "exists (select 1 from credentials_ticket t where t.id = credentials_ticket_step.ticket_id)"
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
        row_security("credentials_share", reads=f"{SEES_ALL} or {OWN_PERSON.format(column='person_id')}"),
        keep_history("credentials_request"),
        keep_history("credentials_ticket"),
        append_only("credentials_ticket_step"),
        row_security("credentials_ticket", reads=f"{SEES_ALL} or {TICKET}"),
        row_security("credentials_ticket_step", reads=f"{SEES_ALL} or {OF_TICKET}"),
        row_security("credentials_batch", reads=f"{SEES_ALL} or {OWN} or {OF_COUNTY}", writes=WRITES),
        row_security(
            "credentials_candidate",
            reads=f"{SEES_ALL} or {OF_BATCH.format(more='')}",
            writes=f"{SEES_ALL} or {OF_BATCH.format(more=OF_BODY)}",
        ),
        row_security("credentials_certificate", reads=READS, writes=WRITES),
        row_security(
            "credentials_request",
            reads=f"{SEES_ALL} or {REQUEST.format(more=MINE)} or {REQUEST.format(more=IN_COUNTY)}",
            writes=f"{SEES_ALL} or {REQUEST.format(more=MINE)}",
        ),
        row_security(
            "credentials_status_change",
            reads=f"{SEES_ALL} or {OF_CERTIFICATE.format(more='')}",
            writes=f"{SEES_ALL} or {OF_CERTIFICATE.format(more=MINE)}",
        ),
    ]
