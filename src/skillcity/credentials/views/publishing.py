"""What everybody may fetch and keep: issuers, DID documents, status lists; and the page that explains them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.keeping import trusted
from skillcity.credentials.presenting_outcome import PURPOSES
from skillcity.credentials.publishing import (
    Published,
    did,
    issuer_named,
    issuers,
    issuing_bodies,
    published_lists,
    status_list,
)
from skillcity.credentials.views.parts import page_of
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text

FIVE_MINUTES, DAY = 300, 86400
WORKER = "credentials/worker.js"


@require_safe
def issuers_json(request: HttpRequest) -> HttpResponse:
    """The trusted issuers with their keys (`--issuers` of the command line)."""
    return published(request, _json(issuers()), "application/json")


@require_safe
def did_json(request: HttpRequest, credit_code: str) -> HttpResponse:
    """The DID document of an issuer, where did:web looks for it."""
    return published(request, _json(did(issuer_named(credit_code))), "application/did+json")


@require_safe
def status_list_json(request: HttpRequest, credit_code: str, purpose: str, list_number: int) -> HttpResponse:
    """One signed status list."""
    if purpose not in list(Purpose):
        raise NotFound("credentials.status-list", Text("没有这份状态名单。", "There is no such status list."))
    text = status_list(issuer_named(credit_code), Purpose(purpose), list_number)
    return published(request, text.encode(), "application/vc")


@require_safe
def status_json(request: HttpRequest) -> HttpResponse:
    """All signed lists in one file (`--status` of the command line, and what the offline page keeps)."""
    lists = published_lists(issuing_bodies())
    return published(request, f"[{','.join(each.text for each in lists)}]".encode(), "application/json")


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The lists with their age, and what they are for."""
    bodies = issuing_bodies()
    page = page_of(published_lists(bodies), request)
    rows = [
        [
            {"text": each.issuer.name, "url": _address(each)},
            PURPOSES[each.purpose],
            each.number,
            each.marked,
            each.ready.signed,
            each.ready.until,
        ]
        for each in page
    ]
    columns = [
        {"label": Text("签发机构", "Issuer")},
        {"label": Text("用途", "What for")},
        {"label": Text("序号", "No."), "numeric": True},
        {"label": Text("已标记", "Marked"), "numeric": True},
        {"label": Text("截至", "As of")},
        {"label": Text("有效至", "Good until")},
    ]
    context: dict[str, Any] = {
        "title": Text("证书状态名单", "Status lists of certificates"),
        "table": {"caption": Text("状态名单", "Status lists"), "columns": columns, "rows": rows, "page": page},
        "bodies": len(trusted(bodies.values())),
    }
    return render(request, "credentials/status.html", context)


def _address(each: Published) -> str:
    return reverse("status-list", args=[each.issuer.credit_code, each.purpose.value, each.number])


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the offline page; served here so that its scope is `/verify/` and nothing else."""
    path = finders.find(WORKER) or staticfiles_storage.path(WORKER)
    with open(path, "rb") as file:  # noqa: PTH123 - a storage gives a plain name
        content = file.read()
    response = published(request, content, "text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def published(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """An answer that is the same for everybody: all may cache it, any page may read it, no session is in it."""
    response = HttpResponse(content, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={FIVE_MINUTES}, stale-if-error={DAY}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.for_everybody = True  # type: ignore[attr-defined]  # read by the middleware of the headers
    answer = get_conditional_response(request, etag=etag, response=response)
    answer.for_everybody = True  # type: ignore[union-attr]
    return answer or response


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
