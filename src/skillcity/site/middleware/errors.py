"""Turns our coded errors into pages (or JSON for the REST interface): never a traceback for a user's mistake."""

from __future__ import annotations

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import select_template

from skillcity.kernel.errors import InputError, SkillcityError, TooOften
from skillcity.kernel.text import Text
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
        if isinstance(exception, DataError) and says_what_cannot_be_stored(exception):
            exception = NO_VALUE
        return error_page(request, exception) if isinstance(exception, SkillcityError) else None


def says_what_cannot_be_stored(error: DataError) -> bool:
    """Whether a value was none that any text or number of the database can be: NUL, half a character, a huge number."""
    return getattr(error.__cause__, "sqlstate", None) in CANNOT_BE_STORED or "NUL (0x00)" in str(error)


CANNOT_BE_STORED = {"22003", "22021", "22P05"}  # numeric out of range, not in repertoire, untranslatable character
NO_VALUE = InputError(
    "request.no-value",
    Text("请求中含有不可用的字符或数字。", "The request holds a character or a number that cannot be used."),
    todo=Text("请重新输入。", "Type it again."),
)


def has_raised(request: HttpRequest) -> bool:
    """Whether the view raised, so that nothing of the request may stay."""
    return bool(getattr(request, "raised", False))


def error_page(request: HttpRequest, error: SkillcityError) -> HttpResponse:
    """The answer to a coded error; a status without a page of its own takes the page of 400."""
    if request.path.startswith("/api/"):
        body = {"code": error.code, "where": error.where, "zh": error.text.zh, "en": error.text.en}
        response: HttpResponse = JsonResponse(body, status=error.status, json_dumps_params={"ensure_ascii": False})
    else:
        template = select_template([f"{error.status}.html", "400.html"])
        response = HttpResponse(template.render({"error": error}, request), status=error.status)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.seconds)
    return response
