"""Routes that misbehave in every way a view can, beside the real ones: what the middleware must hold against."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import clear_url_caches, path

from skillcity.kernel.errors import Conflict, InputError, NoSolution, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.audit.services import note_look
from skillcity.registry.models import Organisation
from skillcity.site import access
from skillcity.site.urls import urlpatterns as real

WORDS = Text("不行", "no")
ERRORS: dict[str, Callable[[], Exception]] = {
    "input": lambda: InputError("trial.input", WORDS),
    "refused": lambda: Refused("trial.refused", WORDS),
    "missing": lambda: NotFound("trial.missing", WORDS),
    "conflict": lambda: Conflict("trial.conflict", WORDS),
    "no-solution": lambda: NoSolution("trial.no-solution", WORDS),
    "404": lambda: Http404(),
    "bug": lambda: RuntimeError("a bug"),
    "database": lambda: IntegrityError("a bug in the database"),
}


def seen(request: HttpRequest) -> HttpResponse:
    """The people whom the database shows, by raw SQL: no selector stands before it. `?error=` raises afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("select id from registry_person order by id")
        people = [row[0] for row in cursor.fetchall()]
        cursor.execute("select distinct person_id from facts_fact order by 1")
        facts = [row[0] for row in cursor.fetchall()]
    if error := request.GET.get("error"):
        raise ERRORS[error]()
    return JsonResponse({"people": people, "facts": facts})


def write(request: HttpRequest) -> HttpResponse:
    """Write a row on any method, then answer or raise as told."""
    add_row(request.GET.get("name", "x"))
    time.sleep(float(request.GET.get("seconds", "0")))
    if error := request.GET.get("error"):
        raise ERRORS[error]()
    status = int(request.GET.get("status", "302"))
    return redirect("home") if status == 302 else HttpResponse("done", status=status)


def break_transaction(request: HttpRequest) -> HttpResponse:
    """Write a row, then fail in the database itself, so that nothing more can be asked of it."""
    add_row("x")
    with connection.cursor() as cursor:
        cursor.execute("select 1 / 0")
    return redirect("home")


def look(request: HttpRequest) -> HttpResponse:
    """Show somebody's data, or fail after noting that it would be shown."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    note_look(actor=actor, act="summary", person_ids=[int(request.GET["person"])])
    if error := request.GET.get("error"):
        raise ERRORS[error]()
    return HttpResponse("shown", status=int(request.GET.get("status", "200")))


def add_row(name: str) -> None:
    """An organisation: a table that everybody may write as far as the database is concerned."""
    Organisation.objects.create(name=name, kind="enterprise", region_code="330302", credit_code=next_code())


def next_code() -> str:
    """A credit code that nobody has yet; the check digit is not the database's business."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) + 1 from registry_organisation")
        return f"91{cursor.fetchone()[0]:016d}"


TRIAL = [
    path("trial/seen", seen, name="trial-seen"),
    path("trial/write", write, name="trial-write"),
    path("trial/break", break_transaction, name="trial-break"),
    path("trial/look", look, name="trial-look"),
    path("api/trial", write, name="trial-rest"),
    path("trial/unlisted", seen, name="trial-unlisted"),
]
urlpatterns = [*real, *TRIAL]


@pytest.fixture
def trial(settings: object, monkeypatch: pytest.MonkeyPatch) -> object:
    """The site with the trial routes, open to every role; `trial-unlisted` is in no list."""
    settings.ROOT_URLCONF = "tests.trial"  # type: ignore[attr-defined]  # pytest-django's settings
    for each in TRIAL:
        if each.name != "trial-unlisted":
            monkeypatch.setitem(access.ACCESS, str(each.name), access.SIGNED_IN)
    clear_url_caches()
    yield settings
    clear_url_caches()
