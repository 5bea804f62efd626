"""The kinds of certificates that are issued here, how each is numbered, and what becomes of it. No Django imports."""

from __future__ import annotations

from enum import StrEnum

from skillcity.kernel.text import Text


class CertificateKind(StrEnum):
    """What a certificate is about; the value is the kind of fact that it becomes."""

    SKILL_LEVEL = "certificate"
    SPECIAL_ABILITY = "special-ability"
    TRAINING = "training"
    CONTEST = "contest-award"
    APPRENTICESHIP = "apprenticeship"

    @property
    def label(self) -> Text:
        """The name of the certificate."""
        return LABELS[self]

    @property
    def achievement(self) -> str:
        """The type of achievement as Open Badges 3.0 names it."""
        return ACHIEVEMENTS[self]

    @property
    def letters(self) -> str:
        """What a number of ours begins with; a skill level's begins with its station instead."""
        return LETTERS[self]


LABELS = {
    CertificateKind.SKILL_LEVEL: Text("职业技能等级证书", "Certificate of skill level"),
    CertificateKind.SPECIAL_ABILITY: Text("专项职业能力证书", "Certificate of a special ability"),
    CertificateKind.TRAINING: Text("培训结业证书", "Certificate of completion"),
    CertificateKind.CONTEST: Text("竞赛获奖证书", "Award certificate"),
    CertificateKind.APPRENTICESHIP: Text("学徒结业证书", "Certificate of apprenticeship"),
}
ACHIEVEMENTS = {
    CertificateKind.SKILL_LEVEL: "Certification",
    CertificateKind.SPECIAL_ABILITY: "License",
    CertificateKind.TRAINING: "CertificateOfCompletion",
    CertificateKind.CONTEST: "Award",
    CertificateKind.APPRENTICESHIP: "ApprenticeshipCertificate",
}
LETTERS = {
    CertificateKind.SKILL_LEVEL: "",
    CertificateKind.SPECIAL_ABILITY: "ZX",
    CertificateKind.TRAINING: "PX",
    CertificateKind.CONTEST: "JS",
    CertificateKind.APPRENTICESHIP: "XT",
}


class BatchStatus(StrEnum):
    """How far a batch of certificates is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    RETURNED = "returned"

    @property
    def label(self) -> Text:
        """The status in words."""
        return BATCH_LABELS[self]


BATCH_LABELS = {
    BatchStatus.DRAFT: Text("草稿", "draft"),
    BatchStatus.SUBMITTED: Text("待复核", "waiting for approval"),
    BatchStatus.APPROVED: Text("签发中", "being issued"),
    BatchStatus.ISSUED: Text("已签发", "issued"),
    BatchStatus.RETURNED: Text("已退回", "sent back"),
}


class Matter(StrEnum):
    """What a clerk asks a colleague to do to a certificate."""

    REVOKE = "revoke"
    REPLACE = "replace"

    @property
    def label(self) -> Text:
        """The matter in words."""
        return MATTERS[self]


MATTERS = {
    Matter.REVOKE: Text("撤销证书", "Revoke the certificate"),
    Matter.REPLACE: Text("更换证书", "Replace the certificate"),
}
