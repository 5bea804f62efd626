"""The seven answers in words that a guard at a gate understands."""

from __future__ import annotations

from datetime import datetime

from skillcity.credentials.engine.verifying import Outcome, Verification
from skillcity.kernel.text import Text

TITLES = {
    Outcome.GENUINE: Text("真实有效", "Genuine"),
    Outcome.EXPIRED: Text("真实，但已过期", "Genuine, but expired"),
    Outcome.REVOKED: Text("已撤销", "Revoked"),
    Outcome.SUPERSEDED: Text("已被新证书取代", "Superseded by a newer certificate"),
    Outcome.UNKNOWN_ISSUER: Text("无法确认签发机构", "Unknown issuer"),
    Outcome.TAMPERED: Text("内容或签名被改动", "Tampered with"),
    Outcome.MALFORMED: Text("不是可核验的证书", "Not a certificate that can be verified"),
}
ADVICE = {
    Outcome.GENUINE: Text("请核对姓名与持证人身份证件。", "Compare the name with the bearer's identity card."),
    Outcome.EXPIRED: Text("请持证人出示续期后的证书。", "Ask the bearer for the renewed certificate."),
    Outcome.REVOKED: Text("不要采信，可向签发机构查询原因。", "Do not rely on it; the issuer can tell why."),
    Outcome.SUPERSEDED: Text("请持证人出示新证书。", "Ask the bearer for the newer certificate."),
    Outcome.UNKNOWN_ISSUER: Text(
        "签名者不在可信机构名单中，请联网更新名单后再验，或到核验网页查询。",
        "The signer is not on the list of issuers: update the list, or ask the verification page.",
    ),
    Outcome.TAMPERED: Text("不要采信，请向签发机构举报。", "Do not rely on it; report it to the issuer."),
    Outcome.MALFORMED: Text(
        "请扫描证书上的大二维码，或提供证书文件。", "Scan the large code of the certificate, or give its file."
    ),
}
NO_HOLDER = Text(
    "证书没有写明持证人姓名，仅凭它不能确认持证人。", "It does not name its holder: it alone does not show whose it is."
)
SUSPENDED = Text("已暂停使用", "Suspended")
NOT_ASKED = Text("未核查状态：手头没有状态名单。", "Status not checked: no status list is at hand.")
PARTLY = Text("部分状态未核查。", "Part of the status was not checked.")
HOURS_AGO = Text("{n}小时前", "{n} hour(s) ago")
DAYS_AGO = Text("{n}天前", "{n} days ago")
SIGNED_AGO = Text("状态名单签发于{age}。", "The status list was signed {age}.")
OUT_OF_DATE = Text("名单已过有效期，请联网更新。", "It is out of date: go online to update it.")


def title(found: Verification) -> Text:
    """The answer in a few words."""
    return SUSPENDED if found.suspended else TITLES[found.outcome]


def advice(found: Verification) -> Text:
    """What to do now."""
    if found.outcome is Outcome.GENUINE and found.statement and not found.statement.holder:
        return NO_HOLDER
    return ADVICE[found.outcome]


def freshness(found: Verification, now: datetime) -> Text | None:
    """How old the oldest status list is that was used; None where the status plays no part."""
    if found.outcome in (Outcome.MALFORMED, Outcome.UNKNOWN_ISSUER, Outcome.TAMPERED):
        return None
    if found.as_of is None:
        return NOT_ASKED if found.unchecked else None
    hours = max(0, int((now - found.as_of).total_seconds() // 3600))
    age = HOURS_AGO.format(n=hours) if hours < 48 else DAYS_AGO.format(n=hours // 24)
    said = SIGNED_AGO.format(age=age)
    if found.lists[0].until < now:
        said = Text(said.zh + OUT_OF_DATE.zh, f"{said.en} {OUT_OF_DATE.en}")
    return Text(said.zh + PARTLY.zh, f"{said.en} {PARTLY.en}") if found.unchecked else said
