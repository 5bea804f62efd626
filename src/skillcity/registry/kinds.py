"""The kinds of organisations, ties, memberships and consents that the programme knows. No Django imports."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text
from skillcity.platform.audit.acts import PURPOSES


class OrganisationKind(StrEnum):
    """What an organisation is to the programme (机构类型)."""

    TECHNICAL_COLLEGE = "technical-college"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    CHAIN_LEADER = "chain-leader"
    TRAINING_BODY = "training-body"
    EVALUATION_BODY = "evaluation-body"
    STUDIO = "studio"
    ALLIANCE = "alliance"
    ECOSYSTEM = "ecosystem"
    CENTRE = "centre"
    SERVICE_STATION = "service-station"
    BANK = "bank"
    INSURER = "insurer"
    BUREAU = "bureau"

    @property
    def label(self) -> Text:
        """The kind's name for people."""
        return ORGANISATION_LABELS[self]


ORGANISATION_LABELS = {
    OrganisationKind.TECHNICAL_COLLEGE: Text("技工院校", "Technical college"),
    OrganisationKind.SCHOOL: Text("学校", "School"),
    OrganisationKind.ENTERPRISE: Text("企业", "Enterprise"),
    OrganisationKind.CHAIN_LEADER: Text("链主企业", "Chain leader"),
    OrganisationKind.TRAINING_BODY: Text("培训机构", "Training body"),
    OrganisationKind.EVALUATION_BODY: Text("评价机构", "Evaluation body"),
    OrganisationKind.STUDIO: Text("技能大师工作室", "Skill master studio"),
    OrganisationKind.ALLIANCE: Text("产教联盟", "Alliance"),
    OrganisationKind.ECOSYSTEM: Text("行业技能生态圈", "Industry skill ecosystem"),
    OrganisationKind.CENTRE: Text("公共实训(评价)中心", "Shared centre"),
    OrganisationKind.SERVICE_STATION: Text("就业服务站", "Service station"),
    OrganisationKind.BANK: Text("银行", "Bank"),
    OrganisationKind.INSURER: Text("保险机构", "Insurer"),
    OrganisationKind.BUREAU: Text("主管部门", "Bureau"),
}


class MembershipRole(StrEnum):
    """In which capacity a person belongs to an organisation (成员身份)."""

    EMPLOYEE = "employee"
    LEARNER = "learner"
    TEACHER = "teacher"
    ASSESSOR = "assessor"
    LEADER = "leader"
    MEMBER = "member"

    @property
    def label(self) -> Text:
        """The capacity's name for people."""
        return MEMBERSHIP_LABELS[self]


MEMBERSHIP_LABELS = {
    MembershipRole.EMPLOYEE: Text("职工", "Employee"),
    MembershipRole.LEARNER: Text("学员", "Learner"),
    MembershipRole.TEACHER: Text("教师", "Teacher"),
    MembershipRole.ASSESSOR: Text("考评员", "Assessor"),
    MembershipRole.LEADER: Text("领办人", "Leader"),
    MembershipRole.MEMBER: Text("成员", "Member"),
}


class TieKind(StrEnum):
    """How two organisations work together (合作关系); from the partner to the college, ecosystem or leader."""

    REGULAR_PARTNER = "regular-partner"
    CLOSE_PARTNER = "close-partner"
    ECOSYSTEM_MEMBER = "ecosystem-member"
    CHAIN_LEADER = "chain-leader"

    @property
    def label(self) -> Text:
        """The tie's name for people."""
        return TIE_LABELS[self]


TIE_LABELS = {
    TieKind.REGULAR_PARTNER: Text("合作企业", "Regular partner"),
    TieKind.CLOSE_PARTNER: Text("紧密型合作企业", "Close partner"),
    TieKind.ECOSYSTEM_MEMBER: Text("生态圈成员", "Ecosystem member"),
    TieKind.CHAIN_LEADER: Text("链主", "Chain leader"),
}


class Purpose(StrEnum):
    """What a person agrees their data may be used for (授权用途); one consent for each."""

    LOAN = "loan"
    INSURANCE = "insurance"
    PLACEMENT = "placement"
    VERIFICATION = "verification"

    @property
    def label(self) -> Text:
        """The purpose's name for people."""
        return PURPOSES[self]
