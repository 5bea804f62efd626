"""Search among the people in the reader's scope, and the page of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import say
from skillcity.registry import panels, selectors, services
from skillcity.registry.changing import details_of
from skillcity.registry.forms import ChangeForm, PurposeForm
from skillcity.registry.models import Person
from skillcity.registry.permissions import Verdict, may_change, may_reveal
from skillcity.registry.places import counties, place_name
from skillcity.registry.views.parts import (
    HOME,
    PEOPLE,
    consent_words,
    identity_rows,
    masked_number,
    membership_rows,
    page_of,
)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people in scope, narrowed by a part of the name, pinyin initials or a whole ID number, and by county."""
    actor = actor_of(request)
    query, county = request.GET.get("q", "").strip(), request.GET.get("county", "")
    names = counties()
    context: dict[str, Any] = {"title": PEOPLE, "query": query, "county": county, "counties": names, "problem": None}
    try:
        rows = selectors.search_people(actor, text=query, region_code=county)
    except InputError as error:
        context |= {"problem": error, "table": {"rows": []}, "page": None}
        return render(request, "registry/people.html", context, status=422)
    page = page_of(rows, request)
    shown = list(page)
    note_look(actor=actor, act="list", person_ids=[person.pk for person in shown])
    samples = any(column.illustrative for column in panels.all_columns())
    context |= {"table": _table(request, shown, dict(names)), "page": page, "illustrative": samples}
    return render(request, "registry/people.html", context)


def _table(request: HttpRequest, shown: list[Person], names: dict[str, Text]) -> dict[str, Any]:
    more = [
        (column, column.make(actor_of(request), [person.pk for person in shown])) for column in panels.all_columns()
    ]
    labels = [
        Text("姓名", "Name"),
        Text("证件号码", "ID number"),
        Text("县(市、区)", "County"),
        *(column.label for column, _ in more),
    ]
    return {
        "caption": PEOPLE,
        "columns": [{"label": label} for label in labels],
        "rows": [
            [
                {"text": person.name, "url": reverse("person", args=[person.pk])},
                masked_number(person),
                place_name(person.region_code, names),
                *(cells.get(person.pk) for _, cells in more),
            ]
            for person in shown
        ],
    }


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: who, where, what is recorded, and what higher rooms add (`panels`, see `registry.panels`)."""
    actor = actor_of(request)
    found = selectors.person_for(actor, person_id)
    note_look(actor=actor, act="summary", person_ids=[found.pk])
    number: dict[str, Any] = {}
    if may_reveal(actor, found) is Verdict.ALLOWED:
        number = {"url": reverse("person-number", args=[found.pk]), "action": Text("查看全号", "See it whole")}
    context = {
        "title": found.name,
        "breadcrumb_trail": [HOME, {"url": reverse("people"), "label": PEOPLE}],
        "rows": identity_rows(actor, found, number),
        "may_change": may_change(actor, found) is Verdict.ALLOWED,
        "person": found,
        "memberships": membership_rows(selectors.memberships_of(found)),
        "by_consent": actor.reach is Reach.CONSENT,  # then where they belong is hidden, which is not "none"
        "consents": [
            {"label": consent_words(each), "state": _consent_state(each), "ends_on": each.ends_on}
            for each in selectors.consents_of(found)
        ],
        "panels": (shown := panels.panels_for(actor, found)),
        "illustrative": panels.show_samples(shown),
    }
    return render(request, "registry/person.html", context)


def _consent_state(consent: Any) -> str:
    if consent.withdrawn_at is not None:
        return "cancelled"
    return "in-force" if consent.ends_on >= timezone.localdate() else "expired"


@require_http_methods(["GET", "HEAD", "POST"])
def person_number(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole ID number, once, for a stated purpose; the purpose stands in the audit, which the person can read."""
    actor = actor_of(request)
    found = selectors.person_for(actor, person_id)
    may_reveal(actor, found).require()
    form = PurposeForm(request.POST or None)
    context = {
        "title": Text("查看证件号码", "See the ID number"),
        "breadcrumb_trail": [HOME, {"url": reverse("person", args=[found.pk]), "label": found.name}],
        "person": found,
        "form": form,
        "number": "",
    }
    if request.method == "POST" and form.is_valid():
        context["number"] = services.reveal_number(
            actor=actor, person=found, purpose=form.cleaned_data["purpose"]
        ).value
    status = 422 if form.errors else 200
    return render(request, "registry/number.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change name, county or contacts; refused when somebody else did meanwhile."""
    actor = actor_of(request)
    found = selectors.person_for(actor, person_id)
    may_change(actor, found).require()
    details = details_of(found)
    initial = {
        "name": details.name,
        "region_code": details.region_code,
        "phone": details.phone,
        "email": details.email,
        "seen": details.fingerprint,
    }
    form = ChangeForm(request.POST or None, initial=initial, county_names=counties())
    if request.method == "POST" and form.is_valid():
        services.change_person(actor=actor, person_id=found.pk, **form.cleaned_data)
        messages.success(request, say(Text("已修改。", "Changed.")))
        return redirect("person", person_id=found.pk)
    context = {
        "title": Text("修改基本信息", "Change the entry"),
        "breadcrumb_trail": [HOME, {"url": reverse("person", args=[found.pk]), "label": found.name}],
        "person": found,
        "form": form,
    }
    return render(request, "registry/change.html", context, status=422 if form.errors else 200)
