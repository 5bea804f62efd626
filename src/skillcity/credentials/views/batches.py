"""Batches: listed, made, filled line by line, submitted, approved or sent back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.credentials import issuing
from skillcity.credentials.forms import AnswerForm, BatchForm, LineForm
from skillcity.credentials.imports import import_key
from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.lines import take_lines
from skillcity.credentials.models import Batch
from skillcity.credentials.permissions import acts_for
from skillcity.credentials.presenting import batch_rows, batch_table, line_table, said
from skillcity.credentials.selectors import (
    Counts,
    batch_for,
    batches_for,
    counts_of,
    lines_of,
    requests_for,
    stations_for,
    waiting_for,
)
from skillcity.credentials.views.parts import BATCHES, is_body, page_of, tell, to_batches
from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.platform.imports.kinds import ImportContext
from skillcity.platform.jobs.status import AGAIN, OPEN
from skillcity.platform.ui.language import say

OPEN_TO_CHANGE = (BatchStatus.DRAFT.value, BatchStatus.RETURNED.value)
REFRESH_SECONDS = 3


@require_safe
def batches(request: HttpRequest) -> HttpResponse:
    """The batches, and what waits for this clerk."""
    actor = actor_of(request)
    context: dict[str, Any] = {"title": BATCHES, "may_make": is_body(actor), "queue": None}
    if is_body(actor):
        context["queue"] = {"title": Text("等您复核", "Waiting for your approval"), "entries": _waiting(actor)}
    context["table"] = batch_table(page_of(batches_for(actor), request), of_bodies=not is_body(actor))
    return render(request, "credentials/batches.html", context)


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    now = timezone.now()
    found = [
        {"label": Text(each.title, each.title), "note": CertificateKind(each.kind).label,
         "url": reverse("batch", args=[each.pk]), "state": "waiting", "age_days": (now - each.made_at).days}
        for each in waiting_for(actor)[:5]
    ]  # fmt: skip
    for each in requests_for(actor)[:5]:
        number = each.certificate.number
        what = Text("申请撤销", "revocation asked for") if each.matter == "revoke" else REPLACEMENT
        found.append(
            {"label": Text(number, number), "note": what, "url": reverse("certificate", args=[number]),
             "state": "waiting", "age_days": (now - each.asked_at).days}
        )  # fmt: skip
    return found


REPLACEMENT = Text("申请更换", "replacement asked for")


@require_http_methods(["GET", "HEAD", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    """A new batch."""
    actor = actor_of(request)
    stations = list(stations_for(actor))
    form = BatchForm(request.POST if request.method == "POST" else None, stations=stations)
    if request.method == "POST" and form.is_valid():
        try:
            made = issuing.make_batch(actor=actor, **form.cleaned_data)
        except InputError as error:
            form.add_error("held_on", say(error.what))
        else:
            return redirect("batch", batch_pk=made.pk)
    context = {
        "title": Text("新建发证批次", "New batch"),
        "breadcrumb_trail": [to_batches()],
        "form": form,
        "stations": stations,
    }
    return render(request, "credentials/batch_new.html", context, status=422 if form.errors else 200)


@require_safe
def batch(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """One batch: what it is, its lines, what can be done, how far the issue is."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    return render(request, "credentials/batch.html", _batch_context(request, actor, found, AnswerForm()))


def _batch_context(request: HttpRequest, actor: Actor, found: Batch, form: AnswerForm) -> dict[str, Any]:
    counts = counts_of(found)
    mine = acts_for(actor, found.organisation_id)
    open_to_change = mine and found.status in OPEN_TO_CHANGE
    page = page_of(lines_of(found), request)
    note_look(actor=actor, act="list", person_ids=[each.person_id for each in page])
    progress = progress_of(actor, found, counts)
    submitted = found.status == BatchStatus.SUBMITTED
    return {
        "title": found.title,
        "breadcrumb_trail": [to_batches()],
        "batch": found,
        "rows": batch_rows(found, counts),
        "table": line_table(found, page, may_change=open_to_change),
        "counts": counts,
        "may_change": open_to_change,
        "may_submit": open_to_change and counts.passed > 0,
        "import_url": f"{reverse('import-new')}?kind={import_key(CertificateKind(found.kind))}",
        "may_decide": mine and submitted and found.made_by_id != actor.account_id,
        "waits": mine and submitted and found.made_by_id == actor.account_id,
        "returned": found.status == BatchStatus.RETURNED,
        "issued": counts.issued > 0,
        "job": progress,
        "refresh_seconds": REFRESH_SECONDS if progress and progress["state"] in OPEN else None,
        "form": form,
    }


