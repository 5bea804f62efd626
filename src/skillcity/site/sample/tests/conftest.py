"""One small sample for all tests of this folder: 1,000 people, a fraction of a second."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pytest

from skillcity.site.sample.engine.sample import Plan, Tally, rows
from skillcity.site.sample.engine.tables import Row


@dataclass(frozen=True)
class Drawn:
    """A sample as typed by the clerk, and what the clerk knows about it."""

    plan: Plan
    tables: dict[str, list[Row]]
    tally: Tally


def drawn(plan: Plan) -> Drawn:
    """All tables of a plan."""
    tables: dict[str, list[Row]] = defaultdict(list)
    tally = Tally()
    for kind, row in rows(plan, tally):
        tables[kind].append(row)
    return Drawn(plan, dict(tables), tally)


@pytest.fixture(scope="session")
def small() -> Drawn:
    """1,000 people."""
    return drawn(Plan(0.001))


@pytest.fixture(scope="session")
def town() -> Drawn:
    """10,000 people, the usual scale."""
    return drawn(Plan(0.01))
