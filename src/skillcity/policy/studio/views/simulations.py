"""Simulating a draft: ask for it, and read its figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.jobs.views import progress_of
from skillcity.platform.ui.language import say
from skillcity.policy.editions import edition_named, editions_of
from skillcity.policy.engine import Catalogue, in_force_on
from skillcity.policy.studio import permissions, selectors
from skillcity.policy.studio.forms.acts import SAMPLE, SimulateForm
from skillcity.policy.studio.kinds import Shift
from skillcity.policy.studio.models import Draft, Simulation
from skillcity.policy.studio.presenting import name_of, title_of, trail
from skillcity.policy.studio.showing import Figures
from skillcity.policy.studio.simulation import simulate as start
from skillcity.policy.studio.views.parts import Opened, page_of, status_of, writers_post

REFRESH_SECONDS = 3


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
