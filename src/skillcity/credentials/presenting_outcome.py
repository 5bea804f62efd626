"""The outcome of a verification as plain values for the page: what it is, how fresh, what to compare, what it opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.verifying import Outcome, Verification
from skillcity.credentials.engine.wording import advice, freshness, title
from skillcity.credentials.worth import Worth, Worths, worth_here
from skillcity.kernel.text import Text

KINDS = {
    Outcome.GENUINE: "success",
    Outcome.EXPIRED: "warning",
    Outcome.REVOKED: "error",
    Outcome.SUPERSEDED: "warning",
    Outcome.UNKNOWN_ISSUER: "warning",
    Outcome.TAMPERED: "error",
    Outcome.MALFORMED: "warning",
}
TRUSTED = frozenset({Outcome.GENUINE, Outcome.EXPIRED, Outcome.REVOKED, Outcome.SUPERSEDED})
"""Outcomes whose words the issuer has signed."""
OPENS = frozenset({Outcome.GENUINE})
PURPOSES = {
    Purpose.REVOKED: Text("撤销", "revocation"),
    Purpose.SUSPENDED: Text("暂停", "suspension"),
    Purpose.SUPERSEDED: Text("更换", "replacement"),
}
COMPARE = (
    Text("姓名与持证人的身份证件一致。", "The name is that on the bearer's identity card."),
    Text("纸面上的编号、职业、等级与下面一致。", "Number, occupation and level on the paper are those below."),
)
ENDED = Text("没有查到现行规则；这一版至{day}。", "No rule in force is known; this edition ended on {day}.")


def shown_outcome(found: Verification, now: datetime) -> dict[str, Any]:
    """What the page shows of an outcome; words that nobody has signed are shown only with that warning."""
    said, signed = found.statement, found.outcome in TRUSTED
    rows: list[dict[str, Any]] = []
    if said is not None:
        rows = [
            {"label": Text("姓名", "Name"), "value": said.holder},
            {"label": Text("内容", "What it says"), "value": said.title},
            {"label": Text("等级", "Level"), "value": said.level.label if said.level else None},
            {"label": Text("职业(能力)代码", "Code"), "value": said.code},
            {"label": Text("证书编号", "Number"), "value": said.number},
            {"label": Text("依据", "Basis"), "value": said.basis},
            {"label": Text("发证日期", "Date of issue"), "value": said.issued},
            {"label": Text("有效期至", "Valid until"), "value": said.until},
            {"label": Text("签发机构", "Issuer"), "value": found.issuer.name if found.issuer else None},
            {"label": Text("签名时间", "Signed"), "value": found.signed if signed else None},
        ]
    return {
        "kind": KINDS[found.outcome],
        "title": title(found),
        "advice": advice(found),
        "freshness": freshness(found, now),
        "unchecked": [PURPOSES[each] for each in found.unchecked] if signed else [],
        "rows": [each for each in rows if each["value"] not in (None, "")],
        "signed": signed,
        "compare": COMPARE if found.outcome is Outcome.GENUINE else (),
        "worths": worths_of(found),
    }


def worths_of(found: Verification) -> list[dict[str, Any]]:
    """What a genuine certificate opens here, by catalogue."""
    if found.outcome not in OPENS or found.statement is None:
        return []
    issuer = found.issuer.name if found.issuer else ""
    return [_worths(each) for each in worth_here(found.statement, issuer, timezone.localdate())]


def _worths(worths: Worths) -> dict[str, Any]:
    return {
        "title": worths.title,
        "ended": ENDED.format(day=worths.ended.isoformat()) if worths.ended else None,
        "illustrative": worths.illustrative,
        "lines": [_line(each) for each in worths.worths],
    }


def _line(worth: Worth) -> dict[str, Any]:
    return {
        "what": worth.what,
        "amount": worth.amount,
        "alone": worth.alone,
        "condition": worth.condition if worth.condition.zh else None,
        "cite": worth.cite,
        "illustrative": worth.illustrative,
        "contradicted": worth.contradicted,
    }
