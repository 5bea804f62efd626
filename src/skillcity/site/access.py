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
READERS_OF_DRAFTS = OFFICERS | {Role.AUDITOR}  # writing is for city officers: policy.studio.permissions
OWNERS = frozenset({Role.WORKER, Role.ASSESSOR})
# With a person's consent: the verdict, never the facts or the reasons that rest on them.
RECEIVERS = frozenset({Role.BANK, Role.INSURER})
RIGHTS_READERS = OFFICERS | {Role.AUDITOR}
ISSUERS = frozenset({Role.EVALUATION_BODY})
ISSUE_READERS = ISSUERS | OFFICERS | {Role.AUDITOR}

ACCESS: dict[str, frozenset[Role] | frozenset[str]] = {
    # the shell
    "welcome": PUBLIC,
    "health": PUBLIC,
    "preferences": PUBLIC,
    "styleguide": PUBLIC,
    "styleguide-trial": PUBLIC,
    "home": SIGNED_IN,
    # facts
    "fact": LOOKERS - RECEIVERS,
    "fact-new": OFFICERS,
    "fact-correct": OFFICERS,
    "fact-retract": OFFICERS,
    # the REST interface
    "api:api-root": SIGNED_IN,
    "api:openapi-json": SIGNED_IN,
    "api:openapi-view": SIGNED_IN,
    "api:people": LOOKERS - {Role.WORKER, Role.ASSESSOR},
    "api:person": LOOKERS,
    "api:person-facts": LOOKERS - RECEIVERS,
    "api:organisations": LOOKERS,
    "api:organisation": LOOKERS,
    "api:record-fact": OFFICERS,
    "api:policy-catalogues": LOOKERS,
    "api:policy-edition": LOOKERS,
    "api:person-evaluation": RIGHTS_READERS | OWNERS,
    "api:person-supposition": RIGHTS_READERS | OWNERS,
    "api:person-decisions": RIGHTS_READERS | OWNERS,
    "api:decision": RIGHTS_READERS | OWNERS,
    "api:person-verdict": RECEIVERS,
    "api:verify": PUBLIC,
    "api:verify-bulk": LOOKERS,
    "api:status-lists": PUBLIC,
    "api:batches": ISSUE_READERS,
    "api:batch": ISSUE_READERS,
    "api:certificate": ISSUE_READERS,
    # policy
    "catalogues": LOOKERS,
    "catalogue": LOOKERS,
    "catalogue-edition": LOOKERS,
    "person-class": LOOKERS - OWNERS - RECEIVERS,
    "person-rights": RIGHTS_READERS,
    "person-decisions": RIGHTS_READERS,
    "decision": RIGHTS_READERS | OWNERS,
    "my-class": OWNERS,
    "my-rights": OWNERS,
    "my-decisions": OWNERS,
    # the skill passport, what it shows to others, the repair of certificates
    "passport": OWNERS,
    "passport-wallet": OWNERS,
    "passport-cv": OWNERS,
    "passport-europass": OWNERS,
    "passport-share": OWNERS,
    "share": OWNERS,
    "share-code": OWNERS,
    "share-withdraw": OWNERS,
    "shared": PUBLIC,
    "shared-file": PUBLIC,
    "tickets": OWNERS | OFFICERS | {Role.EVALUATION_BODY, Role.AUDITOR},
    "ticket": OWNERS | OFFICERS | {Role.EVALUATION_BODY, Role.AUDITOR},
    "ticket-new": OWNERS | OFFICERS | {Role.EVALUATION_BODY},
    "ticket-step": OWNERS | OFFICERS | {Role.EVALUATION_BODY},
    # the policy studio
    "studio": READERS_OF_DRAFTS,
    "studio-new": READERS_OF_DRAFTS,
    "studio-draft": READERS_OF_DRAFTS,
    "studio-head": READERS_OF_DRAFTS,
    "studio-history": READERS_OF_DRAFTS,
    "studio-revision": READERS_OF_DRAFTS,
    "studio-text": READERS_OF_DRAFTS,
    "studio-sets": READERS_OF_DRAFTS,
    "studio-cases": READERS_OF_DRAFTS,
    "studio-case-new": READERS_OF_DRAFTS,
    "studio-clause": READERS_OF_DRAFTS,
    "studio-clause-new": READERS_OF_DRAFTS,
    "studio-meaning": READERS_OF_DRAFTS,
    "studio-simulate": READERS_OF_DRAFTS,
    "studio-compare": READERS_OF_DRAFTS,
    "studio-propose": READERS_OF_DRAFTS,
    "studio-simulation": READERS_OF_DRAFTS,
    "studio-people": READERS_OF_DRAFTS,
    "studio-person": READERS_OF_DRAFTS,
    "studio-notice": READERS_OF_DRAFTS,
    "studio-proposal": READERS_OF_DRAFTS,
    "studio-edition": READERS_OF_DRAFTS,
    # certificates: issuing
    "batches": ISSUE_READERS,
    "batch": ISSUE_READERS,
    "batch-progress": ISSUE_READERS,
    "batch-list": ISSUE_READERS,
    "batch-bundle": ISSUE_READERS,
    "batch-new": ISSUERS,
    "batch-line": ISSUERS,
    "batch-line-remove": ISSUERS,
    "batch-submit": ISSUERS,
    "batch-decide": ISSUERS,
    "certificates": ISSUE_READERS,
    "certificate": ISSUE_READERS,
    "certificate-pdf": ISSUE_READERS | OWNERS,
    "certificate-json": ISSUE_READERS | OWNERS,
    "certificate-jwt": ISSUE_READERS | OWNERS,
    "certificate-change": ISSUERS,
    "request-decide": ISSUERS,
    "keys": ISSUE_READERS,
    "key-rotate": ISSUERS,
    "key-compromised": ISSUERS,
    "stations": ISSUE_READERS,
    # certificates: verifying, and what verifiers fetch
    "verify": PUBLIC,
    "verify-token": PUBLIC,
    "verify-offline": PUBLIC,
    "verify-worker": PUBLIC,
    "issuers": PUBLIC,
    "did": PUBLIC,
    "status": PUBLIC,
    "status-list": PUBLIC,
    "status-lists": PUBLIC,
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
    "notices": SIGNED_IN,
    "notices-read": SIGNED_IN,
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
