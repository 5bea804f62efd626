"""What the REST routes of certificates take and give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from skillcity.credentials.engine.verifying import Verification
from skillcity.credentials.engine.wording import advice, freshness, title
from skillcity.credentials.models import Batch, Candidate, Certificate
from skillcity.credentials.presenting import standing_of
from skillcity.credentials.publishing import Published
from skillcity.credentials.selectors import document_of, marked_now, said_by

MOST = 1_000
Credential = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
GENUINE: Any = {
    "outcome": "genuine",
    "reason": "",
    "suspended": False,
    "zh": "真实有效 请核对姓名与持证人身份证件。状态名单签发于0小时前。",
    "en": "Genuine Compare the name with the bearer's identity card. The status list was signed 0 hour(s) ago.",
    "number": "S000033000001263000001",
    "holder": "王示例",
    "title": "焊工 高级工(三级)",
    "level": "senior",
    "issued": "2026-11-20",
    "until": None,
    "issuer": "did:web:city.example:issuers:52330300MJ0000001A",
    "issuer_name": "示例职业技能评价中心",
    "signed": "2026-11-20T02:00:00Z",
    "status_as_of": "2026-11-24T09:00:00Z",
    "status_not_checked": [],
}


class VerifyIn(Schema):
    """One credential: JSON with its proof, a `vc+jwt`, or the text of the large code (SKC1:…)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"credential": "SKC1:NCF…"}]})
    credential: Credential


class VerifyManyIn(Schema):
    """Up to a thousand credentials; the answers come in the same order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"credentials": ["SKC1:NCF…", "eyJhbGciOi…"]}]})
    credentials: Annotated[list[Credential], Field(min_length=1, max_length=MOST)]


class OutcomeOut(Schema):
    """What is to be thought of a credential; everything but the outcome and its words is null when it is malformed."""

    model_config = ConfigDict(json_schema_extra={"examples": [GENUINE]})
    outcome: str
    reason: str
    suspended: bool
    zh: str
    en: str
    number: str | None
    holder: str | None
    title: str | None
    level: str | None
    issued: date | None
    until: date | None
    issuer: str | None
    issuer_name: str | None
    signed: datetime | None
    status_as_of: datetime | None
    status_not_checked: list[str]


class OutcomesOut(Schema):
    """The outcomes in the order of the credentials, and how many there are of each."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"outcomes": [GENUINE], "counts": {"genuine": 1}}]})
    outcomes: list[OutcomeOut]
    counts: dict[str, int]


class StatusListOut(Schema):
    """A status list: where it is fetched, what it marks, as of when, until when it may be relied on."""

    url: str
    issuer: str
    purpose: str
    number: int
    marked: int
    signed: datetime
    until: datetime


class StatusListsOut(Schema):
    """All status lists."""

    lists: list[StatusListOut]


class BatchOut(Schema):
    """A batch of certificates."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"id": 3, "title": "2026年11月焊工三级认定", "kind": "certificate", "station": "S000033000001",
                 "organisation": "示例职业技能评价中心", "held_on": "2026-11-15", "status": "issued",
                 "issued_on": "2026-11-20"}
            ]
        }
    )  # fmt: skip
    id: int
    title: str
    kind: str
    station: str
    organisation: str
    held_on: date
    status: str
    issued_on: date | None


class BatchesOut(Schema):
    """A page of batches; `next` is the `before` of the next page, null on the last."""

    batches: list[BatchOut]
    next: int | None


class LineOut(Schema):
    """A line of a batch; `number` is null until the certificate is issued, and for who has not passed."""

    name: str
    passed: bool
    scores: dict[str, str]
    attributes: dict[str, Any]
    remark: str
    number: str | None


class BatchResultOut(Schema):
    """A batch with a page of its lines; `next` is the `after` of the next page."""

    batch: BatchOut
    lines: list[LineOut]
    next: int | None


class CertificateOut(Schema):
    """A certificate that was issued here: how it stands, and the signed document."""

    number: str
    holder: str
    title: str
    kind: str
    issuer: str
    issued_on: date
    standing: str
    marks: list[str]
    verify_at: str
    document: dict[str, Any]


def outcome_out(found: Verification, now: datetime | None = None) -> OutcomeOut:
    """A verification as the interface tells it."""
    said, moment = found.statement, now or timezone.now()
    words = [title(found), advice(found), freshness(found, moment)]
    return OutcomeOut.model_construct(
        outcome=found.outcome.value,
        reason=found.reason,
        suspended=found.suspended,
        zh=" ".join(each.zh for each in words if each),
        en=" ".join(each.en for each in words if each),
        number=said.number if said else None,
        holder=said.holder if said else None,
        title=said.title if said else None,
        level=said.level.value if said and said.level else None,
        issued=said.issued if said else None,
        until=said.until if said else None,
        issuer=found.issuer.did if found.issuer else None,
        issuer_name=found.issuer.name if found.issuer else None,
        signed=found.signed,
        status_as_of=found.as_of,
        status_not_checked=[each.value for each in found.unchecked],
    )


def list_out(found: Published) -> StatusListOut:
    """A status list as the interface tells it."""
    return StatusListOut(
        url=found.ready.url,
        issuer=found.ready.issuer,
        purpose=found.purpose.value,
        number=found.number,
        marked=found.marked,
        signed=found.ready.signed,
        until=found.ready.until,
    )


def batch_out(found: Batch) -> BatchOut:
    """A batch as the interface tells it."""
    return BatchOut(
        id=found.pk,
        title=found.title,
        kind=found.kind,
        station=found.station.code,
        organisation=found.organisation.name,
        held_on=found.held_on,
        status=found.status,
        issued_on=found.issued_on,
    )


def line_out(found: Candidate) -> LineOut:
    """A line as the interface tells it."""
    certificate: Certificate | None = getattr(found, "certificate", None)
    attributes: Mapping[str, Any] = found.attributes
    return LineOut(
        name=found.name,
        passed=found.passed,
        scores=found.scores,
        attributes=dict(attributes),
        remark=found.remark,
        number=certificate.number if certificate else None,
    )


def certificate_out(found: Certificate, verify_at: str) -> CertificateOut:
    """A certificate as the interface tells it."""
    standing = standing_of(found)["label"]
    return CertificateOut(
        number=found.number,
        holder=said_by(found).holder,
        title=found.title,
        kind=found.kind,
        issuer=found.organisation.name,
        issued_on=found.issued_on,
        standing=standing.zh,
        marks=sorted(each.value for each in marked_now(found)),
        verify_at=verify_at,
        document=document_of(found),
    )
