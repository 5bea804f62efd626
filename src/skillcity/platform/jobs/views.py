"""The pages of jobs: a list, and one page that shows how far a job is, with or without script."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.jobs import services
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.selectors import job_for, jobs_for
from skillcity.platform.jobs.status import AGAIN, OPEN
from skillcity.platform.ui.language import say

PAGE = 25
REFRESH_SECONDS = 3


def progress_of(job: Job) -> dict[str, Any]:
    """What the component `ui/progress.html` shows of a job."""
    shown: dict[str, Any] = {
        "title": job.title,
        "state": job.status,
        "done": job.done,
        "total": job.total,
        "message": say(job.message),
        "poll_url": reverse("job-progress", args=[job.pk]),
    }
    if job.status in OPEN and not job.cancel_asked:
        shown["cancel_url"] = reverse("job-cancel", args=[job.pk])
    if job.status in AGAIN:
        shown["retry_url"] = reverse("job-retry", args=[job.pk])
    if url := job.payload.get("page"):
        shown["result_url"] = url
        shown["result"] = Text("查看结果", "See the result")
    return shown


def progress_for(actor: Actor, job: Job) -> dict[str, Any]:
    """The same for a reader: only the owner and those who see the whole city may open the result."""
    shown = progress_of(job)
    if job.account_id != actor.account_id and actor.reach is not Reach.CITY:
        shown.pop("result_url", None)
    return shown


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """The jobs that the reader may see, newest first."""
    page = Paginator(jobs_for(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    rows = [
        [
            {"url": reverse("job", args=[job.pk]), "text": job.title},
            {"tag": job.status},
            job.created_at,
            job.finished_at,
        ]
        for job in page
    ]
    columns = [
        {"label": Text("任务", "Job")},
        {"label": Text("状态", "State")},
        {"label": Text("开始", "Started")},
        {"label": Text("结束", "Ended")},
    ]
    table = {"caption": Text("后台任务", "Background jobs"), "columns": columns, "rows": rows, "page": page}
    return render(request, "jobs/list.html", {"title": Text("任务", "Jobs"), "table": table})


@require_GET
def job_page(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job, with its progress; without script the page reloads itself while the job is open."""
    actor = actor_of(request)
    job = job_for(actor, job_id)
    return render(
        request,
        "jobs/job.html",
        {
            "title": job.title,
            "job": progress_for(actor, job),
            "refresh_seconds": REFRESH_SECONDS if job.status in OPEN else None,
            "breadcrumb_trail": [{"url": reverse("jobs"), "label": Text("任务", "Jobs")}],
            "rows": [
                {"label": Text("编号", "Number"), "value": str(job.pk)},
                {"label": Text("提交时间", "Asked for"), "value": job.created_at},
                {"label": Text("开始时间", "Begun"), "value": job.started_at},
                {"label": Text("结束时间", "Ended"), "value": job.finished_at},
                {"label": Text("运行次数", "Runs"), "value": job.attempt},
            ],
        },
    )


@require_GET
def job_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The fragment that htmx asks for."""
    actor = actor_of(request)
    return render(request, "ui/progress.html", {"job": progress_for(actor, job_for(actor, job_id))})


@require_POST
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Ask the job to stop."""
    return redirect("job", job_id=services.cancel(actor=actor_of(request), job_id=job_id).pk)


@require_POST
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Queue the job again."""
    return redirect("job", job_id=services.retry(actor=actor_of(request), job_id=job_id).pk)
