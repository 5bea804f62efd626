"""Stored answers: one effect for a request that is sent twice."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse

from skillcity.platform.accounts.models import Answer

KEY_LENGTH = 64
CLAIM = """
insert into accounts_answer (account_id, key, path, digest, location, content_type, at)
values (%s, %s, %s, %s, '', '', now()) on conflict do nothing
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An answer given before; `same` tells whether it was to the same request."""

    answer: Answer
    same: bool

    def response(self) -> HttpResponse:
        """The first answer again."""
        answer = self.answer
        response = HttpResponse(
            bytes(answer.body or b""), status=answer.status, content_type=answer.content_type or "text/html"
        )
        if answer.location:
            response.headers["Location"] = answer.location
        return response


def claim(*, account_id: int, key: str, path: str, digest: bytes) -> Known | None:
    """Take the key for this request (None), or find the answer of the request that took it first.

    The insert waits for a concurrent holder of the key to commit or to roll back.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [account_id, key, path[:200], digest])
        if cursor.rowcount == 1:
            return None
    answer = Answer.objects.get(account_id=account_id, key=key)
    return Known(answer, answer.path == path[:200] and bytes(answer.digest) == digest)


def keep(*, account_id: int, key: str, response: HttpResponse) -> None:
    """Store the answer beside its effect."""
    Answer.objects.filter(account_id=account_id, key=key).update(
        status=response.status_code,
        location=response.headers.get("Location", ""),
        content_type=response.headers.get("Content-Type", ""),
        body=response.content,
    )


def forget(*, account_id: int, key: str) -> None:
    """Give the key back: the request did nothing."""
    Answer.objects.filter(account_id=account_id, key=key).delete()
