"""One transaction a request, in the actor's scope: a GET cannot write, and a look is in the audit before it leaves."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from skillcity.platform.accounts.actor import STRANGER, Actor
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
                request.actor = self._actor(request)  # type: ignore[attr-defined]  # our attribute
                if request.method in SAFE:
                    with connection.cursor() as cursor:
                        cursor.execute("set transaction read only")
                response = self.get_response(request)
                failed = has_raised(request) or response.status_code >= 500
                if failed:
                    transaction.set_rollback(True)
            if waiting.seen and not failed:
                with acting_as(request.actor):  # type: ignore[attr-defined]
                    write_looks(waiting.seen.values())
        finally:
            LOOKS.reset(token)
        return response

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        if not request.user.is_authenticated:
            set_scope(STRANGER)
            return STRANGER
        actor = actor_of(request.user)
        set_scope(actor)
        return actor
