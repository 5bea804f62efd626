"""Drafts, proposals and problems as the components of the pages take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Problem
from skillcity.policy.engine.catalogue import ClassOrder
from skillcity.policy.studio.checking import CASES, Checked, meaning
from skillcity.policy.studio.engine.outline import Entry, Outline
from skillcity.policy.studio.kinds import (
    DRAFT_TAGS,
    PROPOSAL_TAGS,
    DraftState,
    Matter,
    ProposalState,
)
from skillcity.policy.studio.models import Draft, Edition, Proposal, Revision

STUDIO = Text("政策工作室", "Policy studio")
TABS = (
    ("studio-draft", Text("条款", "Clauses")),
    ("studio-head", Text("名称和日期", "Title and days")),
    ("studio-sets", Text("名单", "Sets")),
    ("studio-cases", Text("用例", "Cases")),
    ("studio-simulate", Text("模拟", "Simulate")),
    ("studio-compare", Text("比较", "Compare")),
    ("studio-text", Text("全文", "Whole text")),
    ("studio-history", Text("修改记录", "History")),
)
SHOWN_PROBLEMS = 20


def title_of(draft: Draft) -> Text:
    """What a draft is called."""
    return Text(draft.title_zh, draft.title_en)


def trail(draft: Draft | None = None) -> list[dict[str, Any]]:
    """The way back."""
    steps: list[dict[str, Any]] = [{"url": reverse("studio"), "label": STUDIO}]
    if draft is not None:
        steps.append({"url": reverse("studio-draft", args=[draft.pk]), "label": name_of(draft)})
    return steps


def name_of(draft: Draft) -> Text:
    """A draft by its number."""
    return Text(f"草稿 {draft.pk}", f"Draft {draft.pk}")


def tabs(draft: Draft, here: str) -> list[dict[str, Any]]:
    """The pages of a draft."""
    return [{"url": reverse(route, args=[draft.pk]), "label": label, "current": route == here} for route, label in TABS]


def draft_tag(draft: Draft) -> dict[str, Any]:
    """Where a draft stands, as a tag."""
    state = DraftState(draft.state)
    return {"tag": DRAFT_TAGS[state], "label": state.label}


def proposal_tag(proposal: Proposal) -> dict[str, Any]:
    """Where a proposal stands, as a tag."""
    state = ProposalState(proposal.state)
    return {"tag": PROPOSAL_TAGS[state], "label": state.label}


def drafts_table(drafts: Iterable[Draft]) -> dict[str, Any]:
    """The drafts, the last changed first."""
    columns = [
        {"label": Text("草稿", "Draft")},
        {"label": Text("版本号", "Edition")},
        {"label": Text("状态", "State")},
        {"label": Text("修改次数", "Changes"), "numeric": True},
        {"label": Text("起草人", "Author")},
        {"label": Text("最近修改", "Last change")},
    ]
    rows = [
        [
            {
                "url": reverse("studio-draft", args=[each.pk]),
                "text": Text("{n} · {title}", "{n} · {title}").format(n=each.pk, title=title_of(each)),
            },
            each.edition,
            draft_tag(each),
            each.revision - 1,
            each.author.name,
            each.changed_at,
        ]
        for each in drafts
    ]
    return {"caption": Text("最近修改的在前", "Last changed first"), "columns": columns, "rows": rows}


def proposal_words(proposal: Proposal) -> Text:
    """What a proposal is about, in one line."""
    if proposal.draft is not None:
        what = Text("{title}({edition})", "{title} ({edition})").format(
            title=title_of(proposal.draft), edition=proposal.draft.edition
        )
    else:
        name = proposal.edition.name if proposal.edition else ""
        what = Text(name, name)
    return Text("{matter}：{what}", "{matter}: {what}").format(matter=Matter(proposal.matter).label, what=what)


def proposals_queue(proposals: Iterable[Proposal], today: Any) -> dict[str, Any]:
    """What waits for a decision."""
    entries = [
        {
            "label": proposal_words(each),
            "note": Text("{who}提请，首日 {day}", "proposed by {who}, from {day}").format(
                who=each.proposed_by.name, day=each.first_day
            ),
            "url": reverse("studio-proposal", args=[each.pk]),
            "state": None,
            "age_days": (today - each.proposed_on).days,
        }
        for each in proposals
    ]
    return {
        "title": Text("等待审批", "Waiting for a decision"),
        "entries": entries,
        "empty": Text("没有等待审批的提请。", "No proposal waits."),
    }


def editions_table(editions: Iterable[Edition], today: Any) -> dict[str, Any]:
    """What this city has published."""
    columns = [
        {"label": Text("版本", "Edition")},
        {"label": Text("状态", "State")},
        {"label": Text("首日", "First day")},
        {"label": Text("截止日", "Last day")},
        {"label": Text("提请", "Proposed by")},
        {"label": Text("审批", "Approved by")},
    ]
    rows = [
        [
            {"url": reverse("studio-edition", args=[each.pk]), "text": each.name},
            edition_tag(each, today),
            each.first_day,
            each.last_day,
            each.author.name if each.author else None,
            each.approver.name if each.approver else None,
        ]
        for each in editions
    ]
    return {"caption": Text("最近发布的在前", "Last published first"), "columns": columns, "rows": rows}


def edition_tag(edition: Edition, today: Any) -> dict[str, Any]:
    """Whether an edition is in force."""
    if edition.withdrawn_at is not None:
        return {"tag": "cancelled", "label": Text("已撤回", "Withdrawn")}
    if edition.first_day and edition.first_day > today:
        return {"tag": "waiting", "label": Text("尚未生效", "Not in force yet")}
    if edition.last_day and edition.last_day < today:
        return {"tag": "expired"}
    return {"tag": "in-force"}


def outcome_labels(catalogue: Catalogue | None, shown: Outline) -> dict[str, Text]:
    """The classes that a clause of the draft may give, with their words, also while the draft has problems."""
    if catalogue is not None:
        return {name: catalogue.outcome.label(name) for name in catalogue.outcome.order}
    outcome = shown.values.get("outcome")
    known = outcome if isinstance(outcome, dict) else {}
    order = [each for each in known.get("order", []) if isinstance(each, str)] if "order" in known else []
    labels = known.get("labels") if isinstance(known.get("labels"), dict) else {}
    words = {
        name: Text(str(each.get("zh", "")), str(each.get("en", "")))
        for name, each in (labels or {}).items()
        if isinstance(each, dict)
    }
    every = known.get("kind") == "rights"
    return {name: ClassOrder(tuple(order), words, every=every).label(name) for name in order}


def set_labels(revision: Revision, catalogue: Catalogue | None, shown: Outline) -> dict[str, Text]:
    """The names of the draft's sets with their words."""
    if catalogue is not None:
        return {name: found.label for name, found in catalogue.sets.items()}
    declared = shown.values.get("sets")
    return {name: Text(name, name) for name in declared} if isinstance(declared, dict) else {}


