"""Putting a job into Procrastinate's queue, in the caller's transaction: rolled back means never queued."""

from __future__ import annotations

from procrastinate.contrib.django import app

from skillcity.platform.jobs.models import Job

TASK = "skillcity.jobs.execute"


def defer(job_id: int, *, in_seconds: int = 0) -> int:
    """Queue the job, now or after some seconds, and remember under which number."""
    later = app.configure_task(TASK, schedule_in={"seconds": in_seconds}) if in_seconds else app.configure_task(TASK)
    number = int(later.defer(job_id=job_id))
    Job.objects.filter(pk=job_id).update(procrastinate_id=number)
    return number
