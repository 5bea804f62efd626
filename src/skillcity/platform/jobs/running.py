"""How a job runs: claimed under a lock, step by step, each step one transaction with the row that says it is done.

A worker that dies loses the step it was in, and nothing else. A run that only seems dead (it was slow to answer) cannot
do harm: every step ends by checking that no newer run has begun, and rolls back if one has.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from skillcity.kernel.errors import SkillcityError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs import actors
from skillcity.platform.jobs.kinds import JobKind, kind_named
from skillcity.platform.jobs.locks import job_lock
from skillcity.platform.jobs.models import Job, JobStep
from skillcity.platform.jobs.queue import defer
from skillcity.platform.jobs.side_channel import SideChannel
from skillcity.platform.jobs.status import OPEN, Status

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 20
WAIT_FOR_OTHER_SECONDS = 10
FAULT = Text(
    "程序出错，已记录。请重试，或联系管理员。", "A fault of ours; it was logged. Try again, or ask an administrator."
)
GAVE_UP = Text("多次中断，已停止。请重试。", "It was interrupted too often and has stopped. Try again.")


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Overtaken(Exception):
    """A newer run of the same job has begun; this one must not write."""


Step = tuple[str, Callable[["Run"], Any]]


@dataclass(slots=True)
class Run:
    """One run of a job, handed to its kind."""

    job_id: int
    attempt: int
    actor: Actor
    payload: Mapping[str, Any]
    channel: SideChannel
    finished: dict[str, Any] = field(default_factory=dict)

    def progress(self, done: int, total: int) -> None:
        """Say how far it is; raises Cancelled when somebody asked it to stop. Cheap: call it as often as you like."""
        if self.channel.tell(done, total):
            raise Cancelled

    def step(self, name: str, work: Callable[[Run], Any]) -> Any:
        """Do one step in one transaction, in the actor's scope, unless an earlier run finished it; gives its result."""
        if name in self.finished:
            return self.finished[name]
        with acting_as(self.actor):
            result = work(self)
            seal(self, name, result)
        self.finished[name] = result
        return result


def run_in_steps(run: Run, steps: Sequence[Step]) -> list[Any]:
    """Do the steps in order, from the first unfinished one on; gives all results. Progress counts steps."""
    results = []
    for position, (name, work) in enumerate(steps):
        run.progress(position, len(steps))
        results.append(run.step(name, work))
    run.progress(len(steps), len(steps))
    return results


def seal(run: Run, name: str, result: Any) -> None:
    """Write that the step is done, as the last act of its transaction. Raises Overtaken when a newer run has begun."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=run.job_id)
    if job.attempt != run.attempt or job.status != Status.RUNNING:
        raise Overtaken
    if job.cancel_asked:
        raise Cancelled
    JobStep.objects.create(job=job, name=name, result=result, attempt=run.attempt)


def execute(job_id: int) -> None:
    """Run a job once; what the worker calls. Safe to be called twice, at once or one after the other."""
    with job_lock(job_id) as mine:
        if not mine:
            defer(job_id, in_seconds=WAIT_FOR_OTHER_SECONDS)
            return
        job = claim(job_id)
        if job is None:
            return
        try:
            result = dict(work(job))
        except Overtaken:
            return
        except Cancelled:
            finish(job, Status.CANCELLED)
        except SkillcityError as error:
            finish(job, Status.FAILED, error.text)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the sweep brings the job back
        except Exception:
            log.exception("job %s (%s) failed", job.pk, job.kind)
            finish(job, Status.FAILED, FAULT)
        else:
            finish(job, Status.DONE, result=result)


def claim(job_id: int) -> Job | None:
    """Begin a new run; None when the job is over, was cancelled before it began, or has been tried too often."""
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).filter(pk=job_id).order_by("pk").first()
        if job is None or job.status not in OPEN:
            return None
        job.attempt += 1
        job.status = Status.RUNNING
        job.started_at = job.started_at or timezone.now()
        job.save(update_fields=["attempt", "status", "started_at"])
    if job.cancel_asked:
        finish(job, Status.CANCELLED)
    elif job.attempt > MOST_ATTEMPTS:
        finish(job, Status.FAILED, GAVE_UP)
    return job if job.status == Status.RUNNING else None


def work(job: Job) -> Mapping[str, Any]:
    """Let the kind do its work."""
    steps = JobStep.objects.filter(job=job).order_by("pk").values_list("name", "result")
    with SideChannel(job.pk, job.attempt) as channel:
        run = Run(job.pk, job.attempt, actors.from_json(job.actor), job.payload, channel, dict(steps))
        return kind_named(job.kind).run(run)


def finish(job: Job, status: Status, message: Text | None = None, result: Mapping[str, Any] | None = None) -> None:
    """End the run, unless a newer one has begun. A kind that keeps a state of its own hears of a bad end."""
    with acting_as(actors.from_json(job.actor)):
        current = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if current.attempt != job.attempt or current.status != Status.RUNNING:
            return
        if status is Status.DONE:
            current.done = current.total
        current.status = job.status = status.value
        current.finished_at = timezone.now()
        current.message_zh, current.message_en = (message.zh, message.en) if message else ("", "")
        current.result = dict(result or {})
        current.save(update_fields=["status", "finished_at", "message_zh", "message_en", "result", "done"])
        tell_kind(kind_named(job.kind), status, job.payload)


def tell_kind(kind: JobKind, status: Status, payload: Mapping[str, Any]) -> None:
    """Call the kind's `gave_up` after a failure or a cancellation."""
    if status is not Status.DONE and kind.gave_up is not None:
        kind.gave_up(payload)
