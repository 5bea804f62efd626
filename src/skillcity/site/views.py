"""The welcome page, the home page of each role, and the health check."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from skillcity.platform.accounts.actor import Actor
from skillcity.site.homes import home_of


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """What this is, for whoever comes by; the signed-in go on to their home page."""
    if request.actor.role is not None:  # type: ignore[attr-defined]  # set by the middleware
        return redirect("home")
    return render(request, "site/welcome.html")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this actor."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return render(request, "site/home.html", {"home": (shown := home_of(actor)), "illustrative": shown.illustrative})


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the database answers; asked by the supervisor and by load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})
