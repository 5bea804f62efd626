"""Reading jobs: one's own, and all of them for those who keep the system running."""

from __future__ import annotations

from django.db.models import QuerySet

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.jobs.models import Job


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """The jobs that the actor may see, newest first."""
    jobs = Job.objects.order_by("-id")
    if actor.role == Role.SYSTEM_ADMIN or actor.reach is Reach.CITY:
        return jobs
    return jobs.filter(account_id=actor.account_id) if actor.account_id else jobs.none()


def job_for(actor: Actor, job_id: int, *, lock: bool = False) -> Job:
    """One job. Raises NotFound when there is none that the actor may see. An auditor sees and never touches."""
    jobs = jobs_for(actor)
    if lock:
        jobs = jobs.select_for_update(of=("self",))
        if actor.role == Role.AUDITOR:
            jobs = jobs.filter(account_id=actor.account_id or 0)
    job = jobs.filter(pk=job_id).first()
    if job is None:
        raise NotFound("jobs.unknown", Text("没有这个任务。", "There is no such job."), where=str(job_id))
    return job
