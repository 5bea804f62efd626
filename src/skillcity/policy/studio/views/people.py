"""The people behind a figure: a list, a public notice, and one person under both texts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import language
from skillcity.policy.studio import errors, permissions, selectors
from skillcity.policy.studio.kinds import SHIFT_LABELS, Shift
from skillcity.policy.studio.models import Simulation, SimulationRow
from skillcity.policy.studio.notice import COLUMNS, FORMATS, export, lines, with_people
from skillcity.policy.studio.outcomes import explained
from skillcity.policy.studio.presenting import title_of
from skillcity.policy.studio.selectors import FILTERS
from skillcity.policy.studio.showing import Figures
from skillcity.policy.studio.views.parts import page_of, writers_post
from skillcity.policy.studio.views.simulations import heading
from skillcity.registry.models import IdentityDocument
from skillcity.registry.places import counties
from skillcity.registry.selectors import person_for

ON_A_SHEET = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


def wanted_of(given: Any) -> dict[str, str]:
    """The part of an address that narrows the list of people."""
    return {name: given[name][:64] for name in FILTERS if name in given}


@writers_post
def people(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """The people behind a figure, of those in the reader's scope; a POST gives them as a public notice."""
    actor = actor_of(request)
    found = selectors.simulation_for(actor, simulation_id)
    if request.method == "POST":
        return download(request, found)
    wanted = wanted_of(request.GET)
    figures = Figures(found)
    page = page_of(with_people(selectors.rows_of(found, wanted)), request)
    shown = list(page)
    note_look(actor=actor, act="list", person_ids=[each.person_id for each in shown])
    documents = IdentityDocument.objects.filter(person__in=[each.person_id for each in shown]).order_by("-pk")
    masked, known = dict(documents.values_list("person_id", "masked")), counties()
    rows = [row_of(found, figures, each, masked, known) for each in shown]
    context = heading(found, found.revision.draft, Text("受影响的人", "The people affected")) | {
        "table": {
            "caption": Text("受影响的人", "The people affected"),
            "columns": [
                {"label": Text("姓名", "Name")},
                {"label": Text("证件号码", "ID number")},
                {"label": Text("县(市、区)", "County")},
                {"label": Text("变化", "Change")},
                {"label": Text("现在", "Now")},
                {"label": Text("草稿", "Draft")},
                {"label": Text("由哪一条", "By which clause")},
            ],
            "rows": rows,
            "page": page,
        },
        "total": page.paginator.count,
        "filters": filter_words(figures, wanted),
        "wanted": wanted,
        "may_export": permissions.may_write(actor) is permissions.Verdict.ALLOWED,
        "formats": FORMATS,
        "notice_url": f"{reverse('studio-notice', args=[found.pk])}?{request.GET.urlencode()}",
        "all_url": reverse("studio-people", args=[found.pk]),
    }
    return render(request, "policy/studio/people.html", context)


def row_of(found: Simulation, figures: Figures, each: SimulationRow, masked: Any, known: Any) -> list[Any]:
    """One person in the list."""
    return [
        {"url": reverse("studio-person", args=[found.pk, each.person_id]), "text": each.person.name},
        masked.get(each.person_id, ""),
        known.get(each.region, each.region),
        SHIFT_LABELS[Shift(each.shift)],
        figures.class_label(each.old_value),
        figures.class_label(each.new_value),
        each.cause,
    ]


def filter_words(figures: Figures, wanted: dict[str, str]) -> list[Text]:
    """What the list is narrowed to."""
    said = []
    for name, value in wanted.items():
        if name == "shift":
            labels = [SHIFT_LABELS[Shift(each)] for each in value.split(",") if each in list(Shift)]
            said.append(Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels)))
        elif name in ("old_value", "new_value"):
            now = name == "old_value"
            pattern = Text("现在{c}", "now {c}") if now else Text("草稿中{c}", "{c} under the draft")
            said.append(pattern.format(c=figures.class_label(value)))
        else:
            said.append(figures.names(name, [value])[value])
    return said


def download(request: HttpRequest, found: Simulation) -> HttpResponse:
    """The public notice as a file. A whole answer, never a stream: that would run after the transaction."""
    kind = request.POST.get("format", "")
    content = export(
        actor=actor_of(request), simulation=found, wanted=wanted_of(request.POST), kind=kind, language=language()
    )
    response = HttpResponse(content, content_type=TYPES[kind])
    name = quote(f"公示-模拟{found.pk}.{kind}", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"notice.{kind}\"; filename*=UTF-8''{name}"
    return response


@require_safe
def notice(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """The public notice as a page to print."""
    actor = actor_of(request)
    found = selectors.simulation_for(actor, simulation_id)
    wanted = wanted_of(request.GET)
    page = page_of(with_people(selectors.rows_of(found, wanted)), request, size=ON_A_SHEET)
    shown = lines(found, page, page.start_index() or 1)
    note_look(actor=actor, act="notice", person_ids=[each.person_id for each in shown])
    draft = found.revision.draft
    title = Text("{title}拟认定人员名单(公示稿)", "{title}: list for public notice (draft)").format(
        title=title_of(draft)
    )
    context = heading(found, draft, title) | {
        "table": {
            "caption": Text("公示名单", "Public notice"),
            "columns": [{"label": each} for each in COLUMNS],
            "rows": [each.cells(language()) for each in shown],
            "page": page,
            "empty": Text("名单里没有人。", "Nobody is on the list."),
        },
        "total": page.paginator.count,
        "today": timezone.localdate(),
    }
    return render(request, "policy/studio/notice.html", context)


@require_safe
def person(request: HttpRequest, simulation_id: int, person_id: int) -> HttpResponse:
    """One person under the draft, beside the text that it is compared with; every reason stands there."""
    actor = actor_of(request)
    found = selectors.simulation_for(actor, simulation_id)
    who = person_for(actor, person_id)
    note_look(actor=actor, act="class", person_ids=[who.pk])
    old, new = selectors.against(found), selectors.checked(found.revision).catalogue
    if old is None or new is None:
        raise errors.NOT_USABLE
    draft = found.revision.draft
    sides = explained(who, found.as_of, old=old, new=new, draft=draft)
    row = selectors.rows_of(found, {}).filter(person=who).first()
    context = heading(found, draft, Text(f"{who.name}：两版对照", f"{who.name}: both texts")) | {
        "who": who,
        "sides": sides,
        "row": row,
        "shift": SHIFT_LABELS[Shift(row.shift)] if row else Text("没有变化", "nothing changes"),
    }
    return render(request, "policy/studio/person.html", context)
