"""kill -9 of the process that issues, in the middle, again and again: nothing is lost, nothing is doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from skillcity.credentials.kinds import BatchStatus
from skillcity.credentials.models import Batch, Candidate, Certificate, Series
from skillcity.credentials.tests.bureau import approved, bureau, examinee
from skillcity.facts.models import Fact
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs.models import Job

PROGRAM = Path(__file__).with_name("issuer_process.py")


def environment(parameters: dict[str, object]) -> dict[str, str]:
    hidden = ("DATABASE_URL", "SKILLCITY_DB_OWNER", "SKILLCITY_ROLE")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {
        "SKILLCITY_DB": json.dumps(parameters),
        "SKILLCITY_VAR": str(settings.VAR),
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "PYTHONPATH": f"{settings.PROJECT / 'src'}:{settings.PROJECT}",
    }


def run(job: Job, parameters: dict[str, object]) -> subprocess.Popen[bytes]:
    """A real process that has begun to issue."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(job.pk)], env=environment(parameters), stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def out() -> int:
    with acting_as(SYSTEM):
        return Certificate.objects.count()


def check(number: int, kills: int, parameters: dict[str, object], seed: int) -> None:
    """Issue so many, killing the process so many times on its way, and look at every number, place and fact."""
    chance = random.Random(seed)
    with acting_as(SYSTEM):
        at = bureau()
        people = [examinee(at, f"人员{each}") for each in range(number)]
        batch = approved(at, *people)
    job = Job.objects.get(pk=batch.job_id)
    killed = 0
    for at_least in sorted(chance.sample(range(1, number), kills)):
        process = run(job, parameters)
        while out() < at_least and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.1)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    last = run(job, parameters)
    last.wait(timeout=600)
    assert last.stdout is not None
    last.stdout.close()
    assert killed
    with acting_as(SYSTEM):
        found = list(Certificate.objects.order_by("number"))
        assert [int(each.number[-6:]) for each in found] == list(range(1, number + 1))
        assert sorted(each.place for each in found) == list(range(number))
        assert {each.person_id for each in found} == {each.pk for each in people}
        assert {each.candidate_id for each in found} == set(Candidate.objects.values_list("pk", flat=True))
        assert Fact.objects.filter(kind="certificate").count() == number
        assert set(Series.objects.values_list("last", flat=True)) == {number}
        assert Batch.objects.get().status == BatchStatus.ISSUED.value
        job.refresh_from_db()
        assert (job.status, job.result) == ("done", {"issued": number})


def test_two_hundred_with_three_kills(committed_db: dict[str, object]) -> None:
    check(200, 3, committed_db, seed=7)


@pytest.mark.long
def test_a_thousand_with_twenty_kills(committed_db: dict[str, object]) -> None:
    check(1000, 20, committed_db, seed=11)
