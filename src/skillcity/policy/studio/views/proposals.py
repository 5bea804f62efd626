"""Four eyes: propose a draft, decide on a proposal, withdraw an edition."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.ui.language import say
from skillcity.policy.editions import editions_of
from skillcity.policy.engine import Catalogue, in_force_on
from skillcity.policy.studio import errors, permissions, publishing, selectors
from skillcity.policy.studio.calendar import ONE_DAY, Placed, place
from skillcity.policy.studio.engine.comparing import compare
from skillcity.policy.studio.forms.acts import ProposeForm, ReasonForm, WithdrawForm
from skillcity.policy.studio.forms.entries import day, table
from skillcity.policy.studio.kinds import Matter, ProposalState
from skillcity.policy.studio.models import Proposal
from skillcity.policy.studio.presenting import (
    edition_tag,
    proposal_tag,
    proposal_words,
    trail,
    written_by,
)
from skillcity.policy.studio.views.comparing import shown_comparison, simulation_link
from skillcity.policy.studio.views.parts import Opened, clash, status_of, tell, writers_post


@writers_post
def propose(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Propose a draft for publication: what is still missing, then from which day."""
    opened = Opened(request, draft_id)
    today = timezone.localdate()
    planned = table(opened.shown.values.get("in_force"))
    first = day(planned.get("from"))
    initial = {"first_day": first if first and first >= today else today + ONE_DAY, "last_day": day(planned.get("to"))}
    form = ProposeForm(request.POST if request.method == "POST" else None, initial=initial)
    extra: dict[str, Any] = {"revision_seen": opened.revision_seen(request)}
    if request.method == "POST" and form.is_valid():
        seen = opened.seen(request)
        try:
            made = publishing.propose(
                actor=opened.actor, draft_id=draft_id, revision=seen.revision, **form.cleaned_data
            )
            tell(request, Text("已提请，等待另一位经办人员审批。", "Proposed: another officer decides now."))
            return redirect("studio-proposal", proposal_id=made.pk)
        except errors.Changed as changed:
            extra = clash(changed.revision) | {"revision_seen": changed.revision.number}
        except InputError as error:
            form.add_error(error.where if error.where in form.fields else None, say(error.text))
    newest = selectors.simulations(opened.actor, draft_id).exclude(figures=None).first()
    context = opened.context("studio-draft", Text("提请发布", "Propose for publication")) | {
        "form": form,
        "tasks": tasks(opened, newest),
        "ready": opened.checked.ready,
    }
    status = 409 if "clash" in extra else status_of(request)
    return render(request, "policy/studio/propose.html", context | extra, status=status)


def tasks(opened: Opened, newest: Any) -> list[dict[str, Any]]:
    """What must be done before a draft can be proposed, and what should be."""
    checked, draft = opened.checked, opened.draft
    count = len(checked.problems)
    current = newest is not None and newest.revision.number == draft.revision
    return [
        {
            "label": Text("条款没有问题", "The clauses have no problems"),
            "state": "done" if not count else "missing",
            "url": reverse("studio-draft", args=[draft.pk]),
            "hint": Text(f"还有 {count} 处问题", f"problems left: {count}") if count else None,
        },
        {
            "label": Text("用例全部通过", "All cases pass"),
            "state": "done" if not checked.failed and not checked.case_problems and checked.catalogue else "missing",
            "url": reverse("studio-cases", args=[draft.pk]),
            "hint": Text(f"{checked.failed} 个不通过", f"failing: {checked.failed}") if checked.failed else None,
        },
        {
            "label": Text("模拟过这一稿的影响", "This revision was simulated"),
            "state": "done" if current else "warning",
            "url": reverse("studio-simulate", args=[draft.pk]),
            "hint": None if current else Text("建议先模拟，再提请", "Better simulate before you propose"),
        },
    ]


