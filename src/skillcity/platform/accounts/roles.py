"""The roles of the city's people, and how far each may see."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class Reach(StrEnum):
    """Whose personal data a role may read; the database keeps it by row-level security."""

    NOBODY = "nobody"
    PERSON = "person"
    CONSENT = "consent"
    ORGANISATION = "organisation"
    COUNTY = "county"
    CITY = "all"


class Role(StrEnum):
    """A role of an account (角色); exactly one each, so that a task is done in a known capacity."""

    WORKER = "worker"
    COLLEGE = "college"
    ENTERPRISE = "enterprise"
    EVALUATION_BODY = "evaluation-body"
    ASSESSOR = "assessor"
    BANK = "bank"
    INSURER = "insurer"
    SERVICE_STATION = "service-station"
    COUNTY_OFFICER = "county-officer"
    CITY_OFFICER = "city-officer"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system-admin"
    SECURITY_ADMIN = "security-admin"
    AUDIT_ADMIN = "audit-admin"

    @property
    def label(self) -> Text:
        """The role's name for people."""
        return LABELS[self]

    @property
    def reach(self) -> Reach:
        """How far the role sees."""
        return REACH[self]


LABELS = {
    Role.WORKER: Text("劳动者", "Worker"),
    Role.COLLEGE: Text("技工院校", "Technical college"),
    Role.ENTERPRISE: Text("企业", "Enterprise"),
    Role.EVALUATION_BODY: Text("评价机构", "Evaluation body"),
    Role.ASSESSOR: Text("考评员", "Assessor"),
    Role.BANK: Text("银行", "Bank"),
    Role.INSURER: Text("保险机构", "Insurer"),
    Role.SERVICE_STATION: Text("就业服务站", "Service station"),
    Role.COUNTY_OFFICER: Text("县(市、区)经办人员", "County officer"),
    Role.CITY_OFFICER: Text("市级经办人员", "City officer"),
    Role.AUDITOR: Text("审计人员", "Auditor"),
    Role.SYSTEM_ADMIN: Text("系统管理员", "System administrator"),
    Role.SECURITY_ADMIN: Text("安全管理员", "Security administrator"),
    Role.AUDIT_ADMIN: Text("审计管理员", "Audit administrator"),
}

REACH = {
    Role.WORKER: Reach.PERSON,
    Role.COLLEGE: Reach.ORGANISATION,
    Role.ENTERPRISE: Reach.ORGANISATION,
    Role.EVALUATION_BODY: Reach.ORGANISATION,
    Role.ASSESSOR: Reach.PERSON,
    Role.BANK: Reach.CONSENT,
    Role.INSURER: Reach.CONSENT,
    Role.SERVICE_STATION: Reach.ORGANISATION,
    Role.COUNTY_OFFICER: Reach.COUNTY,
    Role.CITY_OFFICER: Reach.CITY,
    Role.AUDITOR: Reach.CITY,
    Role.SYSTEM_ADMIN: Reach.NOBODY,
    Role.SECURITY_ADMIN: Reach.NOBODY,
    Role.AUDIT_ADMIN: Reach.NOBODY,
}

OFFICERS = frozenset({Role.COUNTY_OFFICER, Role.CITY_OFFICER})
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
EVERYONE = frozenset(Role)
