"""The one task that the worker knows. It is a plain function: it runs in a thread, never in the worker's loop."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from skillcity.platform.jobs.queue import TASK
from skillcity.platform.jobs.running import execute


@app.task(name=TASK)
def run_job(job_id: int) -> None:
    """Run the job with this id."""
    close_old_connections()
    try:
        execute(job_id)
    finally:
        close_old_connections()