@writers_post
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A proposal with what it changes; the other officer approves or sends back, the proposer may take it back."""
    actor = actor_of(request)
    found = selectors.proposal_for(actor, proposal_id)
    form = ReasonForm()
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "approve":
        made = publishing.approve(actor=actor, proposal_id=proposal_id)
        words = Text("已发布。", "Published.") if found.matter == Matter.PUBLISH else Text("已撤回。", "Withdrawn.")
        tell(request, words)
        return redirect("studio-edition", edition_id=made.pk)
    if step == "take-back":
        publishing.take_back(actor=actor, proposal_id=proposal_id)
        tell(request, Text("已收回，草稿可以继续修改。", "Taken back: the draft can be changed again."))
        return redirect("studio-proposal", proposal_id=proposal_id)
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            publishing.send_back(actor=actor, proposal_id=proposal_id, answer=form.cleaned_data["answer"])
            tell(request, Text("已退回。", "Sent back."))
            return redirect("studio-proposal", proposal_id=proposal_id)
    writer = found.revision.by_id if found.revision else None
    verdict = permissions.may_decide(actor, proposer_id=found.proposed_by_id, writer_id=writer)
    waits = found.state == ProposalState.WAITING
    context = {
        "title": proposal_words(found),
        "breadcrumb_trail": trail(found.draft),
        "proposal": found,
        "rows": proposal_rows(found),
        "may_decide": waits and verdict is permissions.Verdict.ALLOWED,
        "why_not": permissions.REASONS[verdict][0]
        if waits and verdict in (permissions.Verdict.OWN_PROPOSAL, permissions.Verdict.OWN_WORDS)
        else None,
        "may_take_back": waits
        and permissions.may_take_back(actor, proposer_id=found.proposed_by_id) is permissions.Verdict.ALLOWED,
        "is_publication": found.matter == Matter.PUBLISH,
        "form": form,
        "found": None,
        "page": None,
        "simulation": None,
        "illustrative": True,
    }
    if found.draft is not None and found.revision is not None:
        context |= review(actor, found)
    return render(request, "policy/studio/proposal.html", context, status=status_of(request))


def proposal_rows(found: Proposal) -> list[dict[str, Any]]:
    """Who proposed what, and what became of it."""
    rows: list[dict[str, Any]] = [
        {"label": Text("状态", "State"), "value": proposal_tag(found)},
        {"label": Text("首日", "First day"), "value": found.first_day},
        {"label": Text("提请人", "Proposed by"), "value": found.proposed_by.name},
        {"label": Text("提请时间", "Proposed"), "value": found.proposed_at},
    ]
    if found.last_day:
        rows.insert(2, {"label": Text("截止日", "Last day"), "value": found.last_day})
    if found.reason:
        rows.append({"label": Text("理由", "Reason"), "value": found.reason})
    if found.note:
        rows.append({"label": Text("说明", "Note"), "value": found.note})
    if found.decided_by is not None:
        rows.append({"label": Text("审批人", "Decided by"), "value": found.decided_by.name})
        rows.append({"label": Text("审批时间", "Decided"), "value": found.decided_at})
    if found.answer:
        rows.append({"label": Text("审批意见", "Answer"), "value": found.answer})
    return rows


def review(actor: Any, found: Proposal) -> dict[str, Any]:
    """What the proposed words change of the edition in force, which edition they end, and whom they move."""
    draft, revision = found.draft, found.revision
    if draft is None or revision is None:
        return {}
    editions = editions_of(draft.region, draft.catalogue)
    current = in_force_on([each for each in editions if each.edition != draft.edition], found.first_day - ONE_DAY)
    current = current or next((each for each in editions if each.name == draft.base), None)
    new = selectors.checked(revision).catalogue
    newest = selectors.simulations(actor, draft.pk).filter(revision=revision).exclude(figures=None).first()
    difference = compare(current, new) if current and new else None
    return {
        "found": shown_comparison(difference, newest) if difference else None,
        "against": current.title if current else None,
        "simulation": simulation_link(newest),
        "placed": placed_words(found) if found.state == ProposalState.WAITING else None,
        "written": written_by(revision),
        "draft_url": reverse("studio-revision", args=[draft.pk, revision.number]),
    }


def placed_words(found: Proposal) -> list[Text]:
    """What the proposal does to the days of the other editions."""
    draft = found.draft
    if draft is None:
        return []
    try:
        placed: Placed = place(draft.region, draft.catalogue, found.first_day, found.last_day)
    except InputError as error:
        return [error.text]
    said = []
    if placed.ends is not None:
        last = placed.first_day - ONE_DAY
        said.append(Text("{title}到 {day} 为止。", "{title} ends on {day}.").format(title=placed.ends.title, day=last))
    if placed.gap is not None:
        said.append(
            Text("{a} 至 {b} 没有有效的规定。", "From {a} to {b} no rule is in force.").format(
                a=placed.gap[0], b=placed.gap[1]
            )
        )
    if placed.last_day is not None:
        said.append(Text("这一版到 {day} 为止。", "This edition ends on {day}.").format(day=placed.last_day))
    return said


@writers_post
def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """An edition that this city published: its days, its two officers; a POST proposes to withdraw it."""
    actor = actor_of(request)
    found = selectors.published_for(actor, edition_id)
    today = timezone.localdate()
    begins = found.first_day or today
    form = WithdrawForm(request.POST if request.method == "POST" else None, earliest=max(today, begins))
    if request.method == "POST" and form.is_valid():
        made = publishing.propose_withdrawal(actor=actor, edition_id=edition_id, **form.cleaned_data)
        if made.alone:
            tell(request, Text("已撤回：它还没有生效。", "Withdrawn: it was not in force yet."))
            return redirect("studio-edition", edition_id=edition_id)
        tell(request, Text("已提请撤回，等待另一位经办人员审批。", "Proposed: another officer decides now."))
        return redirect("studio-proposal", proposal_id=made.pk)
    over = found.withdrawn_at is not None or (found.last_day is not None and found.last_day < today)
    catalogue: Catalogue = selectors.catalogue_of(found)
    context = {
        "title": Text("{title}({edition})", "{title} ({edition})").format(title=catalogue.title, edition=found.edition),
        "breadcrumb_trail": trail(),
        "edition": found,
        "rows": [
            {"label": Text("状态", "State"), "value": edition_tag(found, today)},
            {"label": Text("编号", "Name"), "value": found.name},
            {"label": Text("首日", "First day"), "value": found.first_day},
            {"label": Text("截止日", "Last day"), "value": found.last_day or Text("长期", "open")},
            {"label": Text("提请人", "Proposed by"), "value": found.author.name if found.author else None},
            {"label": Text("审批人", "Approved by"), "value": found.approver.name if found.approver else None},
            {"label": Text("发布时间", "Published"), "value": found.published_at},
            {"label": Text("内容校验码", "Digest of the words"), "value": found.digest},
        ],
        "clauses": len(catalogue.clauses) + len(catalogue.benefits),
        "may_withdraw": not over and permissions.may_write(actor) is permissions.Verdict.ALLOWED,
        "alone": begins > today,
        "form": form,
        "catalogue_url": selectors.page_of_edition(found),
        "draft_url": reverse("studio-draft", args=[found.revision.draft_id]) if found.revision else "",
        "illustrative": True,
    }
    return render(request, "policy/studio/edition.html", context, status=status_of(request))
