"""Each minute the worker derives anew the standings that a new fact, a new day or a new edition has made stale."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from skillcity.policy.services import evaluate_everyone


@app.periodic(cron="* * * * *")
@app.task(name="skillcity.policy.evaluate", queueing_lock="skillcity.policy.evaluate")
def evaluate_stale(timestamp: int) -> None:
    """Evaluate whoever is stale; nobody usually."""
    close_old_connections()
    try:
        evaluate_everyone()
    finally:
        close_old_connections()
