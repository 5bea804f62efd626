"""Simulating a draft: ask for it, read its figures, see the people behind each, and one person under both texts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.audit.services import note_look
from skillcity.platform.jobs.views import progress_of
from skillcity.platform.ui.language import language, say
from skillcity.policy.editions import edition_named, editions_of
from skillcity.policy.engine import Catalogue, in_force_on
from skillcity.policy.studio import errors, permissions, selectors
from skillcity.policy.studio.forms.acts import SAMPLE, SimulateForm
from skillcity.policy.studio.kinds import SHIFT_LABELS, Shift
from skillcity.policy.studio.models import Draft, Simulation, SimulationRow
from skillcity.policy.studio.notice import COLUMNS, FORMATS, export, lines, with_people
from skillcity.policy.studio.outcomes import explained
from skillcity.policy.studio.presenting import name_of, title_of, trail
from skillcity.policy.studio.selectors import FILTERS
from skillcity.policy.studio.showing import Figures
from skillcity.policy.studio.simulation import simulate as start
from skillcity.policy.studio.views.parts import Opened, actor_of, page_of, status_of, writers_post
from skillcity.registry.models import IdentityDocument
from skillcity.registry.places import counties
from skillcity.registry.selectors import person_for

REFRESH_SECONDS = 3
ON_A_SHEET = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@writers_post
def simulate(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask for a simulation; below, those that were made."""
    opened = Opened(request, draft_id)
    options = comparable(opened)
    form = SimulateForm(
        request.POST if request.method == "POST" else None,
        options=options,
        initial=request.GET.get("against") or options[0][0],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = start(
                actor=opened.actor,
                draft_id=draft_id,
                against_name=data["against"],
                as_of=data["as_of"],
                sample=data["sample"] if data["people"] == SAMPLE else None,
                seed=data["seed"] or 0,
            )
            return redirect("studio-simulation", simulation_id=made.pk)
        except InputError as error:
            form.add_error(error.where if error.where in form.fields else None, say(error.text))
    rows = page_of(selectors.simulations(opened.actor, draft_id), request, size=10)
    context = opened.context("studio-simulate", Text("模拟影响", "Simulate")) | {
        "form": form,
        "usable": opened.checked.catalogue is not None,
        "may_write": permissions.may_write(opened.actor) is permissions.Verdict.ALLOWED,
        "table": simulations_table(rows) | {"page": rows},
    }
    return render(request, "policy/studio/simulate.html", context, status=status_of(request))


def comparable(opened: Opened) -> list[tuple[str, str]]:
    """With what a draft can be compared: the edition in force first, its base, the others, other drafts, itself."""
    draft = opened.draft
    editions = editions_of(draft.region, draft.catalogue)
    current = in_force_on(editions, timezone.localdate())
    ordered = sorted(editions, key=lambda each: (each is not current, each.name != draft.base))
    found = [(each.name, edition_words(each, current)) for each in ordered]
    others = selectors.drafts(opened.actor).filter(region=draft.region, catalogue=draft.catalogue).exclude(pk=draft.pk)
    first = selectors.revision_of(opened.actor, draft.pk, 1)
    found += [
        (f"revision:{number}", say(Text("{n}：{title}", "{n}: {title}").format(n=name_of(each), title=title_of(each))))
        for each, number in selectors.with_newest(others[: selectors.MOST_OFFERED])
    ]
    return [*found, (f"revision:{first.pk}", say(Text("本草稿的第 1 稿", "the first revision of this draft")))]


def edition_words(each: Catalogue, current: Catalogue | None) -> str:
    """An edition in a list."""
    now = Text("(现行)", " (in force)") if each is current else Text("", "")
    return say(Text("{title}{now}", "{title}{now}").format(title=each.title, now=now))


def against_words(against: str) -> Text:
    """What a simulation compares with, in short."""
    kind, _, key = against.partition(":")
    if kind == "revision":
        return Text(f"另一份草稿(修订 {key})", f"another draft (revision {key})")
    return edition_named(against).title


def simulations_table(rows: Any) -> dict[str, Any]:
    """The simulations of a draft."""
    columns = [
        {"label": Text("模拟", "Simulation")},
        {"label": Text("修订", "Revision"), "numeric": True},
        {"label": Text("比较对象", "Compared with")},
        {"label": Text("人数", "People"), "numeric": True},
        {"label": Text("受影响", "Affected"), "numeric": True},
        {"label": Text("时间", "When")},
    ]
    found = [
        [
            {
                "url": reverse("studio-simulation", args=[each.pk]),
                "text": Text(f"模拟 {each.pk}", f"Simulation {each.pk}"),
            },
            each.revision.number,
            against_words(each.against),
            each.figures["people"] if each.figures else None,
            sum(each.figures["shifts"].values()) if each.figures else {"tag": "running"},
            each.started_at,
        ]
        for each in rows
    ]
    return {"caption": Text("已做的模拟", "Simulations made"), "columns": columns, "rows": found}


@writers_post
def simulation(request: HttpRequest, simulation_id: int) -> HttpResponse:
    """The figures of a simulation, or how far it is."""
    actor = actor_of(request)
    found = selectors.simulation_for(actor, simulation_id)
    draft = found.revision.draft
    context: dict[str, Any] = heading(found, draft) | {"refresh_seconds": None, "job": None, "figures": None}
    if found.figures is None:
        context |= waiting(found)
        return render(request, "policy/studio/simulation.html", context)
    figures = Figures(found)
    clause, county = Text("条款", "Clause"), Text("县(市、区)", "County")
    occupation, level = Text("职业", "Occupation"), Text("技能等级", "Level")
    affected = figures.shift(*Shift)
    context |= {
        "figures": figures,
        "affected": affected,
        "stats": figures.stats(),
        "class_chart": figures.class_chart(),
        "charts": [figures.chart("cause", Text("各条款影响的人数", "People affected by each clause"), clause)],
        "tables": [
            each
            for each in (
                figures.classes(),
                figures.moves(),
                figures.by("cause", Text("哪一条带来哪些变化", "Which clause causes what"), clause),
                figures.by("region", Text("各县(市、区)受影响的人", "People affected, by county"), county),
                figures.by("occupation", Text("各职业受影响的人", "People affected, by occupation"), occupation),
                figures.by("level", Text("各技能等级受影响的人", "People affected, by level"), level),
                figures.money(),
            )
            if each and each["rows"]
        ],
        "all_url": reverse("studio-people", args=[found.pk]),
        "notice_url": reverse("studio-notice", args=[found.pk]),
        "is_newest": found.revision.number == draft.revision,
        "rerun_url": reverse("studio-simulate", args=[draft.pk]),
    }
    return render(request, "policy/studio/simulation.html", context)


def heading(found: Simulation, draft: Draft, title: Text | None = None) -> dict[str, Any]:
    """What each page of a simulation shows first."""
    own = Text(f"模拟 {found.pk}", f"Simulation {found.pk}")
    steps = trail(draft)
    if title is not None:
        steps.append({"url": reverse("studio-simulation", args=[found.pk]), "label": own})
    return {
        "title": title
        or Text("模拟 {n}：{title}", "Simulation {n}: {title}").format(n=found.pk, title=title_of(draft)),
        "breadcrumb_trail": steps,
        "simulation": found,
        "draft": draft,
        "against": against_words(found.against),
        "illustrative": True,
    }


def waiting(found: Simulation) -> dict[str, Any]:
    """How far the job of a simulation is."""
    job = found.job
    if job is None:
        return {}
    shown = progress_of(job)
    shown.pop("result_url", None)
    return {"job": shown, "refresh_seconds": REFRESH_SECONDS}


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
