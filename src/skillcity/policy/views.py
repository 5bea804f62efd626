"""The catalogues, edition by edition, and the class of one person with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import tr
from skillcity.policy.applying import all_editions
from skillcity.policy.editions import TALENT, edition_named, talent_edition, talent_editions
from skillcity.policy.engine import Catalogue, Status
from skillcity.policy.presenting import benefit_words, class_context, clause_words
from skillcity.policy.selectors import class_counts, county_counts, current_edition
from skillcity.reference.selectors import region_names
from skillcity.registry.selectors import own_person, person_for

COUNTING = frozenset({Reach.CITY, Reach.COUNTY, Reach.ORGANISATION})  # who sees more people than themselves
EVERYONE = Text("由登记的事实推算", "derived from the recorded facts")
OF_SCOPE = Text("由您范围内人员登记的事实推算", "derived from the recorded facts of the people in your scope")
NATION = Text("全国", "the nation")
NOT_YET = Text("尚未施行", "Not begun")
NO_EDITIONS = {
    "title": Text("还没有目录", "There is no catalogue yet"),
    "text": Text("本市尚未收录人才分类目录。", "This city has no talent catalogue yet."),
}


@require_safe
def catalogues(request: HttpRequest) -> HttpResponse:
    """All editions of the city's talent catalogue, with how many people each puts in which class; then all others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    today = timezone.localdate()
    current = current_edition(today)
    places = region_names()
    charts = _charts(actor, talent_editions())
    editions = [
        {
            "catalogue": each,
            "url": reverse("catalogue", args=[each.edition]),
            "current": each is current,
            "chart": chart,
        }
        for each, chart in zip(talent_editions(), charts, strict=True)
    ]
    others = [each for each in all_editions() if (each.region, each.catalogue) != (settings.CITY_CODE, TALENT)]
    context = {
        "title": tr("政策目录", "Policy catalogues"),
        "editions": editions,
        "others": {
            "caption": Text("全国、本省、本市和他处的例子", "Of the nation, the province, the city, and examples"),
            "columns": [
                {"label": Text("目录", "Catalogue")},
                {"label": Text("适用地区", "Where")},
                {"label": Text("状态", "State")},
                {"label": Text("自", "From")},
                {"label": Text("至", "Until")},
            ],
            "rows": [_other(each, places, today) for each in sorted(others, key=lambda each: each.name)],
        },
    }
    return render(request, "policy/catalogues.html", context | {"illustrative": True, "no_editions": NO_EDITIONS})


def _other(each: Catalogue, places: Mapping[str, Text], today: date) -> list[Any]:
    url = reverse("catalogue-edition", args=[each.region, each.catalogue, each.edition])
    begins, ends = each.in_force.start, each.in_force.end
    if today in each.in_force:
        state: dict[str, Any] = {"tag": "in-force"}
    else:
        state = {"tag": "expired"} if ends is not None and ends < today else {"tag": "queued", "label": NOT_YET}
    return [
        {"text": each.title, "url": url},
        NATION if each.region == "000000" else places.get(each.region, each.region),
        state,
        begins,
        ends or Text("长期", "open"),
    ]


def _charts(actor: Actor, editions: Collection[Catalogue]) -> list[dict[str, Any] | None]:
    """How many people are in each class, of those in the actor's scope, as `bar_chart` takes it; None: no such view."""
    if actor.reach not in COUNTING:
        return [None] * len(editions)
    return [
        {
            "rows": [
                {"label": each.outcome.label(name), "value": number, "grade": name} for name, number in counts.items()
            ],
            "title": Text(f"各类人数({each.edition}版)", f"People in each class ({each.edition} edition)"),
            "unit": Text("人", "people"),
            "source": EVERYONE if actor.reach is Reach.CITY else OF_SCOPE,
            "name": Text("类别", "Class"),
        }
        for each, counts in zip(editions, class_counts(actor, editions), strict=True)
    ]


@require_safe
def catalogue(request: HttpRequest, edition: str) -> HttpResponse:
    """One edition of the city's talent classes."""
    return _edition(request, talent_edition(edition))


@require_safe
def any_edition(request: HttpRequest, region: str, catalogue: str, edition: str) -> HttpResponse:
    """One edition of any catalogue."""
    return _edition(request, edition_named(f"{region}/{catalogue}/{edition}"))


def _edition(request: HttpRequest, found: Catalogue) -> HttpResponse:
    """Its source, its clauses and benefits in their wording and in plain words, and its classes by county."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    chart = _charts(actor, [found])[0] if (found.region, found.catalogue) == (settings.CITY_CODE, TALENT) else None
    plain = clause_words(found)
    statuses = [*(each.status for each in found.clauses), *(each.status for each in found.benefits)]
    context = {
        "title": found.title,
        "catalogue": found,
        "clauses": [
            {"clause": each, "label": found.outcome.label(each.gives), "words": plain[each.id]}
            for each in found.clauses
        ],
        "benefits": benefit_words(found),
        "chart": chart,
        "counties": _counties(actor, found) if chart else {"rows": []},
        "illustrative": any(each is Status.ILLUSTRATIVE for each in statuses),
        "breadcrumb_trail": [{"url": reverse("catalogues"), "label": Text("政策目录", "Policy catalogues")}],
    }
    return render(request, "policy/catalogue.html", context)


def _counties(actor: Actor, found: Catalogue) -> dict[str, Any]:
    names = region_names()
    return {
        "caption": Text("各县(市、区)人数", "People by county"),
        "columns": [{"label": Text("县(市、区)", "County")}]
        + [{"label": f"{name}", "numeric": True} for name in found.outcome.order],
        "rows": [
            [names.get(code, code), *(counts.get(name, 0) for name in found.outcome.order)]
            for code, counts in sorted(county_counts(actor, found).items())
        ],
    }


@require_safe
def person_class(request: HttpRequest, person_id: int) -> HttpResponse:
    """The class of a person in the actor's scope, with its reasons."""
    person = person_for(request.actor, person_id)  # type: ignore[attr-defined]
    note_look(actor=request.actor, act="class", person_ids=[person.pk])  # type: ignore[attr-defined]
    trail = [
        {"url": reverse("people"), "label": Text("人员", "People")},
        {"url": reverse("person", args=[person.pk]), "label": person.name},
    ]
    title = Text(f"{person.name}的人才类别", f"{person.name}: talent class")
    context = class_context(person) | {"title": title, "breadcrumb_trail": trail}
    return render(request, "policy/person_class.html", context)


@require_safe
def my_class(request: HttpRequest) -> HttpResponse:
    """The worker's own class."""
    person = own_person(request.actor)  # type: ignore[attr-defined]
    context = class_context(person) | {"title": tr("我的人才类别", "My talent class")}
    return render(request, "policy/person_class.html", context)
