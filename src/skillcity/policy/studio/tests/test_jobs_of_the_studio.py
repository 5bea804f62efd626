"""The work of the studio that the worker does."""

from __future__ import annotations

import pytest
from django.utils import timezone

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.jobs.models import Job
from skillcity.platform.jobs.running import execute
from skillcity.policy.studio import services, simulation
from skillcity.policy.studio.models import Simulation
from skillcity.policy.studio.publishing import EVALUATE, evaluate_if_due
from skillcity.policy.studio.tests.world import BASE, make_world


def test_the_jobs_of_the_studio_run(committed_db: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    actor = world.actor(world.author)
    monkeypatch.setattr(simulation, "WITHIN_A_REQUEST", 1)
    with acting_as(actor):
        draft = services.start_draft(actor=actor, base=BASE)
        made = simulation.simulate(actor=actor, draft_id=draft.pk, against_name=BASE, as_of=timezone.localdate())
        evaluate_if_due(actor, timezone.localdate())
    with acting_as(SYSTEM):
        jobs = list(Job.objects.order_by("pk"))
    for job in jobs:
        execute(job.pk)
    with acting_as(SYSTEM):
        assert [(each.kind, each.status) for each in Job.objects.order_by("pk")] == [
            (simulation.SIMULATE, "done"), (EVALUATE, "done"),
        ]  # fmt: skip
        assert Simulation.objects.get(pk=made.pk).figures["shifts"] == {}
