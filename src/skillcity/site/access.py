"""Who may enter which route: the whole table on one page, for auditors too.

A route that is not listed is entered by nobody, and fails the build. Whose data is seen behind the door is decided by
the scope of the actor (selectors, row-level security), not here.
"""

from __future__ import annotations

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import ADMINISTRATORS, EVERYONE, OFFICERS, Role

PUBLIC = frozenset({"public"})
SIGNED_IN = EVERYONE
LOOKERS = EVERYONE - ADMINISTRATORS
TOTP_ROLES = OFFICERS | ADMINISTRATORS | {Role.AUDITOR, Role.BANK, Role.INSURER}
ACCOUNT_KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
IMPORTERS = OFFICERS | {Role.COLLEGE, Role.EVALUATION_BODY}
JOB_OWNERS = IMPORTERS | {Role.AUDITOR, Role.SYSTEM_ADMIN}
OWNERS = frozenset({Role.WORKER, Role.ASSESSOR})

ACCESS: dict[str, frozenset[Role] | frozenset[str]] = {
    # the shell
    "welcome": PUBLIC,
    "health": PUBLIC,
    "preferences": PUBLIC,
    "styleguide": PUBLIC,
    "styleguide-trial": PUBLIC,
    "home": SIGNED_IN,
    # facts
    "fact": LOOKERS,
    "fact-new": OFFICERS,
    "fact-correct": OFFICERS,
    "fact-retract": OFFICERS,
    # the REST interface
    "api:api-root": SIGNED_IN,
    "api:openapi-json": SIGNED_IN,
    "api:openapi-view": SIGNED_IN,
    "api:people": LOOKERS - {Role.WORKER, Role.ASSESSOR},
    "api:person": LOOKERS,
    "api:person-facts": LOOKERS,
    "api:organisations": LOOKERS,
    "api:organisation": LOOKERS,
    "api:record-fact": OFFICERS,
    # policy
    "catalogues": LOOKERS,
    "catalogue": LOOKERS,
    "person-class": LOOKERS - {Role.WORKER, Role.ASSESSOR},
    "my-class": OWNERS,
    # people and organisations
    "people": LOOKERS - {Role.WORKER, Role.ASSESSOR},
    "person": LOOKERS - {Role.WORKER, Role.ASSESSOR},
    "person-number": OFFICERS,
    "person-change": OFFICERS,
    "my-record": OWNERS,
    "my-number": OWNERS,
    "my-access-log": OWNERS,
    "my-consents": OWNERS,
    "my-consent-withdraw": OWNERS,
    "organisations": LOOKERS,
    "organisation": LOOKERS,
    # reference
    "occupations": PUBLIC,
    "occupation": PUBLIC,
    "majors": PUBLIC,
    "major": PUBLIC,
    "industries": PUBLIC,
    "industry": PUBLIC,
    "regions": PUBLIC,
    "region": PUBLIC,
    "reference": PUBLIC,
    "shortage": PUBLIC,
    "honours": PUBLIC,
    # imports and jobs
    "imports": IMPORTERS | {Role.AUDITOR},
    "import": IMPORTERS | {Role.AUDITOR},
    "import-errors": IMPORTERS | {Role.AUDITOR},
    "import-new": IMPORTERS,
    "import-template": IMPORTERS,
    "import-take": IMPORTERS,
    "import-cancel": IMPORTERS,
    "jobs": JOB_OWNERS,
    "job": JOB_OWNERS,
    "job-progress": JOB_OWNERS,
    "job-cancel": JOB_OWNERS - {Role.AUDITOR},
    "job-retry": JOB_OWNERS - {Role.AUDITOR},
    # administration
    "administration": ADMINISTRATORS,
    "accounts": ACCOUNT_KEEPERS,
    "account": ACCOUNT_KEEPERS,
    "account-new": frozenset({Role.SYSTEM_ADMIN}),
    "account-password": frozenset({Role.SYSTEM_ADMIN}),
    "account-off": ACCOUNT_KEEPERS,
    "account-on": frozenset({Role.SECURITY_ADMIN}),
    "account-role": frozenset({Role.SECURITY_ADMIN}),
    "account-unlock": frozenset({Role.SECURITY_ADMIN}),
    "account-second-factor": frozenset({Role.SECURITY_ADMIN}),
    "account-link": OFFICERS,
    "audit": frozenset({Role.AUDIT_ADMIN, Role.AUDITOR}),
    # signing in (allauth)
    "account_inactive": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
}


def may_enter(actor: Actor, route: str) -> bool:
    """Whether the actor's role is listed for the route."""
    roles = ACCESS.get(route, frozenset())
    return roles == PUBLIC or actor.role in roles
