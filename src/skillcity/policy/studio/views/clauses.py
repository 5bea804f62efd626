"""One clause (or benefit) of a draft: read it, change it, copy it, remove it, add another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from skillcity.kernel.text import Text
from skillcity.policy.studio import errors, services
from skillcity.policy.studio.checking import meaning
from skillcity.policy.studio.engine.outline import Entry
from skillcity.policy.studio.views.editor import Editing, filled, now_words, said_of, shown_meaning
from skillcity.policy.studio.views.parts import Opened, clash, tell, writers_post

KEYS = ("clauses", "benefits")


@writers_post
def clause(request: HttpRequest, draft_id: int, key: str, at: int) -> HttpResponse:
    """One clause: read it, change it, copy it, remove it."""
    opened = Opened(request, draft_id)
    entry = entry_at(opened, key, at)
    act = ACTS.get(request.POST.get("step", "")) if request.method == "POST" else None
    if act is not None:
        return act(request, opened, key, entry)
    return show(request, opened, key, entry)


@writers_post
def new(request: HttpRequest, draft_id: int, key: str) -> HttpResponse:
    """A new clause, behind the others."""
    if key not in KEYS:
        raise errors.NO_CLAUSE
    return show(request, Opened(request, draft_id), key, None)


def show(request: HttpRequest, opened: Opened, key: str, entry: Entry | None) -> HttpResponse:
    """The form: at first, checked, with questions about a kind of facts, or saved."""
    editor = Editing(request, opened, key, entry)
    if request.method != "POST":
        return editor.page()
    step = request.POST.get("step", "save")
    if step in ("kind", "add"):
        editor.ask_kind()
        return editor.page(422 if editor.kind_form.errors or (editor.build_form and editor.build_form.errors) else 200)
    if step == "save" and is_stale(request, editor):
        return clashed(request, editor, errors.Changed(opened.revision))
    if not editor.is_valid():
        return editor.page(422)
    if step == "check":
        return editor.page()
    return save(request, editor)


def is_stale(request: HttpRequest, editor: Editing) -> bool:
    """Whether somebody saved the draft after this form was opened, or the form is about another clause."""
    elsewhere = editor.entry is not None and editor.entry.id != request.POST.get("was", editor.entry.id)
    return elsewhere or editor.revision != editor.opened.revision.number


def save(request: HttpRequest, editor: Editing) -> HttpResponse:
    """Save the entry, or show what somebody else has saved meanwhile beside the reader's own words."""
    opened, entry, key = editor.opened, editor.entry, editor.key
    seen = opened.seen(request)
    try:
        if entry is None:
            services.add_entry(
                actor=opened.actor,
                seen=seen,
                key=key,
                after=len(getattr(opened.shown, key)),
                values=filled(editor.form),
            )
        else:
            changes = editor.form.changes(entry)
            services.change_entry(actor=opened.actor, seen=seen, key=key, at=entry.at, changes=changes)
    except errors.Changed as changed:
        return clashed(request, editor, changed)
    tell(request, Text("已保存。", "Saved."))
    return redirect("studio-draft", draft_id=opened.draft.pk)


def clashed(request: HttpRequest, editor: Editing, changed: errors.Changed) -> HttpResponse:
    """The form with the reader's entries, ready to be saved over the newest words; the clause of now beside it."""
    opened = Opened(request, editor.opened.draft.pk)
    editor.revision = changed.revision.number
    editor.extra = clash(changed.revision)
    was = request.POST.get("was", "")
    now = opened.shown.entry(was) if editor.key == "clauses" else None
    if was and now is None:
        editor.extra["action"] = reverse("studio-clause-new", args=[opened.draft.pk, editor.key])
        editor.extra["clash"]["gone"] = True
    elif now is not None:
        editor.extra["action"] = reverse("studio-clause", args=[opened.draft.pk, editor.key, now.at + 1])
        editor.extra["clash"]["now"] = now_words(opened, now)
    return editor.page(409)


def copy(request: HttpRequest, opened: Opened, key: str, entry: Entry) -> HttpResponse:
    """Copy the clause behind itself."""
    services.copy_entry(actor=opened.actor, seen=opened.seen(request), key=key, at=entry.at)
    tell(request, Text("已复制，请修改新的一条。", "Copied: now change the new one."))
    return redirect("studio-clause", draft_id=opened.draft.pk, key=key, at=entry.at + 2)


def remove(request: HttpRequest, opened: Opened, key: str, entry: Entry) -> HttpResponse:
    """Take the clause out; the revision before still has it."""
    services.remove_entry(actor=opened.actor, seen=opened.seen(request), key=key, at=entry.at)
    tell(request, Text("已删去。修改记录里还能找回。", "Removed. The history still has it."))
    return redirect("studio-draft", draft_id=opened.draft.pk)


ACTS = {"copy": copy, "remove": remove}


@require_http_methods(["GET", "HEAD", "POST"])
def meaning_of(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What a condition means while it is being typed; a fragment for htmx."""
    opened = Opened(request, draft_id)
    said = said_of(opened)
    when = request.POST.get("when", "").replace("\r\n", "\n")
    found = shown_meaning(meaning(when, said["sets"], said["names"]))
    return render(request, "policy/studio/meaning.html", {"meaning": found})


def entry_at(opened: Opened, key: str, at: int) -> Entry:
    """The clause at a place counted from 1. Raises NotFound."""
    entries: tuple[Entry, ...] = getattr(opened.shown, key) if key in KEYS else ()
    if not 1 <= at <= len(entries):
        raise errors.NO_CLAUSE
    return entries[at - 1]
