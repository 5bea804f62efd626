"""The form of one clause (or benefit) with everything around it: its meaning, the questions, what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say
from skillcity.policy.editions import schema
from skillcity.policy.engine import PolicyError, Problem
from skillcity.policy.studio.checking import Meaning, meaning, read_draft
from skillcity.policy.studio.engine import building, editing
from skillcity.policy.studio.engine.outline import Entry, outline
from skillcity.policy.studio.forms.building import BuildForm, KindForm
from skillcity.policy.studio.forms.entries import BenefitForm, ClauseForm, EntryForm, initial_of
from skillcity.policy.studio.presenting import code_names, outcome_labels, place_words, set_labels
from skillcity.policy.studio.views.parts import Opened, refuse

FIELDS = {
    "id": "id",
    "gives": "gives",
    "text": "text_zh",
    "cite": "document",
    "status": "status",
    "in_force": "first_day",
    "when": "when",
    "near": "near_since",
    "data_gap": "gap_zh",
    "impact": "impact_zh",
    "amount": "amount",
    "measure": "measure",
}
ONLY_TOLD = {"policy.unreachable"}  # another clause is in the way: the draft says so, the clause can be saved


class Editing:
    """The form of one entry with everything around it."""

    def __init__(self, request: HttpRequest, opened: Opened, key: str, entry: Entry | None) -> None:
        self.request, self.opened, self.key, self.entry = request, opened, key, entry
        self.said = said_of(opened)
        self.form: EntryForm = self.make(request.POST if request.method == "POST" else None)
        self.revision = opened.revision_seen(request)
        chooses = request.POST.get("step") in ("kind", "add")
        self.kind_form = KindForm(request.POST if chooses else None, schema=schema())
        self.build_form: BuildForm | None = None
        self.extra: dict[str, Any] = {}

    def make(self, data: Any) -> EntryForm:
        """The form with these entries."""
        initial = initial_of(self.entry) if self.entry else {"status": "illustrative", "confidence": "recall"}
        if self.key == "benefits":
            form: EntryForm = BenefitForm(data, initial=initial)
        else:
            form = ClauseForm(data, outcomes=self.said["outcomes"], initial=initial)
        form.fields["when"].widget.attrs |= {
            "hx-post": reverse("studio-meaning", args=[self.opened.draft.pk]),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#meaning",
            "hx-params": "csrfmiddlewaretoken,when",
        }
        return form

    def is_valid(self) -> bool:
        """Whether the entries can be saved; what is wrong stands beside each field."""
        form = self.form
        good = form.is_valid()
        when = form.cleaned_data.get("when") or ""
        found = meaning(when, self.said["sets"], self.said["names"]) if when else None
        if found and found.problem:
            form.add_error("when", ValidationError(problem_line(found.problem)))
        others = [each.id for each in self.others()]
        if form.cleaned_data.get("id") in others:
            form.add_error("id", say(Text("这个编号已有别的条款使用。", "Another clause has this number.")))
        if good and not form.errors:
            self.check_words()
        return not form.errors

    def others(self) -> list[Entry]:
        """The other clauses and benefits of the draft."""
        shown = self.opened.shown
        own = self.entry.at if self.entry else -1
        clauses = [each for each in shown.clauses if self.key != "clauses" or each.at != own]
        return clauses + [each for each in shown.benefits if self.key != "benefits" or each.at != own]

    def check_words(self) -> None:
        """Write the entry into a copy of the draft, and take over what the engine finds wrong on its lines."""
        try:
            text, at = self.written()
            entry = getattr(outline(text), self.key)[at]
        except PolicyError as error:
            refuse(self.form, error)
            return
        _, problems = read_draft(text, self.opened.revision.sets)
        for each in entry.problems(problems):
            if each.code not in ONLY_TOLD:
                field = FIELDS.get(entry.key_at(each.place.line))
                words = Text(each.what.zh + each.todo.zh, f"{each.what.en} {each.todo.en}".strip())
                self.form.add_error(field if field in self.form.fields else None, say(words))

    def written(self) -> tuple[str, int]:
        """The whole text with the entry as the form has it, and its place."""
        text = self.opened.revision.text
        if self.entry is None:
            after = len(getattr(self.opened.shown, self.key)) - 1
            return editing.add_item(text, self.key, after, filled(self.form)), after + 1
        changes = self.form.changes(self.entry)
        return editing.set_item(text, self.key, self.entry.at, changes) if changes else text, self.entry.at

    def ask_kind(self) -> None:
        """The questions about the chosen kind of facts; with `step=add` their answers become part of the condition."""
        kind = schema().kinds.get(self.request.POST.get("build-kind", ""))
        if kind is None:
            self.kind_form.is_valid()
            self.kind_form.add_error("kind", say(Text("请选择一种事实。", "Choose a kind of fact.")))
            self.form = unbound(self)
            return
        if self.request.POST.get("step") != "add":
            self.build_form = BuildForm(kind=kind)
            self.form = unbound(self)
            return
        questions = BuildForm(self.request.POST, kind=kind)
        if not questions.is_valid():
            self.build_form = questions
            self.form = unbound(self)
            return
        joiner = "or" if self.request.POST.get("build-joiner") == "or" else "and"
        piece = building.build(kind, questions.answers())
        data = self.request.POST.copy()
        data["when"] = building.joined(data.get("when", ""), piece, joiner)
        self.form = unbound(self, data)
        self.kind_form = KindForm(schema=schema())

    def page(self, status: int = 200) -> HttpResponse:
        """The page with the form."""
        opened, entry = self.opened, self.entry
        title = Text(f"条款 {entry.id}", f"Clause {entry.id}") if entry else Text("新增条款", "A new clause")
        if self.key == "benefits":
            title = Text(f"补贴 {entry.id}", f"Benefit {entry.id}") if entry else Text("新增补贴", "A new benefit")
        when = str(self.form["when"].value() or "")
        return render(
            self.request,
            "policy/studio/clause.html",
            opened.context("studio-draft", title)
            | {
                "form": self.form,
                "entry": entry,
                "key": self.key,
                "revision_seen": self.revision,
                "meaning": shown_meaning(meaning(when, self.said["sets"], self.said["names"]) if when else None),
                "wrong": [
                    {"what": each.what, "todo": each.todo}
                    for each in (entry.problems(opened.checked.problems) if entry else [])
                ],
                "kind_form": self.kind_form,
                "build_form": self.build_form,
                "groups": groups_of(self.form),
                "action": "",
                "refresh_seconds": None,
            }
            | self.extra,
            status=status,
        )


def shown_meaning(found: Meaning | None) -> dict[str, Any]:
    """What `policy/studio/meaning.html` shows."""
    if found is None:
        return {"words": None, "place": None, "what": None, "todo": None}
    problem = found.problem
    return {
        "words": found.words,
        "place": place_words(problem) if problem else None,
        "what": problem.what if problem else None,
        "todo": problem.todo if problem else None,
    }


def problem_line(problem: Problem) -> str:
    """A problem of a condition in one line, its place first."""
    place = place_words(problem)
    return say(
        Text(
            f"{place.zh}：{problem.what.zh}{problem.todo.zh}",
            f"{place.en}: {problem.what.en} {problem.todo.en}".strip(),
        )
    )


def said_of(opened: Opened) -> dict[str, dict[str, Text]]:
    """The words of the draft's classes, sets and codes."""
    catalogue = opened.checked.catalogue
    return {
        "outcomes": outcome_labels(catalogue, opened.shown),
        "sets": set_labels(opened.revision, catalogue, opened.shown),
        "names": code_names(opened.shown),
    }


