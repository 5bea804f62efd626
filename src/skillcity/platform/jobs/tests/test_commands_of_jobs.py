from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.jobs import cli
from skillcity.platform.jobs.kinds import JobKind
from skillcity.platform.jobs.services import start
from skillcity.platform.jobs.tests.conftest import TITLE


def test_jobs_are_listed(register: Callable[..., JobKind], alice: Actor) -> None:
    register(lambda run: {})
    assert "No jobs yet" in CliRunner().invoke(cli.jobs, ["list"]).stderr
    job = start(actor=alice, kind="trial", title=TITLE)
    assert "A trial" in CliRunner().invoke(cli.jobs, ["list"]).stdout
    answer = json.loads(CliRunner().invoke(cli.jobs, ["list", "--json"]).stdout)
    assert answer == {"jobs": [{"id": job.pk, "kind": "trial", "status": "queued", "done": 0, "total": 0}]}


def test_the_sweep_says_how_many_it_brought_back(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(CliRunner().invoke(cli.jobs, ["sweep", "--json"]).stdout) == {"requeued": 0}
    assert "0 jobs" in CliRunner().invoke(cli.jobs, ["sweep"]).stderr
