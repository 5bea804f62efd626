"""Evaluating in the background: a person whose facts have changed at once, and each minute whoever is stale."""

from __future__ import annotations

from procrastinate.contrib.django import app

from skillcity.platform.jobs.connection import fresh_connection
from skillcity.policy.reevaluating import EVERYONE, ONE
from skillcity.policy.services import evaluate_everyone, evaluate_person
from skillcity.policy.studio import jobs as studio_jobs

__all__ = ["evaluate_one", "evaluate_stale", "studio_jobs"]


@app.periodic(cron="* * * * *")
@app.task(name=EVERYONE, queueing_lock=EVERYONE)
@fresh_connection()
def evaluate_stale(timestamp: int) -> None:
    """Evaluate whoever is stale; nobody usually. The safety net of `evaluate_one`, and what follows a file of facts."""
    evaluate_everyone()


@app.task(name=ONE)
@fresh_connection()
def evaluate_one(person_id: int) -> None:
    """Evaluate the person of whom something new is known."""
    evaluate_person(person_id=person_id)
