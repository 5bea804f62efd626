"""Headers that keep a page to itself: no inline script or style, nothing from elsewhere, nothing cached of a person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def security_headers(get_response: GetResponse) -> GetResponse:
    """Add the headers to every answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(response, "for_everybody", False):
            forget_visitor(response)
        return response

    return middleware


def forget_visitor(response: HttpResponse) -> None:
    """Take away what session and language have added: the answer is the same for all, and may be kept by all."""
    response.cookies.clear()
    for name in ("Vary", "Content-Language"):
        response.headers.pop(name, None)
