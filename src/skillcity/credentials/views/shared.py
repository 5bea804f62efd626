"""What somebody with a link sees of a passport: what was chosen and nothing else, each verified at this moment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.credentials import downloads
from skillcity.credentials.limits import count_verification
from skillcity.credentials.models import Share
from skillcity.credentials.passport import certificates_of, class_of, newest_of
from skillcity.credentials.passport_presenting import class_title, facts_told, verdicts
from skillcity.credentials.sharing import GONE, LOOK, look_words, opened
from skillcity.credentials.views.parts import download
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.audit.services import note_look

FILE = "shared-file"
HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Who, and what they chose to show; says at once when a certificate no longer counts."""
    count_verification(request)
    with seeing_all():
        found = opened(token)
        context = _context(found, token)
    if request.method == "GET":
        _note(request, LOOK, found)
    return _closed(render(request, "credentials/shared.html", context))


@require_safe
def shared_file(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """The signed document of one of the certificates that are shown."""
    count_verification(request)
    with seeing_all():
        found = opened(token)
        chosen = certificates_of(found.person_id, [number]) if number in found.certificates else []
    if not chosen:
        raise GONE
    _note(request, FILE, found)
    return _closed(download(downloads.as_json(chosen[0]), f"{number}.json", "application/vc"))


def _context(found: Share, token: str) -> dict[str, Any]:
    chosen = certificates_of(found.person_id, found.certificates) if found.certificates else []
    talent = class_of(found.person_id) if found.with_class else None
    facts = newest_of(found.person_id, found.facts) if found.facts else []
    return {
        "title": Text(f"{found.person.name}出示的技能护照", f"Skill passport shown by {found.person.name}"),
        "share": found,
        "token": token,
        "certificates": list(verdicts(chosen, timezone.now())),
        "facts": facts_told(facts),
        "talent": talent,
        "talent_title": class_title(talent) if talent else None,
        "no_class": found.with_class and talent is None,
        "illustrative": talent is not None and talent.illustrative,
        "now": timezone.now(),
    }


def _note(request: HttpRequest, act: str, found: Share) -> None:
    note_look(actor=actor_of(request), act=act, person_ids=[found.person_id], purpose=look_words(found))


def _closed(response: HttpResponse) -> HttpResponse:
    """In no search engine, and its address told to nobody; `Cache-Control: no-store` has every page."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
