"""The passport: a person's own page of all that is known, and what can be taken home of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from skillcity.credentials import exporting
from skillcity.credentials.passport import passport_of
from skillcity.credentials.passport_presenting import (
    certificate_item,
    class_item,
    groups_shown,
    is_live,
    share_line,
)
from skillcity.credentials.sharing import NO_RECORD, shares_with_looks
from skillcity.credentials.views.parts import download
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of

PASSPORT = Text("我的技能护照", "My skill passport")


def to_passport() -> dict[str, Any]:
    """The step of the trail to the passport."""
    return {"url": reverse("passport"), "label": PASSPORT}


def own_id(actor: Actor) -> int:
    """Whose passport it is. Raises Refused (no record)."""
    if actor.person_id is None:
        raise NO_RECORD
    return actor.person_id


@require_safe
def passport(request: HttpRequest) -> HttpResponse:
    """What is known of me, each thing to be ticked and shown; what I show; who saw it."""
    actor = actor_of(request)
    context: dict[str, Any] = {"title": PASSPORT, "passport": None}
    if actor.person_id is not None:
        found = passport_of(actor.person_id)
        shares = list(shares_with_looks(actor.person_id)) if not found.is_empty else []
        context |= {
            "passport": found,
            "certificates": [certificate_item(each) for each in found.certificates],
            "talent": class_item(found.talent) if found.talent else None,
            "groups": groups_shown(found),
            "shares": [share_line(each) for each in shares if is_live(each)],
            "past": [_past(share_line(each)) for each in shares if not is_live(each)],
            "languages": exporting.LANGUAGES,
            "illustrative": found.talent is not None and found.talent.illustrative,
        }
    return render(request, "credentials/passport.html", context)


def _past(line: dict[str, Any]) -> dict[str, Any]:
    seen = Text("被打开 {n} 次", "opened {n} time(s)").format(n=line["looks"])
    return {"label": line["label"], "value": {"url": line["url"], "text": seen}}


@require_POST
def passport_wallet(request: HttpRequest) -> HttpResponse:
    """All my certificates in one ZIP file, with what it takes to verify them without network."""
    return download(exporting.wallet(actor=actor_of(request)), "wallet.zip", "application/zip")


@require_POST
def passport_cv(request: HttpRequest, language: str) -> HttpResponse:
    """My curriculum vitae as PDF, in Chinese or in English."""
    if language not in exporting.LANGUAGES:
        raise NotFound("credentials.cv-language", Text("没有这种语言。", "There is no such language."))
    content = exporting.cv(actor=actor_of(request), language=language)
    return download(content, f"cv-{language}.pdf", "application/pdf")


@require_POST
def passport_europass(request: HttpRequest) -> HttpResponse:
    """The passport as JSON in the manner of Europass."""
    return download(exporting.europass(actor=actor_of(request)), "europass.json", "application/json")
