"""Things of a passport in words, for its own page and for what is shown to others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from skillcity.credentials.engine.verifying import Outcome, Verification
from skillcity.credentials.engine.wording import ADVICE, title
from skillcity.credentials.live import marked_in, verified
from skillcity.credentials.models import Certificate, Share
from skillcity.credentials.passport import ClassSaid, Passport
from skillcity.credentials.presenting import standing
from skillcity.facts.engine.kinds import all_kinds
from skillcity.facts.models import Fact
from skillcity.facts.selectors import Version
from skillcity.facts.wording import Names, fact_details, fact_title, names_for
from skillcity.kernel.text import Text

TONES = {Outcome.GENUINE: "verified", Outcome.EXPIRED: "expired", Outcome.SUPERSEDED: "warning"}
FOLDED = 12
"""A group of more facts than this folds the older ones away."""


def certificate_item(certificate: Certificate) -> dict[str, Any]:
    """A certificate as a line that can be ticked, with its files and the way to its repair."""
    files = [
        {"url": reverse(route, args=[certificate.number]), "label": label}
        for route, label in (("certificate-pdf", "PDF"), ("certificate-json", "JSON"))
    ]
    successor = getattr(certificate, "successor", None)
    return {
        "name": "c",
        "value": certificate.number,
        "title": Text(certificate.title, certificate.title),
        "standing": standing(certificate, marked_in(certificate)),
        "notes": [certificate.number, certificate.organisation.name],
        "day": certificate.issued_on,
        "until": certificate.until,
        "successor": successor.number if successor else "",
        "files": files,
        "verify_url": reverse("verify-token", args=[certificate.token]),
        "mend_url": reverse("ticket-new", args=[certificate.number]),
    }


def fact_item(fact: Fact, names: Names) -> dict[str, Any]:
    """A fact as a line that can be ticked: what, since when, on whose word."""
    return {
        "name": "f",
        "value": fact.seq,
        "title": fact_title(fact, names),
        "notes": [each for each in (fact.attributes.get("number"), fact.attributes.get("issuer")) if each],
        "day": fact.valid_from,
        "until": fact.valid_to,
        "source": fact.source,
    }


def class_item(said: ClassSaid) -> dict[str, Any]:
    """The talent class as a line that can be ticked."""
    return {"name": "class", "value": "1", "title": class_title(said), "clause": said.clause, "said": said}


def class_title(said: ClassSaid) -> Text:
    """The class in one line."""
    return Text(f"人才类别：{said.label.zh}", f"Talent class: {said.label.en}")


def groups_shown(passport: Passport) -> list[dict[str, Any]]:
    """The groups of facts with their lines; the older ones of a long group are folded away."""
    names = names_for({fact.kind for fact in passport.facts})
    shown = []
    for group in passport.groups:
        items = [fact_item(fact, names) for fact in group.facts]
        folds = group.key == "other"
        first = 0 if folds else FOLDED
        shown.append({"key": group.key, "label": group.label, "items": items[:first], "folded": items[first:]})
    return shown


def share_line(share: Share) -> dict[str, Any]:
    """A share in the list of the passport: to whom, what for, until when, how often opened and when last."""
    return {
        "url": reverse("share", args=[share.pk]),
        "label": Text(share.receiver, share.receiver),
        "purpose": share.purpose,
        "ends_on": share.ends_on,
        "looks": share.looks,  # type: ignore[attr-defined]  # annotated by `shares_of`
        "last_look": share.last_look,  # type: ignore[attr-defined]
        "count": len(share.certificates) + len(share.facts) + share.with_class,
    }


def is_live(share: Share) -> bool:
    """Whether the link still opens."""
    return share.withdrawn_at is None and share.ends_on >= timezone.localdate()


def verdicts(certificates: list[Certificate], now: datetime) -> Iterable[dict[str, Any]]:
    """Certificates as others are shown them: what each says, and what its verification says now."""
    for certificate, found in zip(certificates, verified(certificates, now), strict=True):
        yield {"certificate": certificate, "number": certificate.number, **_verdict(certificate, found)}


def _verdict(certificate: Certificate, found: Verification) -> dict[str, Any]:
    said = found.statement
    rows: list[dict[str, Any]] = []
    if said is not None:
        rows = [
            {"label": Text("证书上的姓名", "Name on it"), "value": said.holder},
            {"label": Text("证书编号", "Number"), "value": said.number},
            {"label": Text("职业(能力)代码", "Code"), "value": said.code},
            {"label": Text("等级", "Level"), "value": said.level.label if said.level else None},
            {"label": Text("签发机构", "Issuer"), "value": certificate.organisation.name},
            {"label": Text("发证日期", "Date of issue"), "value": said.issued},
            {"label": Text("有效期至", "Valid until"), "value": said.until},
        ]
    return {
        "title": Text(certificate.title, certificate.title),
        "outcome": {"tag": "warning" if found.suspended else TONES.get(found.outcome, "failed"), "label": title(found)},
        "genuine": found.outcome is Outcome.GENUINE,
        "advice": None if found.outcome is Outcome.GENUINE else ADVICE[found.outcome],
        "rows": [row for row in rows if row["value"] not in (None, "")],
    }


def facts_told(chosen: Iterable[Version]) -> list[dict[str, Any]]:
    """Facts as others are shown them, each as it is known now."""
    known = list(chosen)
    names = names_for({each.newest.kind for each in known})
    return [_told(each, names) for each in known]


def _told(version: Version, names: Names) -> dict[str, Any]:
    fact = version.newest
    rows: list[dict[str, Any]] = [
        {"label": Text("起", "From"), "value": fact.valid_from},
        *([{"label": Text("止", "To"), "value": fact.valid_to}] if fact.valid_to else []),
        *fact_details(fact, names),
        {"label": Text("来源", "Source"), "value": fact.source},
    ]
    open_end = all_kinds()[fact.kind].lasts and fact.valid_to is None
    return {
        "title": fact_title(fact, names),
        "retracted": fact.retracts,
        "open": open_end,
        "rows": [] if fact.retracts else [row for row in rows if row["value"] not in (None, "")],
    }
