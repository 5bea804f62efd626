"""The test cases beside a draft: run at once, green or red; add one by a small form, or write them as text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say
from skillcity.policy.editions import schema
from skillcity.policy.engine import PolicyError
from skillcity.policy.studio import errors, services
from skillcity.policy.studio.checking import CaseResult, run_cases
from skillcity.policy.studio.engine import editing
from skillcity.policy.studio.forms.acts import CasesForm
from skillcity.policy.studio.forms.cases import CaseForm
from skillcity.policy.studio.presenting import outcome_labels
from skillcity.policy.studio.views.parts import Opened, clash, page_of, refuse, status_of, tell, writers_post

CASES = Text("用例", "Cases")


@writers_post
def cases(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every case with its result. A POST saves their text, or takes one out."""
    opened = Opened(request, draft_id)
    form = CasesForm(request.POST if "cases" in request.POST else None, initial={"cases": opened.revision.cases})
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                remove(request, opened)
                return redirect("studio-cases", draft_id=draft_id)
            if form.is_valid():
                services.change_cases(actor=opened.actor, seen=opened.seen(request), cases=form.cleaned_data["cases"])
                tell(request, Text("用例已保存。", "The cases are saved."))
                return redirect("studio-cases", draft_id=draft_id)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
        except PolicyError as error:
            refuse(form, error, "cases")
    checked = opened.checked
    page = page_of(list(enumerate(checked.cases)), request)
    context = opened.context("studio-cases", CASES) | {
        "table": cases_table(page),
        "passed": len(checked.cases) - checked.failed,
        "failed": checked.failed,
        "total": len(checked.cases),
        "usable": checked.catalogue is not None,
        "form": form,
        "open_text": bool(form.errors) or bool(checked.case_problems),
    }
    return render(
        request, "policy/studio/cases.html", context | extra, status=409 if "clash" in extra else status_of(request)
    )


def remove(request: HttpRequest, opened: Opened) -> None:
    """Take one case out."""
    given = request.POST["remove"]
    known = editing.values_of(opened.revision.cases).get("cases", [])
    if not given.isdecimal() or not 1 <= int(given) <= len(known):
        raise errors.NO_CLAUSE
    text = editing.remove_item(opened.revision.cases, "cases", int(given) - 1)
    what = Text(f"删去用例 {given}", f"Removed case {given}")
    services.change_cases(actor=opened.actor, seen=opened.seen(request), cases=text, what=what)
    tell(request, Text("用例已删去。", "The case is removed."))


def cases_table(page: Any) -> dict[str, Any]:
    """The cases: name, day, what is expected, what came out."""
    columns = [
        {"label": Text("用例", "Case")},
        {"label": Text("日期", "As of")},
        {"label": Text("应为", "Expected")},
        {"label": Text("结果", "Result")},
    ]
    rows = [
        [
            Text("{n}. {name}", "{n}. {name}").format(n=at + 1, name=each.case.name),
            each.case.as_of,
            expected_words(each),
            result(each),
        ]
        for at, each in page
    ]
    return {"caption": CASES, "columns": columns, "rows": rows, "page": page}


def expected_words(each: CaseResult) -> Text:
    """What a case expects, in short."""
    expected = each.case.expected
    names = "、".join(expected.holds)
    amounts = [f"{name} {'?' if amount is None else amount}" for name, amount in expected.amounts]
    more = "".join(f" · {part}" for part in (expected.clause, *amounts) if part)
    return Text((names or "无") + more, (names.replace("、", ", ") or "none") + more)


def result(each: CaseResult) -> dict[str, Any]:
    """Green, or red with what came out."""
    if each.wrong is None:
        return {"tag": "done", "label": Text("通过", "passes")}
    return {"tag": "failed", "label": Text("不通过", "fails"), "note": each.wrong.what}


@writers_post
def new(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Add a case: about which kind of fact first (`?kind=`), then what the fact says and what is expected."""
    opened = Opened(request, draft_id)
    title = Text("新增用例", "A new case")
    chosen = request.GET.get("kind")
    kind = schema().kinds.get(chosen or "")
    if chosen is None or (chosen != "none" and kind is None):
        kinds = [{"key": name, "label": each.label} for name, each in schema().kinds.items()]
        context = opened.context("studio-cases", title) | {"kinds": kinds}
        return render(request, "policy/studio/case_kind.html", context)
    outcomes = outcome_labels(opened.checked.catalogue, opened.shown)
    form = CaseForm(request.POST if request.method == "POST" else None, kind=kind, outcomes=outcomes)
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    if request.method == "POST" and form.is_valid() and fits(opened, form):
        try:
            text = added(opened, form)
            what = Text(f"新增用例 {form.cleaned_data['name_zh']}", f"Added case {form.cleaned_data['name_en']}")
            services.change_cases(actor=opened.actor, seen=opened.seen(request), cases=text, what=what)
            tell(request, Text("用例已加入。", "The case is added."))
            return redirect("studio-cases", draft_id=draft_id)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
    context = opened.context("studio-cases", title) | {
        "form": form,
        "kind": kind,
        "back": reverse("studio-case-new", args=[draft_id]),
    }
    return render(
        request, "policy/studio/case.html", context | extra, status=409 if "clash" in extra else status_of(request)
    )


def added(opened: Opened, form: CaseForm) -> str:
    """The cases with this one behind them."""
    text = opened.revision.cases
    known = editing.values_of(text).get("cases", []) or []
    return editing.add_item(text, "cases", len(known) - 1, form.case())


def fits(opened: Opened, form: CaseForm) -> bool:
    """Whether the engine takes the case; what is wrong stands above the form. It need not pass."""
    try:
        text = added(opened, form)
    except PolicyError as error:
        refuse(form, error)
        return False
    if opened.checked.catalogue is None or opened.checked.case_problems:
        return True
    _, problems = run_cases(opened.checked.catalogue, text)
    for each in problems:
        form.add_error(None, say(Text(each.what.zh + each.todo.zh, f"{each.what.en} {each.todo.en}".strip())))
    return not problems
