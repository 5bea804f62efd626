"""Turns our coded errors into pages (or JSON for the REST interface): never a traceback for a user's mistake."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import select_template

from skillcity.kernel.errors import SkillcityError
from skillcity.site.middleware.headers import GetResponse


class ExplainErrors:
    """Answer a SkillcityError that a view let through; whatever a view raised, it has done nothing.

    Django asks the middleware nearest to the view first and stops at the first answer: this is the one place that sees
    every exception. The transaction itself is undone at its end (see `OneTransaction`), so that the page of the error
    can still read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says what was wrong, where, and what to do."""
        request.raised = True  # type: ignore[attr-defined]  # our attribute
        return error_page(request, exception) if isinstance(exception, SkillcityError) else None


def has_raised(request: HttpRequest) -> bool:
    """Whether the view raised, so that nothing of the request may stay."""
    return bool(getattr(request, "raised", False))


def error_page(request: HttpRequest, error: SkillcityError) -> HttpResponse:
    """The answer to a coded error; a status without a page of its own takes the page of 400."""
    if request.path.startswith("/api/"):
        body = {"code": error.code, "where": error.where, "zh": error.text.zh, "en": error.text.en}
        return JsonResponse(body, status=error.status, json_dumps_params={"ensure_ascii": False})
    template = select_template([f"{error.status}.html", "400.html"])
    return HttpResponse(template.render({"error": error}, request), status=error.status)
