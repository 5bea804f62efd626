"""The pages of a person's rights and of the decisions about them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.policy.presenting_decisions import decision_context, decision_row
from skillcity.policy.presenting_rights import rights_context
from skillcity.policy.replaying import replay
from skillcity.policy.rights import rights_of
from skillcity.policy.selectors import decision_for, decisions_of
from skillcity.registry.models import Person
from skillcity.registry.selectors import own_person, person_for

PER_PAGE = 25
PEOPLE = Text("人员", "People")
MY_RECORD = Text("我的档案", "My record")
MY_RIGHTS = Text("我的权利", "My rights")
DECISIONS = Text("认定记录", "Decisions")


@require_safe
def my_rights(request: HttpRequest) -> HttpResponse:
    """The worker's own rights."""
    person = own_person(actor_of(request))
    return _rights(request, person, MY_RIGHTS, own=True)


@require_safe
def person_rights(request: HttpRequest, person_id: int) -> HttpResponse:
    """The rights of a person in the actor's scope."""
    person = person_for(actor_of(request), person_id)
    note_look(actor=actor_of(request), act="rights", person_ids=[person.pk])
    return _rights(request, person, Text(f"{person.name}的权利", f"Rights of {person.name}"), own=False)


def _rights(request: HttpRequest, person: Person, title: Text, *, own: bool) -> HttpResponse:
    facts = reverse("my-record") if own else reverse("person", args=[person.pk])
    context = rights_context(rights_of(person, timezone.localdate()), own=own) | {
        "title": title,
        "breadcrumb_trail": trail(person, own=own),
        "facts_url": f"{facts}#facts",
        "class_url": reverse("my-class") if own else reverse("person-class", args=[person.pk]),
        "decisions_url": reverse("my-decisions") if own else reverse("person-decisions", args=[person.pk]),
    }
    return render(request, "policy/rights.html", context)


def trail(person: Person, *, own: bool) -> list[dict[str, Any]]:
    """The way to a page about a person."""
    if own:
        return [{"url": reverse("my-record"), "label": MY_RECORD}]
    return [
        {"url": reverse("people"), "label": PEOPLE},
        {"url": reverse("person", args=[person.pk]), "label": person.name},
    ]


@require_safe
def my_decisions(request: HttpRequest) -> HttpResponse:
    """What was decided about the worker."""
    return _decisions(request, own_person(actor_of(request)), own=True)


@require_safe
def person_decisions(request: HttpRequest, person_id: int) -> HttpResponse:
    """What was decided about a person in the actor's scope."""
    person = person_for(actor_of(request), person_id)
    note_look(actor=actor_of(request), act="decision", person_ids=[person.pk])
    return _decisions(request, person, own=False)


def _decisions(request: HttpRequest, person: Person, *, own: bool) -> HttpResponse:
    page = Paginator(decisions_of(person.pk).select_related("previous"), PER_PAGE).get_page(request.GET.get("page"))
    labels = (Text("编号", "Number"), Text("日期", "Day"), Text("目录", "Catalogue"), Text("说了什么", "What it says"))
    rights = reverse("my-rights") if own else reverse("person-rights", args=[person.pk])
    context = {
        "title": DECISIONS,
        "breadcrumb_trail": [
            *trail(person, own=own),
            {"url": rights, "label": MY_RIGHTS if own else Text("权利", "Rights")},
        ],
        "table": {
            "caption": DECISIONS,
            "columns": [{"label": label} for label in labels],
            "rows": [decision_row(each, own=own) for each in page],
            "page": page,
        },
        "illustrative": any(each.illustrative for each in page),
    }
    return render(request, "policy/decisions.html", context)


@require_safe
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision with its reasons as they were then, and whether replaying it gives the same."""
    found = decision_for(decision_id)
    own = found.person_id == actor_of(request).person_id
    note_look(actor=actor_of(request), act="decision", person_ids=[found.person_id])
    decisions = reverse("my-decisions") if own else reverse("person-decisions", args=[found.person_id])
    context = decision_context(replay(found), own=own) | {
        "breadcrumb_trail": [*trail(found.person, own=own), {"url": decisions, "label": DECISIONS}],
    }
    return render(request, "policy/decision.html", context)
