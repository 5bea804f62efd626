"""Who asks: the actor that the middleware has put on a request."""

from __future__ import annotations

from django.http import HttpRequest

from skillcity.platform.accounts.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; a stranger where nobody is signed in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by site.middleware.request
    return actor
