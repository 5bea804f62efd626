"""The public verification, without account or script: by number, file, photograph, text, or the small code."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from skillcity.credentials.checking import Found, by_number, by_token, token_in, verify_here
from skillcity.credentials.engine import wording
from skillcity.credentials.engine.verifying import Outcome, Verification
from skillcity.credentials.limits import count_verification
from skillcity.credentials.presenting_outcome import KINDS, shown_outcome
from skillcity.credentials.reading import text_of_bytes
from skillcity.credentials.verify_forms import FileForm, NumberForm, TextForm
from skillcity.kernel.errors import InputError, NotFound
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import say

TITLE = Text("核验证书", "Verify a certificate")
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=()"


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Three ways in; the answer stands above them."""
    way = request.POST.get("way", "") if request.method == "POST" else ""
    if way:
        count_verification(request)
    data, files = (request.POST, request.FILES) if way == "file" else (None, None)
    forms: dict[str, Any] = {
        "number": NumberForm(request.POST if way == "number" else None, auto_id="number_%s"),
        "file": FileForm(data=data, files=files, auto_id="file_%s"),
        "text": TextForm(request.POST if way == "text" else None, auto_id="text_%s"),
    }
    form = forms.get(way)
    if form is not None and form.is_valid():
        try:
            answer = ANSWERS[way](request, form.cleaned_data)
        except (InputError, NotFound) as error:
            form.add_error(None, say(error.text))
        else:
            return answer
    context = {"title": TITLE, "forms": forms, "form": form, "way": way}
    return with_camera(render(request, "credentials/verify.html", context, status=422 if form and form.errors else 200))


def _number(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    return _answered(request, by_number(values["number"][:24], values["last_four"]))


def _file(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    upload = values["file"]
    return _read(request, text_of_bytes(upload.read(), upload.name))


def _text(request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
    return _read(request, values["text"])


ANSWERS = {"number": _number, "file": _file, "text": _text}


def _read(request: HttpRequest, text: str) -> HttpResponse:
    """A text that says what it is; the address of a small code leads to its page."""
    token = token_in(text)
    if token:
        return redirect("verify-token", token=token)
    (found,) = verify_here([text])
    return _page(request, found)


@require_safe
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """What stands behind the address of the small code, as of now."""
    count_verification(request)
    return _answered(request, by_token(token))


def _answered(request: HttpRequest, found: Found) -> HttpResponse:
    """The page of a certificate of ours; its holder sees in their log that somebody verified it."""
    note_look(actor=actor_of(request), act="verified", person_ids=[found.certificate.person_id])
    newer = reverse("verify-token", args=[found.successor]) if found.successor else ""
    return _page(request, found.verification, newer)


def _page(request: HttpRequest, found: Verification, newer: str = "") -> HttpResponse:
    shown = shown_outcome(found, timezone.now())
    context = {
        "title": Text("核验结果", "Result of the verification"),
        "breadcrumb_trail": [{"url": reverse("verify"), "label": TITLE}],
        "outcome": shown,
        "newer": newer if found.outcome is Outcome.SUPERSEDED else "",
        "illustrative": any(each["illustrative"] for each in shown["worths"]),
    }
    return render(request, "credentials/outcome.html", context)


def with_camera(response: HttpResponse) -> HttpResponse:
    """The scanning pages may ask for the camera; nothing else may."""
    response.headers["Permissions-Policy"] = CAMERA
    return response


@require_safe
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The page that goes on working without a network once it was opened."""
    context = {
        "title": Text("离线核验", "Verify without network"),
        "breadcrumb_trail": [{"url": reverse("verify"), "label": TITLE}],
        "outcomes": [
            {"name": each.value, "kind": KINDS[each], "title": wording.TITLES[each], "advice": wording.ADVICE[each]}
            for each in Outcome
        ],
        "wording": {name: getattr(wording, name) for name in SAID},
        "levels": list(SkillLevel),
    }
    return with_camera(render(request, "credentials/offline.html", context))


SAID = ("SUSPENDED", "NO_HOLDER", "NOT_ASKED", "PARTLY", "HOURS_AGO", "DAYS_AGO", "SIGNED_AGO", "OUT_OF_DATE")
