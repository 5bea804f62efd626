"""At most a few tries to sign in a minute from one address, counted before a password is hashed (0.23 CPU seconds)."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from skillcity.site.middleware.headers import GetResponse
from skillcity.site.middleware.language import chosen_language

MINUTE = 60
PLACES = "/account/"  # every form that takes a password or a code


def throttle_sign_in(get_response: GetResponse) -> GetResponse:
    """Refuse with 429 when an address tries too often; the count is per web process."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path.startswith(PLACES) and not _may_try(request):
            with translation.override(chosen_language(request)):
                response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = str(MINUTE)
            return response
        return get_response(request)

    return middleware


def _may_try(request: HttpRequest) -> bool:
    key = f"sign-in:{request.META.get('REMOTE_ADDR')}:{int(time.time()) // MINUTE}"
    cache.add(key, 0, timeout=2 * MINUTE)
    try:
        return cache.incr(key) <= settings.SIGN_IN_TRIES_PER_MINUTE
    except ValueError:  # the count was thrown out between the two calls: it starts anew
        return True
