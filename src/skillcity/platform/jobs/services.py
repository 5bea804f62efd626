"""What can be done with jobs: start, cancel, try again. The work is in `running.py`, the repair in `sweep.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from skillcity.kernel.errors import Conflict
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.platform.jobs import actors
from skillcity.platform.jobs.kinds import kind_named
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.queue import defer
from skillcity.platform.jobs.running import tell_kind
from skillcity.platform.jobs.selectors import job_for
from skillcity.platform.jobs.status import AGAIN, OPEN, Status
from skillcity.platform.jobs.sweep import requeue_stalled

__all__ = ["cancel", "requeue_stalled", "retry", "start"]


def start(*, actor: Actor, kind: str, title: Text, payload: Mapping[str, Any] | None = None, total: int = 0) -> Job:
    """Queue a job of this kind in the current transaction; it runs in the actor's scope. `payload` is small JSON."""
    kind_named(kind)
    with transaction.atomic():
        job = Job.objects.create(
            kind=kind,
            title_zh=title.zh,
            title_en=title.en,
            account_id=actor.account_id,
            actor=actors.as_json(actor),
            payload=dict(payload or {}),
            total=total,
        )
        job.procrastinate_id = defer(job.pk)
        record(actor=actor, act="job-started", object_type="job", object_id=job.pk, details={"kind": kind})
    return job


def cancel(*, actor: Actor, job_id: int) -> Job:
    """Ask a job to stop: at once when it still waits, at its next sign of progress when it runs.

    Raises NotFound, and Conflict when it is over.
    """
    with transaction.atomic():
        job = job_for(actor, job_id, lock=True)
        if job.status not in OPEN:
            raise over(job)
        job.cancel_asked = True
        if job.status == Status.QUEUED:
            job.status = Status.CANCELLED
            job.finished_at = timezone.now()
            tell_kind(kind_named(job.kind), Status.CANCELLED, job.payload)
        job.save(update_fields=["cancel_asked", "status", "finished_at"])
        record(actor=actor, act="job-cancelled", object_type="job", object_id=job.pk)
    return job


def retry(*, actor: Actor, job_id: int) -> Job:
    """Queue a failed or cancelled job again; finished steps are kept. Raises NotFound and Conflict."""
    with transaction.atomic():
        job = job_for(actor, job_id, lock=True)
        if job.status not in AGAIN:
            raise over(job)
        job.status = Status.QUEUED
        job.cancel_asked = False
        job.finished_at = None
        job.message_zh = job.message_en = ""
        job.save(update_fields=["status", "cancel_asked", "finished_at", "message_zh", "message_en"])
        job.procrastinate_id = defer(job.pk)
        record(actor=actor, act="job-retried", object_type="job", object_id=job.pk)
    return job


def over(job: Job) -> Conflict:
    """The error for an act that comes too late."""
    label = Status(job.status).label
    return Conflict(
        "jobs.wrong-status",
        Text(f"任务状态是“{label.zh}”，不能这样操作。", f"The job is “{label.en}”; this cannot be done now."),
        where=str(job.pk),
        todo=Text("请刷新页面查看最新状态。", "Reload the page to see its state."),
    )
