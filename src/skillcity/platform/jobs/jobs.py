"""The one task that the worker knows. It is a plain function: it runs in a thread, never in the worker's loop."""

from __future__ import annotations

from procrastinate.contrib.django import app

from skillcity.platform.jobs.connection import fresh_connection
from skillcity.platform.jobs.queue import TASK
from skillcity.platform.jobs.running import execute


@app.task(name=TASK)
@fresh_connection()
def run_job(job_id: int) -> None:
    """Run the job with this id."""
    execute(job_id)
