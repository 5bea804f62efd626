"""Progress is seen, and a wish to stop is heard, while the job's own transaction is still open."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.jobs import running
from skillcity.platform.jobs.jobs import run_job
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.locks import job_lock
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.running import Run
from skillcity.platform.jobs.services import cancel, start
from skillcity.platform.jobs.side_channel import SideChannel

TITLE = Text("试", "Trial")


@pytest.fixture(autouse=True)
def _every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SideChannel", lambda job_id, attempt: SideChannel(job_id, attempt, 0.0))


def look(parameters: dict[str, object]) -> tuple[int, int]:
    with psycopg.connect(**parameters) as outside:  # type: ignore[arg-type]
        row = outside.execute("select done, total from jobs_job").fetchone()
        assert row is not None
        return row[0], row[1]


def test_progress_is_seen_from_outside(committed_db: dict[str, object], register: Callable[..., JobKind]) -> None:
    seen: list[tuple[int, int]] = []

    def work(run: Run) -> None:
        for done in (1, 2):
            run.progress(done, 3)
            seen.append(look(committed_db))

    register(lambda run: run.step("work", work) or {})
    job = start(actor=SYSTEM, kind="trial", title=TITLE)
    run_job(job.pk)
    assert seen == [(1, 3), (2, 3)]
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("done", 3, 3)


def test_a_running_job_stops_when_asked_and_undoes_its_step(
    committed_db: dict[str, object], register: Callable[..., JobKind]
) -> None:
    begun, asked = threading.Event(), threading.Event()

    def work(run: Run) -> None:
        Account.objects.create(username="half", name="half", role="worker")
        begun.set()
        assert asked.wait(10)
        run.progress(1, 2)

    register(lambda run: run.step("work", work) or {})
    job = start(actor=SYSTEM, kind="trial", title=TITLE)
    thread = threading.Thread(target=lambda: (run_job(job.pk), connection.close()))
    thread.start()
    assert begun.wait(10)
    cancel(actor=SYSTEM, job_id=job.pk)
    asked.set()
    thread.join(10)
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert not Account.objects.filter(username="half").exists()


def test_a_second_run_at_the_same_time_comes_back_later(
    committed_db: dict[str, object], register: Callable[..., JobKind]
) -> None:
    runs: list[int] = []
    register(lambda run: runs.append(1) or {})
    job = start(actor=SYSTEM, kind="trial", title=TITLE)

    def second() -> None:
        run_job(job.pk)
        connection.close()

    with job_lock(job.pk) as mine:
        assert mine
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
    assert runs == []
    before, job = job.procrastinate_id, Job.objects.get(pk=job.pk)
    assert job.procrastinate_id != before
    assert job.status == "queued"
    run_job(job.pk)
    assert runs == [1]


def test_progress_passes_over_a_row_that_is_busy(
    committed_db: dict[str, object], register: Callable[..., JobKind]
) -> None:
    register(lambda run: {})
    job = start(actor=SYSTEM, kind="trial", title=TITLE)
    Job.objects.filter(pk=job.pk).update(status="running", cancel_asked=True)
    with psycopg.connect(**committed_db) as outside, SideChannel(job.pk, 0, 0.0) as channel:  # type: ignore[arg-type]
        outside.execute("select 1 from jobs_job for update")
        assert channel.tell(1, 2) is False, "it could not even ask"
        outside.rollback()
        assert channel.tell(1, 2) is True
    job.refresh_from_db()
    assert job.done == 1
