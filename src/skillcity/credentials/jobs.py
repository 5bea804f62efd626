"""Issuing an approved batch, fifty certificates a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillcity.credentials.issuing import AT_ONCE, JOB, issue_some
from skillcity.credentials.models import Batch
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs.kinds import JobKind, register
from skillcity.platform.jobs.running import Run


def issue_batch(run: Run) -> Mapping[str, Any]:
    """Issue until every line has its certificate; a killed run loses the piece it was in, and nothing else."""
    with acting_as(run.actor):
        batch = Batch.objects.select_related("station", "organisation").get(pk=run.payload["batch"])
        passed = batch.candidates.filter(passed=True)
        total, done = passed.count(), passed.exclude(certificate=None).count()
    run.progress(done, total)
    issued = True
    while issued:
        issued = bool(run.step(f"from-{done}", lambda run: issue_some(actor=run.actor, batch=batch, at_once=AT_ONCE)))
        with acting_as(run.actor):
            done = passed.exclude(certificate=None).count()
        run.progress(done, total)
    return {"issued": total}


ISSUE = register(JobKind(JOB, issue_batch))
