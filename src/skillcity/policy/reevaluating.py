"""A new fact causes a new evaluation, within seconds: what `facts.services` calls when facts have been committed."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

log = logging.getLogger(__name__)

EVERYONE = "skillcity.policy.evaluate"
ONE = "skillcity.policy.evaluate-one"
FEW = 20
SOON = 10  # before what waits with the usual priority 0: it takes milliseconds, and somebody waits for it


def facts_changed(person_ids: Collection[int]) -> None:
    """Queue one job for each of a few people, or one for all that are stale: a file of facts is one job.

    After the commit, never inside: a job queued earlier that has not begun will see these facts, so ten facts give one
    job; and one that has begun does not count as queued. Should this fail, the minute's job finds the same people.
    """
    wanted = [(ONE, {"person_id": each}, f"{ONE}.{each}") for each in sorted(person_ids)]
    if len(wanted) > FEW:
        wanted = [(EVERYONE, {"timestamp": int(time.time())}, EVERYONE)]
    for task, arguments, lock in wanted:
        try:
            app.configure_task(task, queueing_lock=lock, priority=SOON if task == ONE else 0).defer(**arguments)
        except AlreadyEnqueued:
            continue
