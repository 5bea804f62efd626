"""Bringing back the jobs of workers that died. Nobody else does: call it every 15 seconds."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from skillcity.platform.jobs.locks import job_lock
from skillcity.platform.jobs.queue import TASK, defer

STALLED_SECONDS = 20
ORPHANS = """
select j.id from jobs_job j left join procrastinate_jobs p on p.id = j.procrastinate_id
where j.status in ('queued', 'running') and (p.id is null or p.status not in ('todo', 'doing'))
order by j.id
"""


def requeue_stalled(*, seconds_since_heartbeat: float = STALLED_SECONDS) -> int:
    """Queue again what a dead worker left behind; gives how many. Call it outside a transaction."""
    return requeue_of_dead_workers(seconds_since_heartbeat) + requeue_orphans()


def requeue_of_dead_workers(seconds_since_heartbeat: float) -> int:
    """Jobs whose worker gives no sign of life: back into the queue, found by the worker's next poll."""
    stalled = list(
        async_to_sync(app.job_manager.get_stalled_jobs)(task_name=TASK, seconds_since_heartbeat=seconds_since_heartbeat)
    )
    ids = [job.id for job in stalled if job.id is not None]
    for job_id in ids:
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=timezone.now())
    return len(ids)


def requeue_orphans() -> int:
    """Open jobs that stand in no queue: their task ended by an error, such as a lost connection."""
    with connection.cursor() as cursor:
        cursor.execute(ORPHANS)
        ids = [row[0] for row in cursor.fetchall()]
    count = 0
    for job_id in ids:
        with job_lock(job_id) as free:
            if free:
                defer(job_id)
                count += 1
    return count
