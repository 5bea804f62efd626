"""A worker in a process of its own, for the tests that kill one: `python -m ... KILL_AT`.

Its job has steps that each insert one row. The process kills itself, with SIGKILL, before the statement number KILL_AT
of the job's connection: any statement, also those with which a run is claimed, sealed and ended. 0 means never. At the
end it prints how many statements there were.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

STEPS = 5


def main(kill_at: int) -> None:
    """Do what is queued, or die."""
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "skillcity.site.settings"  # not the tests' own, whose folder is not on the path
    )
    import django

    django.setup()
    from skillcity.platform.jobs import jobs, running
    from skillcity.platform.jobs.kinds import JobKind, register
    from skillcity.platform.jobs.worker import run_worker

    register(JobKind("trial-steps", lambda run: {"steps": running.run_in_steps(run, steps())}))
    plain = running.execute

    def execute(job_id: int) -> None:
        from django.db import connection

        killer = Killer(kill_at)
        with connection.execute_wrapper(killer):
            plain(job_id)
        sys.stdout.write(f"{killer.count}\n")

    jobs.execute = execute
    run_worker(once=True)


def steps() -> list[tuple[str, Callable[[Any], Any]]]:
    """Five steps, each one row."""

    def step(number: int) -> Callable[[Any], Any]:
        def work(run: Any) -> int:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("insert into trial_effect (step) values (%s)", [number])
            return number

        return work

    return [(f"step-{number}", step(number)) for number in range(STEPS)]


class Killer:
    """Counts statements; the one with this number is not reached."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: object, many: bool, context: object) -> Any:
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


if __name__ == "__main__":
    main(int(sys.argv[1]))
