"""A form or request sent twice has one effect and one answer.

A POST that carries a key (`idempotency_key` in the form, `Idempotency-Key` in the header) is stored with its answer in
the transaction that does its work. The same key again, at once or later, gets that answer; with another content it gets
409.
Only answers that did something are kept (redirects and JSON): a form that came back with its errors may be sent again,
and a page is never stored, for it may show personal data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from skillcity.kernel.errors import Conflict, InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.answers import KEY_LENGTH, claim, forget, keep
from skillcity.site.middleware.errors import error_page, has_raised
from skillcity.site.middleware.headers import GetResponse

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NOT_CONTENT = {"csrfmiddlewaretoken", "idempotency_key"}


class AnswerOnce:
    """Answer a repeated POST from the stored answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and keep its answer if it was claimed."""
        response = self.get_response(request)
        claimed = getattr(request, "claimed", None)
        if claimed and not has_raised(request) and response.status_code < 500:  # else it is undone with all the rest
            account_id, key = claimed
            if 200 <= response.status_code < 400 and (response.status_code >= 300 or request.path.startswith("/api/")):
                keep(account_id=account_id, key=key, response=response)
            else:
                forget(account_id=account_id, key=key)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Claim the key before the view runs; another request with the same key waits here for the first to end."""
        key = request.headers.get("Idempotency-Key", "") or request.POST.get("idempotency_key", "")
        if request.method != "POST" or not key or not request.user.is_authenticated:
            return None
        if len(key) > KEY_LENGTH or not key.isprintable():
            return error_page(request, BAD_KEY)
        known = claim(account_id=request.user.pk, key=key, path=request.path, digest=content_digest(request))
        if known is None:
            request.claimed = (request.user.pk, key)  # type: ignore[attr-defined]  # our attribute
            return None
        return known.response() if known.same else error_page(request, CHANGED)


def content_digest(request: HttpRequest) -> bytes:
    """SHA-256 of what the request says, without its tokens; uploads by their bytes."""
    digest = hashlib.sha256(repr(request.META.get("QUERY_STRING", "")).encode())
    if request.content_type not in FORMS:
        digest.update(request.body)
    for name in sorted(set(request.POST) - NOT_CONTENT):
        digest.update(repr((name, request.POST.getlist(name))).encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.digest()


BAD_KEY = InputError(
    "idempotency.key",
    Text("请求编号须为不超过64个可见字符。", "The idempotency key must have at most 64 printable characters."),
)
CHANGED = Conflict(
    "idempotency.changed",
    Text("这份表单已经提交过，内容与现在不同。", "This form was sent before with other content."),
    todo=Text("请查看上次的结果，或重新打开表单再填。", "See the first result, or open the form anew."),
)
