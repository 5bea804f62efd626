"""The reader's wishes, and the pages that show the design system to those who build with it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from skillcity.platform.ui import samples
from skillcity.platform.ui.context import TEXTS, THEMES
from skillcity.platform.ui.language import tr

YEAR_SECONDS = 365 * 24 * 3600
LANGUAGES = ("zh-hans", "en")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """GET: a page with every choice; POST: keeps `theme`, `text` and `language` in cookies and goes back to `next`."""
    if request.method != "POST":
        return render(request, "ui/preferences.html", {"title": tr("显示设置", "Display settings")})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    cookies = (
        ("theme", THEMES, "theme"),
        ("text", TEXTS, "text"),
        ("language", LANGUAGES, settings.LANGUAGE_COOKIE_NAME),
    )
    for name, allowed, cookie in cookies:
        value = request.POST.get(name, "")
        if value in allowed:
            answer.set_cookie(cookie, value, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return answer


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in use."""
    return render(request, "ui/styleguide.html", samples.styleguide(bad=request.GET.get("errors") == "1"))


@require_safe
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """A main page composed from the components, with made-up content."""
    if name not in samples.TRIALS:
        raise Http404
    template, context = samples.TRIALS[name]
    return render(request, template, context())
