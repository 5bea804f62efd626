"""A new fact makes a new standing within seconds, by the real worker; ten facts are one job, and so is a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from skillcity.facts.services import NewFact, record_facts
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.policy.editions import TALENT
from skillcity.policy.models import Decision, Standing
from skillcity.policy.reevaluating import EVERYONE, FEW, ONE
from skillcity.policy.services import evaluate_everyone
from skillcity.policy.tests.people import BEGIN, EDUCATION, STUDIO, a_person, lead_a_studio, learn
from skillcity.registry.models import Person

SOURCES = Path(__file__).parents[3]
SECONDS = 10.0


@contextmanager
def a_worker(parameters: dict[str, object]) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as `./skillcity up` starts it, on this database."""
    environment = os.environ | {"SKILLCITY_DB": json.dumps(parameters), "PYTHONPATH": str(SOURCES)}
    environment["DJANGO_SETTINGS_MODULE"] = "skillcity.site.settings"
    code = "import django; django.setup(); from skillcity.platform.jobs.worker import run_worker as r; r(sweep_every=0)"
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def soon(what: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def jobs(task: str, status: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select args from procrastinate_jobs where task_name = %s and status::text = %s order by id",
            [task, status],
        )
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def class_of(person: Person) -> str:
    with acting_as(SYSTEM):
        rows = Standing.objects.filter(person=person, catalogue=TALENT).exclude(decision=None)
        return str(rows.values_list("value", flat=True).first())


def somebody(count: int = 1) -> list[Person]:
    with acting_as(SYSTEM):
        return [a_person() for _ in range(count)]


def test_a_fact_in_and_the_class_has_changed_seconds_later(committed_db: dict[str, object]) -> None:
    (person,) = somebody()
    evaluate_everyone()
    assert class_of(person) == ""
    with a_worker(committed_db):
        with acting_as(SYSTEM):
            learn(person, "education", EDUCATION)
        assert soon(lambda: bool(jobs(ONE, "succeeded")), seconds=60), "the worker has started"
        with acting_as(SYSTEM):
            fact = lead_a_studio(person)
        assert soon(lambda: class_of(person) == "E")
        with acting_as(SYSTEM):
            learn(person, "studio", dict(fact.attributes), supersedes=fact.seq, retracts=True)
        assert soon(lambda: class_of(person) == "")
        assert len(jobs(ONE, "succeeded")) == 3
    with acting_as(SYSTEM):
        values = Decision.objects.filter(person=person, catalogue=TALENT).order_by("pk").values_list("value", flat=True)
        assert list(values) == ["", "E", ""]


def test_ten_facts_are_one_job_and_what_is_rolled_back_is_none(committed_db: dict[str, object]) -> None:
    one, other = somebody(2)
    for _ in range(10):
        with acting_as(SYSTEM):
            learn(one, "education", EDUCATION)
    with acting_as(SYSTEM):
        learn(other, "education", EDUCATION)
        transaction.set_rollback(True)
    assert jobs(ONE, "todo") == [{"person_id": one.pk}]


def test_a_file_of_facts_is_one_job(committed_db: dict[str, object]) -> None:
    people = somebody(FEW + 1)
    with acting_as(SYSTEM):
        record_facts(
            actor=SYSTEM, facts=[NewFact(each.pk, "studio", BEGIN, None, STUDIO, "test") for each in people], batch_id=1
        )
    assert jobs(ONE, "todo") == []
    assert len(jobs(EVERYONE, "todo")) == 1
    with a_worker(committed_db):
        assert soon(lambda: all(class_of(each) == "E" for each in people), seconds=60)


def test_the_facts_stand_when_the_queue_fails(committed_db: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    (person,) = somebody()

    def broken(*_: object, **__: object) -> None:
        raise OSError("no queue")

    monkeypatch.setattr("skillcity.policy.reevaluating.app.configure_task", broken)
    with acting_as(SYSTEM):
        lead_a_studio(person)
    evaluate_everyone()
    assert class_of(person) == "E"
