"""The page of notices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.notices.selectors import notices_of
from skillcity.platform.notices.services import mark_read
from skillcity.platform.ui.language import tr

AT_ONCE = 50


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What the account was told, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    page = Paginator(notices_of(actor), AT_ONCE).get_page(request.GET.get("page"))
    found = [
        {
            "day": timezone.localdate(each.at),
            "what": Text(each.zh, each.en),
            "url": each.url,
            "state": "" if each.read_at else "new",
        }
        for each in page
    ]
    context = {
        "title": tr("通知", "Notices"),
        "notices": found,
        "page": page,
        "any_new": any(each["state"] for each in found),
    }
    return render(request, "notices/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    mark_read(actor=request.actor)  # type: ignore[attr-defined]
    return redirect("notices")
