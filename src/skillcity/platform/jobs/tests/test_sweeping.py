from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.jobs import cli, sweep, worker
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.locks import job_lock
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.services import start


class Rounds:
    """Stands for the event that stops a sweep: true in the third round."""

    def __init__(self) -> None:
        self.count = 0

    def wait(self, seconds: float) -> bool:
        self.count += 1
        return self.count == 3


def test_the_worker_sweeps_until_it_stops_and_outlives_an_absent_database(monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps: list[int] = []

    def requeue() -> int:
        sweeps.append(1)
        raise OperationalError("away")

    monkeypatch.setattr(sweep, "requeue_stalled", requeue)
    monkeypatch.setattr(connection, "close", lambda: None)
    worker.sweep_until(Rounds(), 1)  # type: ignore[arg-type]
    assert sweeps == [1, 1]


def test_an_orphan_that_somebody_still_runs_is_left_alone(
    committed_db: dict[str, object], register: Callable[..., JobKind]
) -> None:
    register(lambda run: {})
    job = start(actor=SYSTEM, kind="trial", title=Text("试", "Trial"))
    Job.objects.filter(pk=job.pk).update(procrastinate_id=None)
    counts: list[int] = []

    def other() -> None:
        counts.append(sweep.requeue_orphans())
        connection.close()

    with job_lock(job.pk):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
    assert counts == [0]
    assert sweep.requeue_orphans() == 1


def test_a_sweep_from_the_command_line_repeats(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []

    def sleep(seconds: int) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli.time, "sleep", sleep)
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    assert CliRunner().invoke(cli.jobs, ["sweep", "--every", "7"]).exit_code == 1
    assert waits == [7, 7]
