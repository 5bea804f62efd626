"""Background work of the studio: simulating a draft, and evaluating everyone once an edition holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillcity.platform.jobs.kinds import JobKind, register
from skillcity.platform.jobs.running import Run
from skillcity.policy.services import evaluate_everyone
from skillcity.policy.studio.models import Simulation
from skillcity.policy.studio.publishing import EVALUATE
from skillcity.policy.studio.simulation import SIMULATE, run


def simulate(job: Run) -> Mapping[str, Any]:
    """Simulate a draft, in one step."""

    def work(job: Run) -> dict[str, Any]:
        simulation = Simulation.objects.select_for_update(of=("self",)).get(pk=job.payload["simulation"])
        return run(simulation, job.progress)

    result: Mapping[str, Any] = job.step("simulate", work)
    return result


def evaluate(job: Run) -> Mapping[str, Any]:
    """Derive everyone's standing anew; each part is a transaction of its own and is not done twice."""
    return evaluate_everyone(job.progress)


register(JobKind(SIMULATE, simulate))
register(JobKind(EVALUATE, evaluate))
