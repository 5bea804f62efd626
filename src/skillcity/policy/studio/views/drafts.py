"""The studio's first page, and a draft: its clauses, its title and days, its history."""

from __future__ import annotations

import difflib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.ui.language import say
from skillcity.policy.editions import TALENT
from skillcity.policy.engine import Catalogue, PolicyError
from skillcity.policy.studio import errors, permissions, selectors, services
from skillcity.policy.studio.forms.acts import HeadForm, StartForm
from skillcity.policy.studio.forms.entries import day, table
from skillcity.policy.studio.kinds import DraftState
from skillcity.policy.studio.presenting import (
    STUDIO,
    drafts_table,
    editions_table,
    entries_table,
    name_of,
    proposals_queue,
    title_of,
    trail,
    written_by,
)
from skillcity.policy.studio.selectors import Words
from skillcity.policy.studio.views.editor import said_of
from skillcity.policy.studio.views.parts import Opened, clash, page_of, refuse, status_of, tell, writers_post

CONTEXT_LINES = 2
MOST_LINES = 400
SHOWN_EDITIONS = 10


@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    """What waits, which drafts there are, what was published."""
    actor = actor_of(request)
    today = timezone.localdate()
    closed = request.GET.get("closed") == "1"
    drafts = page_of(selectors.drafts(actor, closed=closed), request)
    context = {
        "title": STUDIO,
        "queue": proposals_queue(selectors.waiting(actor), today),
        "drafts": drafts_table(drafts) | {"page": drafts},
        "closed": closed,
        "editions": editions_table(selectors.published(actor)[:SHOWN_EDITIONS], today),
        "may_write": permissions.may_write(actor) is permissions.Verdict.ALLOWED,
    }
    return render(request, "policy/studio/studio.html", context)


@writers_post
def new(request: HttpRequest) -> HttpResponse:
    """Start a draft from an edition or from another draft."""
    actor = actor_of(request)
    permissions.may_read(actor).require()
    today = timezone.localdate()
    bases = selectors.bases()
    options = [(each.name, base_words(each, today)) for each in bases]
    options += [
        (f"draft:{each.pk}", say(Text("{n}：{title}", "{n}: {title}").format(n=name_of(each), title=title_of(each))))
        for each in selectors.drafts(actor)[: selectors.MOST_OFFERED]
    ]
    form = StartForm(
        request.POST if request.method == "POST" else None,
        options=options,
        initial=request.GET.get("from") or suggested(bases, today),
    )
    if request.method == "POST" and form.is_valid():
        kind, _, key = form.cleaned_data["base"].partition(":")
        if kind == "draft":
            made = services.copy_draft(actor=actor, draft_id=int(key))
        else:
            made = services.start_draft(actor=actor, base=kind)
        tell(request, Text("草稿已建立。请逐条修改。", "The draft is made. Change it clause by clause."))
        return redirect("studio-draft", draft_id=made.pk)
    context = {
        "title": Text("新建草稿", "New draft"),
        "breadcrumb_trail": trail(),
        "form": form,
        "may_write": permissions.may_write(actor) is permissions.Verdict.ALLOWED,
    }
    return render(request, "policy/studio/new.html", context, status=status_of(request))


def base_words(catalogue: Catalogue, today: Any) -> str:
    """An edition in the list of those from which a draft can be made."""
    now = Text(" · 现行", " · in force") if today in catalogue.in_force else Text("", "")
    return say(
        Text("{title} · {edition}版{now}", "{title} · edition {edition}{now}").format(
            title=catalogue.title, edition=catalogue.edition, now=now
        )
    )


def suggested(bases: list[Catalogue], today: Any) -> str:
    """The city's talent catalogue in force, else the first."""
    current = [each for each in bases if today in each.in_force]
    own = [each for each in current if (each.region, each.catalogue) == (settings.CITY_CODE, TALENT)]
    first = next(iter([*own, *current, *bases]), None)
    return first.name if first else ""