def code_names(shown: Outline) -> dict[str, Text]:
    """The words of codes that the draft declares."""
    names = shown.values.get("names")
    return {
        code: Text(str(each.get("zh", code)), str(each.get("en", code)))
        for code, each in (names.items() if isinstance(names, dict) else ())
        if isinstance(each, dict)
    }


def entries_table(
    draft: Draft, key: str, entries: Sequence[Entry], page: Any, said: dict[str, Any], checked: Checked
) -> dict[str, Any]:
    """The clauses or benefits of a draft with their meaning in plain words."""
    rows = []
    for each in entries:
        wrong = each.problems(checked.problems)
        condition = each.word("when")
        words = meaning(condition, said["sets"], said["names"]).words if condition else None
        text = each.words("text") or Text("(没有条文)", "(no wording)")
        status = each.word("status")
        rows.append(
            [
                {
                    "url": reverse("studio-clause", args=[draft.pk, key, each.at + 1]),
                    "text": each.id or Text("(没有编号)", "(no number)"),
                },
                {"text": said["outcomes"].get(each.word("gives"), each.word("gives") or each.word("amount"))},
                {"text": text, "note": words or Text(condition, condition)},
                {"tag": "warning", "label": Text(f"{len(wrong)} 处问题", f"Problems: {len(wrong)}")}
                if wrong
                else {"tag": status},
            ]
        )
    benefits = key == "benefits"
    columns = [
        {"label": Text("编号", "Number")},
        {"label": Text("金额", "Amount") if benefits else Text("给予", "Gives")},
        {"label": Text("条文和条件的意思", "Wording, and what the condition means")},
        {"label": Text("状态", "Status")},
    ]
    caption = Text("补贴和额度", "Benefits") if benefits else Text("条款", "Clauses")
    return {"caption": caption, "columns": columns, "rows": rows, "page": page}


def problem_rows(problems: Sequence[Problem], draft: Draft, shown: Outline | None) -> dict[str, Any]:
    """Problems with their place, each a link to where it can be mended; at most twenty."""
    items = [
        {
            "url": _mending(each, draft, shown),
            "place": place_words(each),
            "what": each.what,
            "todo": each.todo,
            "line": each.place.line,
        }
        for each in problems[:SHOWN_PROBLEMS]
    ]
    return {"items": items, "more": max(0, len(problems) - SHOWN_PROBLEMS), "count": len(problems)}


def place_words(problem: Problem) -> Text:
    """Where a problem stands."""
    line, column = problem.place.line, problem.place.column
    return Text(f"第 {line} 行第 {column} 列", f"line {line}, column {column}")


def _mending(problem: Problem, draft: Draft, shown: Outline | None) -> str:
    if problem.place.file == CASES:
        return reverse("studio-cases", args=[draft.pk])
    for key, entries in (("clauses", shown.clauses), ("benefits", shown.benefits)) if shown else ():
        for each in entries:
            if each.first_line <= problem.place.line <= each.last_line:
                return reverse("studio-clause", args=[draft.pk, key, each.at + 1])
    return reverse("studio-text", args=[draft.pk]) + f"#L{problem.place.line}"


def written_by(revision: Revision) -> Text:
    """Who made a revision, and what was done."""
    return Text("第 {n} 稿 · {who} · {what}", "Revision {n} · {who} · {what}").format(
        n=revision.number, who=revision.by.name, what=Text(revision.what_zh, revision.what_en)
    )
