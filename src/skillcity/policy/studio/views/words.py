"""The whole text of a draft, for experts; and its sets, one member a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say
from skillcity.policy.engine import PolicyError
from skillcity.policy.studio import errors, services
from skillcity.policy.studio.checking import read_draft
from skillcity.policy.studio.engine import editing
from skillcity.policy.studio.engine.outline import outline
from skillcity.policy.studio.forms.acts import SetForm, TextForm
from skillcity.policy.studio.forms.entries import table
from skillcity.policy.studio.presenting import problem_rows
from skillcity.policy.studio.views.parts import Opened, clash, refuse, status_of, tell, writers_post

SPARE_LINES = 5


@writers_post
def text(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The whole text with line numbers. Words with problems can be kept; words without a shape are refused."""
    opened = Opened(request, draft_id)
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": opened.revision.text})
    problems: Any = opened.checked.problems
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    good = request.method != "POST"
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        _, problems = read_draft(words, opened.revision.sets)
        try:
            outline(words)
            good = True
            if request.POST.get("step") != "check":
                services.change_text(actor=opened.actor, seen=opened.seen(request), text=words)
                tell(request, kept(len(problems)))
                return redirect("studio-draft", draft_id=draft_id)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
        except InputError as error:
            good = False
            if not isinstance(error, PolicyError):
                form.add_error("text", say(error.text))
            elif not problems:
                refuse(form, error, "text")
    words = str(form["text"].value() or "")
    wrong = {each.place.line for each in problems}
    context = opened.context("studio-text", Text("全文", "The whole text")) | {
        "form": form,
        "problems": problem_rows(problems, opened.draft, None),
        "good": good,
        "was_checked": request.method == "POST",
        "numbers": [{"n": n, "wrong": n in wrong} for n in range(1, words.count("\n") + 2)],
        "rows": words.count("\n") + SPARE_LINES,
    }
    form.fields["text"].widget.attrs["rows"] = context["rows"]
    status = 409 if "clash" in extra else 200 if good else 422
    return render(request, "policy/studio/text.html", context | extra, status=status)


def kept(problems: int) -> Text:
    """What is said after the text was saved."""
    if problems:
        return Text(f"已保存，还有 {problems} 处问题。", f"Saved; problems left: {problems}.")
    return Text("已保存，没有问题。", "Saved; there is no problem.")


@writers_post
def sets(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The sets of a draft; `?set=path` opens one."""
    opened = Opened(request, draft_id)
    path = request.GET.get("set", "")
    known = {path: set_of(words) for path, words in sorted(opened.revision.sets.items())}
    if path and path not in known:
        raise errors.NO_SET
    if not path:
        rows = [
            [
                {"url": f"?set={each}", "text": label_of(found, each)},
                len(found.get("members", [])),
                {"tag": str(found.get("status", ""))},
            ]
            for each, found in known.items()
        ]
        shown = {
            "caption": Text("名单", "Sets"),
            "columns": [
                {"label": Text("名单", "Set")},
                {"label": Text("成员数", "Members"), "numeric": True},
                {"label": Text("状态", "Status")},
            ],
            "rows": rows,
        }
        context = opened.context("studio-sets", Text("名单", "Sets")) | {"table": shown}
        return render(request, "policy/studio/sets.html", context)
    return one_set(request, opened, path, known[path])


def one_set(request: HttpRequest, opened: Opened, path: str, found: Mapping[str, Any]) -> HttpResponse:
    """The members of a set."""
    label = table(found.get("label"))
    initial = {"label_zh": label.get("zh", ""), "label_en": label.get("en", ""), "members": members_text(found)}
    form = SetForm(request.POST if request.method == "POST" else None, initial=initial)
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            words = editing.set_values(opened.revision.sets[path], set_changes(data, found))
            services.change_set(actor=opened.actor, seen=opened.seen(request), path=path, text=words)
            tell(request, Text("名单已保存。", "The set is saved."))
            return redirect("studio-sets", draft_id=opened.draft.pk)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
        except PolicyError as error:
            refuse(form, error, "members")
    title = Text("名单：{label}", "Set: {label}").format(label=label_of(found, path))
    context = opened.context("studio-sets", title) | {"form": form} | extra
    return render(request, "policy/studio/set.html", context, status=409 if "clash" in extra else status_of(request))


def set_changes(data: Mapping[str, Any], found: Mapping[str, Any]) -> editing.Changes:
    """The values of a set as the form has them; a set that only includes others has no members of its own."""
    given = members(data["members"])
    own = None if not given and "includes" in found else given
    return {"label": {"zh": data["label_zh"], "en": data["label_en"]}, "members": own}


def set_of(words: str) -> Mapping[str, Any]:
    """The values of a set file, as far as it can be read."""
    try:
        return editing.values_of(words)
    except PolicyError:
        return {}


def label_of(found: Mapping[str, Any], path: str) -> Text:
    """What a set is called."""
    label = table(found.get("label"))
    return Text(label.get("zh") or path, label.get("en") or path)


def members_text(found: Mapping[str, Any]) -> str:
    """The members as the form shows them: code, then name."""
    lines = []
    for each in found.get("members", []):
        if isinstance(each, Mapping):
            lines.append(f"{each.get('code', '')} {each.get('name', '')}".strip())
        else:
            lines.append(str(each))
    return "\n".join(lines)


def members(words: str) -> list[Any]:
    """The members that the lines name, each once."""
    found: dict[str, str] = {}
    for line in words.splitlines():
        code, _, name = line.strip().partition(" ")
        if code:
            found.setdefault(code, " ".join(name.split()))
    return [{"code": code, "name": name} if name else code for code, name in found.items()]
