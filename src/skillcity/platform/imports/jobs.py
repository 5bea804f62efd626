"""Checking and taking large files by the worker: one step each, hence all or nothing. Old files go each night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.imports import storage, uploads
from skillcity.platform.imports.models import ImportBatch, ImportFindings
from skillcity.platform.imports.status import Status
from skillcity.platform.jobs.connection import fresh_connection
from skillcity.platform.jobs.kinds import JobKind, register
from skillcity.platform.jobs.running import Run


def check(run: Run) -> Mapping[str, Any]:
    """Dry run of an uploaded file."""

    def work(run: Run) -> dict[str, Any]:
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=run.payload["batch"])
        if batch.status in (Status.UPLOADED, Status.CANCELLED, Status.FAILED):
            batch.finished_at = None
            uploads.check(actor=run.actor, batch=batch, progress=run.progress)
        return counts(batch)

    result: Mapping[str, Any] = run.step("check", work)
    return result


def take(run: Run) -> Mapping[str, Any]:
    """Take the good rows of a checked file."""

    def work(run: Run) -> dict[str, Any]:
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=run.payload["batch"])
        if batch.status in (Status.RUNNING, Status.CHECKED):
            uploads.take_now(actor=run.actor, batch=batch, progress=run.progress)
        return counts(batch)

    result: Mapping[str, Any] = run.step("take", work)
    return result


def counts(batch: ImportBatch) -> dict[str, Any]:
    """The figures of an import, for the job's result."""
    return {"batch": batch.pk, "rows": batch.rows, "taken": batch.taken, "refused": batch.refused}


def check_gave_up(payload: Mapping[str, Any]) -> None:
    """A check that was cancelled or failed ends the import."""
    uploads.gave_up(batch_id=payload["batch"], to=Status.CANCELLED)


def take_gave_up(payload: Mapping[str, Any]) -> None:
    """Nothing was taken: the checked file waits again."""
    uploads.gave_up(batch_id=payload["batch"], to=Status.CHECKED)


register(JobKind(uploads.CHECK_JOB, check, check_gave_up))
register(JobKind(uploads.TAKE_JOB, take, take_gave_up))

KEPT = timedelta(days=30)


@app.periodic(cron="27 3 * * *")
@app.task(name="skillcity.imports.forget", queueing_lock="skillcity.imports.forget")
@fresh_connection()
def forget(timestamp: int) -> None:
    """Remove the files and the refused rows of imports after a month: they hold ID numbers as they were typed."""
    until = timezone.now() - KEPT
    with acting_as(SYSTEM):
        old = ImportBatch.objects.filter(created_at__lt=until).exclude(status__in=[Status.UPLOADED, Status.RUNNING])
        ImportFindings.objects.filter(batch__in=old).delete()
        wanted = set(ImportBatch.objects.exclude(pk__in=old).values_list("sha256", flat=True))
    storage.forget(until=until, wanted=wanted)
