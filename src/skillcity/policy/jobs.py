"""Evaluating in the background: a person whose facts have changed at once, and each minute whoever is stale."""

from __future__ import annotations

from collections.abc import Callable

from django.db import close_old_connections
from procrastinate.contrib.django import app

from skillcity.policy.reevaluating import EVERYONE, ONE
from skillcity.policy.services import evaluate_everyone, evaluate_person
from skillcity.policy.studio import jobs as studio_jobs

__all__ = ["evaluate_one", "evaluate_stale", "studio_jobs"]


@app.periodic(cron="* * * * *")
@app.task(name=EVERYONE, queueing_lock=EVERYONE)
def evaluate_stale(timestamp: int) -> None:
    """Evaluate whoever is stale; nobody usually. The safety net of `evaluate_one`, and what follows a file of facts."""
    connected(evaluate_everyone)


@app.task(name=ONE)
def evaluate_one(person_id: int) -> None:
    """Evaluate the person of whom something new is known."""
    connected(lambda: evaluate_person(person_id=person_id))


def connected(work: Callable[[], object]) -> None:
    """Do it with a connection that is alive, and leave none behind that is not."""
    close_old_connections()
    try:
        work()
    finally:
        close_old_connections()