def progress_of(actor: Actor, found: Batch, counts: Counts) -> dict[str, Any] | None:
    """How far the issue is, for `ui/progress.html`; None before and after it."""
    job = found.job
    if found.status != BatchStatus.APPROVED or job is None:
        return None
    shown: dict[str, Any] = {
        "title": Text("正在签发", "Issuing"),
        "state": job.status,
        "done": counts.issued,
        "total": counts.passed,
        "message": say(job.message),
        "poll_url": reverse("batch-progress", args=[found.pk]),
    }
    if job.status in AGAIN and job.account_id == actor.account_id:
        shown["retry_url"] = reverse("job-retry", args=[job.pk])
    return shown


@require_safe
def batch_progress(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """The fragment that htmx asks for while the batch is being issued."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    counts = counts_of(found)
    done = {
        "title": Text("签发完成", "All issued"),
        "state": "done",
        "done": counts.issued,
        "total": counts.passed,
        "message": "",
        "poll_url": "",
        "result_url": reverse("batch", args=[found.pk]),
        "result": Text("查看证书", "See the certificates"),
    }
    return render(request, "ui/progress.html", {"job": progress_of(actor, found, counts) or done})


@require_http_methods(["GET", "HEAD", "POST"])
def batch_line(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Add one line by hand; the same rules as for a file."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    kind = CertificateKind(found.kind)
    form = LineForm(request.POST if request.method == "POST" else None, kind=kind)
    if request.method == "POST" and form.is_valid():
        taken = take_lines(kind, [form.row], ImportContext(actor, 0, timezone.now()), batch=found)
        form.refuse(taken.problems)
        if taken.present:
            form.add_error(None, say(Text("这一行已经在批次中。", "This line is in the batch already.")))
        if taken.taken:
            tell(request, Text("已加入名单。", "Added to the lines."))
            return redirect("batch-line" if "more" in request.POST else "batch", batch_pk=found.pk)
    context = {
        "title": Text("加入一人", "Add one person"),
        "breadcrumb_trail": [to_batches(), {"url": reverse("batch", args=[found.pk]), "label": found.title}],
        "batch": found,
        "form": form,
        "may_change": acts_for(actor, found.organisation_id) and found.status in OPEN_TO_CHANGE,
    }
    return render(request, "credentials/line.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_line_remove(request: HttpRequest, batch_pk: int, line_pk: int) -> HttpResponse:
    """Take a line out, after asking."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    if request.method == "POST":
        issuing.remove_candidate(actor=actor, batch=found, candidate_id=line_pk)
        tell(request, Text("已移除。", "Removed."))
        return redirect("batch", batch_pk=found.pk)
    line = lines_of(found).filter(pk=line_pk).first()
    if line is None:
        raise NotFound("credentials.candidate", Text("批次里没有这一行。", "The batch has no such line."))
    context = {
        "title": Text("移除一人", "Remove a line"),
        "breadcrumb_trail": [to_batches(), {"url": reverse("batch", args=[found.pk]), "label": found.title}],
        "batch": found,
        "line": line,
        "what": said(CertificateKind(found.kind), line),
        "may_change": acts_for(actor, found.organisation_id) and found.status in OPEN_TO_CHANGE,
    }
    return render(request, "credentials/line_remove.html", context)


@require_POST
def batch_submit(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Hand the batch to a colleague."""
    actor = actor_of(request)
    issuing.submit_batch(actor=actor, batch=batch_for(actor, batch_pk))
    tell(request, Text("已提交，请同事复核。", "Submitted: a colleague approves now."))
    return redirect("batch", batch_pk=batch_pk)


@require_POST
def batch_decide(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Approve, or send back with a reason."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    if request.POST.get("step") == "approve":
        issuing.approve_batch(actor=actor, batch=found)
        tell(request, Text("已复核，开始签发。", "Approved: the certificates are being issued."))
        return redirect("batch", batch_pk=batch_pk)
    if found.status != BatchStatus.SUBMITTED:
        raise Conflict(issuing.WRONG_STATUS.code, issuing.WRONG_STATUS.what, todo=issuing.WRONG_STATUS.todo)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        context = _batch_context(request, actor, found, form)
        return render(request, "credentials/batch.html", context, status=422)
    issuing.return_batch(actor=actor, batch=found, remark=form.cleaned_data["answer"])
    tell(request, Text("已退回。", "Sent back."))
    return redirect("batch", batch_pk=batch_pk)
