"""What several pages of certificates share."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.ui.language import say

PER_PAGE = 25
BATCHES = Text("发证批次", "Batches of certificates")
CERTIFICATES = Text("证书", "Certificates")


def page_of(rows: Any, request: HttpRequest) -> Page[Any]:
    """The page that `?page=` asks for, the nearest one for a wrong number."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def tell(request: HttpRequest, words: Text) -> None:
    """A line at the top of the next page."""
    messages.success(request, say(words))


def is_body(actor: Actor) -> bool:
    """Whether the actor issues certificates; the others only read."""
    return actor.role is Role.EVALUATION_BODY


def to_batches() -> dict[str, Any]:
    """The step of the trail to the list of batches."""
    return {"url": reverse("batches"), "label": BATCHES}


def to_certificates() -> dict[str, Any]:
    """The step of the trail to the list of certificates."""
    return {"url": reverse("certificates"), "label": CERTIFICATES}


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file as a download; a whole answer, never a stream: that would run after the transaction."""
    response = HttpResponse(content, content_type=content_type)
    ending = name.rpartition(".")[2]
    response["Content-Disposition"] = f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    return response
