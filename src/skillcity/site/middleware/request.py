"""One transaction a request, in the actor's scope: a GET cannot write, and a look is in the audit before it leaves."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from skillcity.platform.accounts.actor import STRANGER
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.audit.services import LOOKS, Looks, write_looks
from skillcity.registry.selectors import actor_of
from skillcity.site.middleware.errors import has_raised
from skillcity.site.middleware.headers import GetResponse

SAFE = {"GET", "HEAD", "OPTIONS"}


class OneTransaction:
    """Wraps everything inside it; the session and the cookies stay outside, so that signing in works on any page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside a transaction; write the looks in a second one of their own."""
        waiting = Looks()
        token = LOOKS.set(waiting)
        try:
            with transaction.atomic():
                actor = actor_of(request.user) if request.user.is_authenticated else STRANGER
                set_scope(actor, looking=request.method in SAFE)
                request.actor = actor  # type: ignore[attr-defined]  # our attribute
                response = self.get_response(request)
                failed = has_raised(request) or response.status_code >= 500
                if failed:
                    transaction.set_rollback(True)
            if waiting.seen and not failed:
                with acting_as(actor):
                    write_looks(waiting.seen.values())
        finally:
            LOOKS.reset(token)
        return response
