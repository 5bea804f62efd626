"""What the tests of the pages share: a form as a browser would send it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

CLAUSE = "/studio/{draft}/clauses/12"


def entries(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What a browser would send of a form, with these changes."""
    form = response.context["form"]  # type: ignore[attr-defined]  # of the test client
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else str(value) for name, value in data.items()}
    return data | {"revision": response.context["revision_seen"]} | changes  # type: ignore[attr-defined]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def save_clause(page: Client, url: str, **changes: Any) -> HttpResponse:
    address = f"{url}/clauses/12"
    return page.post(address, entries(page.get(address), **({"was": "E-02", "step": "save"} | changes)))  # type: ignore[return-value]
