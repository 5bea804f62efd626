"""The door: a route is entered by the roles that `skillcity.site.access` lists for it; an unlisted one by nobody."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.site.access import ACCESS, PUBLIC, TOTP_ROLES, may_enter
from skillcity.site.middleware.errors import error_page
from skillcity.site.middleware.headers import GetResponse

ALWAYS = {
    "account_logout",
    "mfa_activate_totp",
    "mfa_index",
    "mfa_authenticate",
    "account_reauthenticate",
    "preferences",
}


class CheckAccess:
    """Refuse before the view runs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the check happens when the route is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let in, send to the sign-in page, or refuse."""
        route = request.resolver_match.view_name if request.resolver_match else ""
        actor = request.actor  # type: ignore[attr-defined]  # set by OneTransaction
        if may_enter(actor, route):
            return self._second_factor(request, route)
        if actor.role is None and route in ACCESS and not request.path.startswith("/api/"):
            return _sign_in(request)
        return error_page(request, REFUSAL)

    @staticmethod
    def _second_factor(request: HttpRequest, route: str) -> HttpResponse | None:
        if not settings.REQUIRE_TOTP or route in ALWAYS or ACCESS.get(route) == PUBLIC:
            return None
        if request.actor.role not in TOTP_ROLES:  # type: ignore[attr-defined]
            return None
        from allauth.mfa.models import Authenticator
        from allauth.mfa.utils import is_mfa_enabled

        # Recovery codes alone are no second factor: signing in does not ask for them.
        enabled = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        return None if enabled else _go(request, reverse("mfa_activate_totp"))


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and then back to this page; after a POST back to the page that the form was on."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host() and came_from.path.startswith("/")
    back = came_from._replace(scheme="", netloc="", fragment="").geturl() if here else reverse("home")
    return _go(request, redirect_to_login(back).url)


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the page, also when only a fragment of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


REFUSAL = Refused(
    "access.role",
    Text("您的角色不能打开这个页面。", "Your role may not open this page."),
    todo=Text("请从首页选择您的事项。", "Start from the home page, which lists what you can do."),
)
