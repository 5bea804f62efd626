"""At most so many requests a minute from one address, where each costs much: they are counted before the work begins.

A password takes 0.23 CPU seconds to hash, and the REST interface is asked by programs. Verifying a certificate has a
limit of its own (`credentials.limits`), which knows what is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from skillcity.kernel.errors import TooOften
from skillcity.kernel.text import Text
from skillcity.platform.accounts.counting import counted
from skillcity.platform.ui.language import speaking
from skillcity.site.middleware.errors import error_page
from skillcity.site.middleware.headers import GetResponse
from skillcity.site.middleware.language import chosen_language


@dataclass(frozen=True, slots=True)
class Costly:
    """Requests of these methods below an address; `name`: their limit in the setting `PER_MINUTE`."""

    name: str
    below: str
    methods: frozenset[str]


COSTLY = (
    Costly("sign-in", "/account/", frozenset({"POST"})),  # every form that takes a password or a code
    Costly("api", "/api/", frozenset({"GET", "POST"})),
)


TOO_MANY = TooOften(
    "request.too-many",
    Text("请求太多。", "There are too many requests."),
    todo=Text("请过一分钟再试。", "Try again in a minute."),
)


def throttle(get_response: GetResponse) -> GetResponse:
    """Refuse with 429 when an address asks too often."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if all(_may_ask(request, each.name) for each in COSTLY if _is(request, each)):
            return get_response(request)
        with speaking(chosen_language(request)):
            return error_page(request, TOO_MANY)

    return middleware


def _is(request: HttpRequest, costly: Costly) -> bool:
    return request.method in costly.methods and request.path.startswith(costly.below)


def _may_ask(request: HttpRequest, name: str) -> bool:
    asked = counted(f"requests:{name}:{request.META.get('REMOTE_ADDR')}", TooOften.seconds)
    return asked <= int(settings.PER_MINUTE[name])