def filled(form: EntryForm) -> dict[str, Any]:
    """The values of a new entry, without those left empty."""
    return {name: value for name, value in form.values().items() if value is not None}


def unbound(editor: Editing, data: Any = None) -> EntryForm:
    """The reader's entries in a form that does not complain about them yet."""
    given = data if data is not None else editor.request.POST
    form = editor.make(None)
    form.initial = {name: given.get(name, "") for name in form.fields}
    return form


def groups_of(form: EntryForm) -> list[dict[str, Any]]:
    """The fields in groups, the condition apart."""
    first = ["id", "gives", "text_zh", "text_en", "status"]
    if "amount" in form.fields:
        first = ["id", "measure", "amount", "text_zh", "text_en", "status"]
    groups = [
        (Text("这一条给什么", "What the clause gives"), first, True),
        (Text("依据", "On what it rests"), ["document", "item", "dated", "url", "confidence"], True),
        (Text("本条自己的有效期", "Days of this clause alone"), ["first_day", "last_day"], False),
        (
            Text("差一点的提示", "Near misses"),
            [name for name in form.fields if name.startswith("near_")],
            False,
        ),
        (
            Text("资料空白和影响", "What sources leave open"),
            ["gap_zh", "gap_en", "impact_zh", "impact_en"],
            False,
        ),
    ]
    return [
        {
            "title": title,
            "fields": [form[name] for name in names],
            "open": is_open or any(form[name].value() or form[name].errors for name in names),
            "folds": not is_open,
        }
        for title, names, is_open in groups
        if names
    ]


def now_words(opened: Opened, entry: Entry) -> list[dict[str, Any]]:
    """A clause as it stands, for comparison."""
    said = said_of(opened)
    condition = entry.word("when")
    return [
        {"label": Text("给予", "Gives"), "value": said["outcomes"].get(entry.word("gives"), entry.word("gives"))},
        {"label": Text("条文", "Wording"), "value": entry.words("text")},
        {"label": Text("条件", "Condition"), "value": condition},
        {"label": Text("意思", "Meaning"), "value": meaning(condition, said["sets"], said["names"]).words},
    ]
