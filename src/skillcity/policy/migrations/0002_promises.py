from django.db import migrations

from skillcity.platform.accounts.row_security import SEES_ALL, row_security
from skillcity.platform.audit.triggers import append_only

# A decision follows one about the same person by the same catalogue, and a standing shows a decision about its person.
OF_THE_SAME = """
alter table policy_decision add constraint decision_of_the_same unique (id, person_id, catalogue);
alter table policy_decision add constraint decision_follows_its_own foreign key (previous_id, person_id, catalogue)
    references policy_decision (id, person_id, catalogue);
alter table policy_standing add constraint standing_shows_its_own foreign key (decision_id, person_id, catalogue)
    references policy_decision (id, person_id, catalogue);
"""
NOT_OF_THE_SAME = """
alter table policy_standing drop constraint standing_shows_its_own;
alter table policy_decision drop constraint decision_follows_its_own;
alter table policy_decision drop constraint decision_of_the_same;
"""


def seen_with_the_person(table: str) -> str:
    """Who sees a person sees what policy says of them; which part of it a page or an answer shows is for the room."""
    return f"{SEES_ALL} or exists (select 1 from registry_person p where p.id = {table}.person_id)"


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("registry", "0002_promises"), ("audit", "0002_promises")]
    operations = [
        migrations.RunSQL(OF_THE_SAME, NOT_OF_THE_SAME),
        append_only("policy_decision"),
        append_only("policy_kept_edition"),
        *[
            row_security(table, reads=seen_with_the_person(table), writes=SEES_ALL)
            for table in ("policy_standing", "policy_decision", "policy_last_check")
        ],
    ]
