"""A session ends after half an hour without a request."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from skillcity.site.middleware.headers import GetResponse

LAST_SEEN = "last_seen"
REFRESH_SECONDS = 60  # so that not every page writes the session


def end_idle_sessions(get_response: GetResponse) -> GetResponse:
    """Sign out who was away too long; remember when the others were here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(LAST_SEEN, now)
            if now - seen > settings.IDLE_SECONDS:
                logout(request)
            elif now - seen > REFRESH_SECONDS or LAST_SEEN not in request.session:
                request.session[LAST_SEEN] = now
        return get_response(request)

    return middleware