@writers_post
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A draft: is it sound, and what each clause says. A POST gives it up."""
    opened = Opened(request, draft_id)
    if request.method == "POST":
        services.drop_draft(actor=opened.actor, draft_id=draft_id)
        tell(request, Text("草稿已放弃，内容仍保留。", "The draft is given up; its words are kept."))
        return redirect("studio")
    said = said_of(opened)
    clauses = page_of(list(opened.shown.clauses), request)
    benefits = page_of(list(opened.shown.benefits), request)
    tables = []
    if opened.shown.clauses:
        tables.append(entries_table(opened.draft, "clauses", list(clauses), clauses, said, opened.checked))
    if opened.shown.benefits:
        tables.append(entries_table(opened.draft, "benefits", list(benefits), benefits, said, opened.checked))
    context = opened.context("studio-draft") | {
        "tables": tables,
        "keys": [key for key in ("clauses", "benefits") if getattr(opened.shown, key)],
        "is_proposed": opened.draft.state == DraftState.PROPOSED,
        "proposal": selectors.proposals(opened.actor).filter(draft=opened.draft).first(),
    }
    return render(request, "policy/studio/draft.html", context)


@writers_post
def head(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The name of the edition, its title and the days planned."""
    opened = Opened(request, draft_id)
    title, days = table(opened.shown.values.get("title")), table(opened.shown.values.get("in_force"))
    initial = {
        "edition": opened.draft.edition,
        "title_zh": title.get("zh") or opened.draft.title_zh,
        "title_en": title.get("en") or opened.draft.title_en,
        "first_day": day(days.get("from")),
        "last_day": day(days.get("to")),
    }
    form = HeadForm(request.POST if request.method == "POST" else None, initial=initial)
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_head(actor=opened.actor, seen=opened.seen(request), changes=head_changes(form, initial))
            tell(request, Text("已保存。", "Saved."))
            return redirect("studio-draft", draft_id=draft_id)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
        except PolicyError as error:
            refuse(form, error)
    context = opened.context("studio-head", Text("名称和日期", "Title and days")) | {"form": form} | extra
    return render(request, "policy/studio/head.html", context, status=409 if "clash" in extra else status_of(request))


def head_changes(form: HeadForm, initial: dict[str, Any]) -> dict[str, Any]:
    """What differs from the draft as it stands."""
    data = form.cleaned_data
    changes: dict[str, Any] = {}
    if data["edition"] != initial["edition"]:
        changes["edition"] = data["edition"]
    if (data["title_zh"], data["title_en"]) != (initial["title_zh"], initial["title_en"]):
        changes["title"] = {"zh": data["title_zh"], "en": data["title_en"]}
    if (data["first_day"], data["last_day"]) != (initial["first_day"], initial["last_day"]):
        days = [each.isoformat() if each else "" for each in (data["first_day"], data["last_day"])]
        changes["in_force"] = {"from": days[0], "to": days[1]}
    return changes


@require_safe
def history(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every revision, newest first."""
    opened = Opened(request, draft_id)
    rows = page_of(selectors.history(opened.actor, draft_id), request)
    table_of = {
        "caption": Text("修改记录", "Every change"),
        "columns": [
            {"label": Text("修订", "Revision")},
            {"label": Text("改了什么", "What was changed")},
            {"label": Text("修改人", "By")},
            {"label": Text("时间", "When")},
        ],
        "rows": [
            [
                {
                    "url": selectors.address_of(draft_id, each.number),
                    "text": Text(f"第 {each.number} 稿", f"Revision {each.number}"),
                },
                Text(each.what_zh, each.what_en),
                each.by.name,
                each.at,
            ]
            for each in rows
        ],
        "page": rows,
    }
    context = opened.context("studio-history", Text("修改记录", "History")) | {"table": table_of}
    return render(request, "policy/studio/history.html", context)


@writers_post
def revision(request: HttpRequest, draft_id: int, number: int) -> HttpResponse:
    """What one revision changed, line by line. A POST makes its words the newest again."""
    opened = Opened(request, draft_id)
    found = selectors.revision_of(opened.actor, draft_id, number)
    if request.method == "POST":
        words = Words(found.text, found.sets, found.cases)
        what = Text(f"恢复第 {number} 稿", f"Restored revision {number}")
        services.save(actor=opened.actor, seen=opened.seen(request), edit=lambda before, shown: (words, what))
        tell(request, Text("已恢复。", "Restored."))
        return redirect("studio-draft", draft_id=draft_id)
    before = selectors.revision_of(opened.actor, draft_id, number - 1) if number > 1 else None
    lines = difference(whole(before), whole(found)) if before else []
    context = opened.context("studio-history", Text(f"第 {number} 稿", f"Revision {number}")) | {
        "found": found,
        "found_words": written_by(found),
        "lines": lines[:MOST_LINES],
        "cut": len(lines) > MOST_LINES,
        "is_first": before is None,
        "is_newest": number == opened.revision.number,
    }
    return render(request, "policy/studio/revision.html", context)


def whole(found: Any) -> list[str]:
    """All words of a revision as lines."""
    sets = [line for path, words in sorted(found.sets.items()) for line in [f"# {path}", *words.splitlines()]]
    return [*found.text.splitlines(), *sets, "# cases", *found.cases.splitlines()]


def difference(old: list[str], new: list[str]) -> list[dict[str, str]]:
    """Lines taken away and added, with two lines around them."""
    kinds = {"+": "added", "-": "removed", "@": "place", " ": "same"}
    found = list(difflib.unified_diff(old, new, lineterm="", n=CONTEXT_LINES))[2:]
    shown = [(kinds.get(line[:1], "same"), line) for line in found]
    return [
        {"kind": kind, "sign": "", "words": "…"}
        if kind == "place"
        else {"kind": kind, "sign": line[:1], "words": line[1:]}
        for kind, line in shown
    ]
