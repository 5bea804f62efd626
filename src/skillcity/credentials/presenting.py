"""Batches and certificates as plain values for the components of the design system."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone

from skillcity.credentials.engine.scoring import Part
from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.models import Batch, Candidate, Certificate, StatusChange
from skillcity.credentials.selectors import Counts, marked_now, said_by
from skillcity.credentials.stating import stated_of
from skillcity.kernel.text import Text

TONES = {
    BatchStatus.DRAFT: "todo",
    BatchStatus.SUBMITTED: "waiting",
    BatchStatus.APPROVED: "running",
    BatchStatus.ISSUED: "done",
    BatchStatus.RETURNED: "warning",
}
VALID = Text("有效", "Valid")
EXPIRED = Text("已过期", "Expired")
CHANGES = {
    (Purpose.REVOKED, True): Text("撤销", "Revoked"),
    (Purpose.SUSPENDED, True): Text("暂停", "Suspended"),
    (Purpose.SUSPENDED, False): Text("恢复", "Given back"),
    (Purpose.SUPERSEDED, True): Text("被新证书取代", "Replaced by a newer certificate"),
}
STANDING = {
    Purpose.REVOKED: ("failed", Text("已撤销", "Revoked")),
    Purpose.SUSPENDED: ("warning", Text("已暂停", "Suspended")),
    Purpose.SUPERSEDED: ("superseded", Text("已被取代", "Superseded")),
}


def batch_tag(batch: Batch) -> dict[str, Any]:
    """The state of a batch."""
    status = BatchStatus(batch.status)
    return {"tag": TONES[status], "label": status.label}


def batch_table(page: Page[Batch], *, of_bodies: bool) -> dict[str, Any]:
    """The list of batches; for officers with the body."""
    columns = [
        {"label": Text("批次", "Batch")},
        {"label": Text("证书种类", "Kind")},
        *([{"label": Text("评价机构", "Evaluation body")}] if of_bodies else []),
        {"label": Text("考核日期", "Held on")},
        {"label": Text("状态", "State")},
    ]
    rows = [
        [
            {
                "url": reverse("batch", args=[each.pk]),
                "text": each.title,
                "note": Text(f"编号 {each.pk}", f"no. {each.pk}"),
            },
            CertificateKind(each.kind).label,
            *([each.organisation.name] if of_bodies else []),
            each.held_on,
            batch_tag(each),
        ]
        for each in page
    ]
    return {"caption": Text("发证批次", "Batches of certificates"), "columns": columns, "rows": rows, "page": page}


def batch_rows(batch: Batch, counts: Counts) -> list[dict[str, Any]]:
    """What is known of a batch."""
    passed = Text("{lines} 人，其中合格 {passed} 人", "{lines} people, {passed} of them passed")
    rows: list[dict[str, Any]] = [
        {"label": Text("状态", "State"), "value": batch_tag(batch)},
        {"label": Text("批次编号", "Batch number"), "value": str(batch.pk)},
        {"label": Text("证书种类", "Kind of certificate"), "value": CertificateKind(batch.kind).label},
        {"label": Text("评价机构", "Evaluation body"), "value": batch.organisation.name},
        {"label": Text("评价站点", "Station"), "value": str(batch.station)},
        {"label": Text("考核或结业日期", "Held on"), "value": batch.held_on},
        {"label": Text("人数", "People"), "value": passed.format(lines=counts.lines, passed=counts.passed)},
        {"label": Text("经办人", "Made by"), "value": batch.made_by.name},
    ]
    if batch.approved_by is not None:
        rows.append(
            {"label": Text("复核人", "Approved by"), "value": batch.approved_by.name, "note": batch.approved_at}
        )
        rows.append({"label": Text("发证日期", "Date of issue"), "value": batch.issued_on})
        rows.append({"label": Text("已签发", "Issued"), "value": counts.issued})
    return rows


def said(kind: CertificateKind, line: Candidate) -> str:
    """What the certificate of a line says, in one line."""
    return stated_of(kind, line.attributes).title


def line_table(batch: Batch, page: Page[Candidate], *, may_change: bool) -> dict[str, Any]:
    """The lines of a batch: who, what for, with which points, and what became of it."""
    kind = CertificateKind(batch.kind)
    columns = [
        {"label": Text("姓名", "Name")},
        {"label": Text("证书内容", "What it says")},
        {"label": Text("成绩", "Scores")},
        {"label": Text("结果", "Result")},
        *([{"label": Text("操作", "Change")}] if may_change else []),
    ]
    rows = [
        [each.name, said(kind, each), scores_of(each), result_of(each)]
        + ([{"url": reverse("batch-line-remove", args=[batch.pk, each.pk]), "text": REMOVE}] if may_change else [])
        for each in page
    ]
    return {"caption": Text("名单", "The lines"), "columns": columns, "rows": rows, "page": page, "empty": NOBODY}


REMOVE = Text("移除", "Remove")
NOBODY = Text("名单是空的。", "There are no lines yet.")


def scores_of(line: Candidate) -> Text | None:
    """The points by part, in one line."""
    known = [(Part(part), points) for part, points in line.scores.items()]
    if not known:
        return None
    zh = "，".join(f"{part.label.zh.removesuffix('成绩')} {points}" for part, points in known)
    return Text(zh, ", ".join(f"{part.label.en.lower()} {points}" for part, points in known))


def result_of(line: Candidate) -> dict[str, Any]:
    """The certificate with its standing, or whether there will be one."""
    certificate = getattr(line, "certificate", None)
    if certificate is not None:
        standing = standing_of(certificate)
        note = None if standing["label"] is VALID else standing["label"]
        return {"url": reverse("certificate", args=[certificate.number]), "text": certificate.number, "note": note}
    if line.passed:
        return {"tag": "met", "label": Text("合格", "Passed")}
    return {"tag": "missing", "label": Text("不合格", "Not passed")}


def standing_of(certificate: Certificate) -> dict[str, Any]:
    """Whether a certificate counts now; needs its changes."""
    return standing(certificate, marked_now(certificate))


def standing(certificate: Certificate, marks: Collection[Purpose]) -> dict[str, Any]:
    """Whether a certificate of which this is marked counts now."""
    for purpose, (tag, label) in STANDING.items():
        if purpose in marks:
            return {"tag": tag, "label": label}
    if certificate.until and certificate.until < timezone.localdate():
        return {"tag": "expired", "label": EXPIRED}
    return {"tag": "verified", "label": VALID}


def certificate_table(page: Page[Certificate], *, of_bodies: bool) -> dict[str, Any]:
    """A list of certificates."""
    columns = [
        {"label": Text("证书编号", "Number")},
        {"label": Text("姓名", "Name")},
        {"label": Text("证书内容", "What it says")},
        *([{"label": Text("签发机构", "Issuer")}] if of_bodies else []),
        {"label": Text("发证日期", "Issued")},
        {"label": Text("状态", "State")},
    ]
    rows = [
        [
            {"url": reverse("certificate", args=[each.number]), "text": each.number},
            said_by(each).holder,
            each.title,
            *([each.organisation.name] if of_bodies else []),
            each.issued_on,
            standing_of(each),
        ]
        for each in page
    ]
    caption = Text("本系统签发的证书", "Certificates issued here")
    return {"caption": caption, "columns": columns, "rows": rows, "page": page}


def certificate_rows(certificate: Certificate) -> list[dict[str, Any]]:
    """What a certificate says, and where it comes from."""
    said = said_by(certificate)
    rows: list[dict[str, Any]] = [
        {"label": Text("状态", "State"), "value": standing_of(certificate)},
        {"label": Text("姓名", "Name"), "value": said.holder},
        {"label": Text("证书", "Certificate"), "value": CertificateKind(certificate.kind).label},
        {"label": Text("内容", "What it says"), "value": said.title},
        {"label": Text("证书编号", "Number"), "value": said.number},
        {"label": Text("职业(能力)代码", "Code"), "value": said.code},
        {"label": Text("等级", "Level"), "value": said.level.label if said.level else None},
        {"label": Text("依据", "Basis"), "value": said.basis},
        {"label": Text("签发机构", "Issuer"), "value": certificate.organisation.name},
        {"label": Text("发证日期", "Date of issue"), "value": said.issued},
        {"label": Text("有效期至", "Valid until"), "value": said.until},
    ]
    if certificate.candidate is not None:
        line = certificate.candidate
        batch = {"url": reverse("batch", args=[line.batch_id]), "text": line.batch.title}
        rows += [
            {"label": Text("成绩", "Scores"), "value": scores_of(line)},
            {"label": Text("批次", "Batch"), "value": batch},
        ]
    rows += list(_neighbours(certificate))
    return [each for each in rows if each["value"] not in (None, "")]


def _neighbours(certificate: Certificate) -> Iterator[dict[str, Any]]:
    pairs = (
        (Text("取代了", "Takes the place of"), certificate.supersedes),
        (Text("被取代为", "Replaced by"), getattr(certificate, "successor", None)),
    )
    for label, other in pairs:
        if other is not None:
            yield {"label": label, "value": {"url": reverse("certificate", args=[other.number]), "text": other.number}}


def history_of(certificate: Certificate) -> list[dict[str, Any]]:
    """The issue and every change of status, as entries of a timeline, the newest first."""
    changes = sorted(certificate.changes.all(), key=lambda each: (each.at, each.pk))
    return [*map(_entry, reversed(changes)), {"day": certificate.issued_at, "what": Text("签发", "Issued")}]


def _entry(change: StatusChange) -> dict[str, Any]:
    people: Iterable[tuple[Text, Any]] = (
        (Text("申请人", "Asked by"), change.asked_by),
        (Text("办理人", "Done by"), change.approved_by),
    )
    who = [{"label": label, "value": account.name} for label, account in people if account is not None]
    return {
        "day": change.at,
        "what": CHANGES[Purpose(change.purpose), change.marked],
        "details": [{"label": Text("原因", "Reason"), "value": change.reason}, *who],
    }
