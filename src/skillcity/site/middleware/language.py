"""The page's language: the visitor's own choice (a cookie), else Chinese, whatever the browser asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from skillcity.platform.ui.language import speaking
from skillcity.site.middleware.headers import GetResponse


def chosen_language(request: HttpRequest) -> str:
    """The language of the visitor's cookie, if it is one of ours."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def choose_language(get_response: GetResponse) -> GetResponse:
    """Activate the language for the request, and for nothing that comes after it in this thread."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with speaking(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
