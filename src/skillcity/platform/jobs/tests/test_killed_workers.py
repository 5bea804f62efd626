"""A worker is killed with SIGKILL anywhere in a job of five steps; after the sweep the job is done, each step once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.models import Job, JobStep
from skillcity.platform.jobs.services import requeue_stalled, start
from skillcity.platform.jobs.tests import worker_process

SOURCES = Path(__file__).parents[4]


def work(parameters: dict[str, object], kill_at: int) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"SKILLCITY_DB": json.dumps(parameters), "PYTHONPATH": str(SOURCES)}
    command = [sys.executable, "-m", worker_process.__name__, str(kill_at)]
    return subprocess.run(command, env=environment, timeout=120, check=False, capture_output=True)


def make_table(owner: dict[str, object], dbname: object) -> None:
    with psycopg.connect(**(owner | {"dbname": dbname}), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("create table trial_effect (id bigserial primary key, step int not null)")
        connection.execute("grant all on trial_effect, trial_effect_id_seq to public")


def effects(parameters: dict[str, object]) -> list[int]:
    with psycopg.connect(**parameters) as connection:  # type: ignore[arg-type]
        return [row[0] for row in connection.execute("select step from trial_effect order by id")]


def survive(parameters: dict[str, object], kills: list[int]) -> int:
    """Run one job through these deaths, then to its end; gives the number of workers that did die."""
    before = len(effects(parameters))
    job = start(actor=SYSTEM, kind="trial-steps", title=Text("试", "Trial"))
    died = 0
    for kill_at in kills:
        died += work(parameters, kill_at).returncode == -signal.SIGKILL
        time.sleep(0.3)
        requeue_stalled(seconds_since_heartbeat=0.2)
    assert work(parameters, 0).returncode == 0
    job.refresh_from_db()
    assert (job.status, job.result) == ("done", {"steps": list(range(worker_process.STEPS))})
    assert effects(parameters)[before:] == list(range(worker_process.STEPS)), "each row once, in order"
    assert JobStep.objects.filter(job=job).count() == worker_process.STEPS
    assert not Job.objects.filter(status__in=["queued", "running"]).exists()
    return died


@pytest.fixture
def parameters(committed_db: dict[str, object], databases: object, register: object) -> dict[str, object]:
    from skillcity.platform.jobs import kinds

    kinds.register(JobKind("trial-steps", lambda run: {}))
    make_table(databases.owner, committed_db["dbname"])  # type: ignore[attr-defined]
    return committed_db


def test_a_job_survives_two_deaths_of_its_worker(parameters: dict[str, object]) -> None:
    chance = random.Random(20260724)
    assert survive(parameters, [chance.randint(6, 20), chance.randint(6, 20)]) == 2


@pytest.mark.long
def test_jobs_survive_fifty_deaths_at_any_statement(parameters: dict[str, object]) -> None:
    chance = random.Random(20260725)
    start(actor=SYSTEM, kind="trial-steps", title=Text("试", "Trial"))
    last = int(work(parameters, 0).stdout)
    died = 0
    while died < 50:
        died += survive(parameters, [chance.randint(1, last) for _ in range(chance.randint(1, 3))])
