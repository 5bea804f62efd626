"""The whole sample as one stream of rows: constant memory, the same rows for the same seed and scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.sample.engine.certificates import certificate_rows, ladder
from skillcity.site.sample.engine.chance import Chance
from skillcity.site.sample.engine.city import City, build_city
from skillcity.site.sample.engine.flaws import Clerk, Tally
from skillcity.site.sample.engine.learning import learning_rows
from skillcity.site.sample.engine.lives import World, live
from skillcity.site.sample.engine.numbers import Serials
from skillcity.site.sample.engine.organisation_tables import organisation_rows
from skillcity.site.sample.engine.people import Person, Population, person_row
from skillcity.site.sample.engine.recognition import recognition_rows
from skillcity.site.sample.engine.shape import shape
from skillcity.site.sample.engine.tables import COLUMNS, Row
from skillcity.site.sample.engine.work import work_rows

DEFAULT_SCALE = 0.01
DEFAULT_SEED = 2025
SMALLEST, LARGEST = 0.001, 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sample: `scale` 1.0 is 1,000,000 people. Raises InputError for a scale outside 0.001 to 1.0."""

    scale: float = DEFAULT_SCALE
    seed: int = DEFAULT_SEED

    def __post_init__(self) -> None:
        if not SMALLEST <= self.scale <= LARGEST:
            raise InputError(
                "sample.scale",
                Text(
                    f"样例规模 {self.scale} 不在 0.001 至 1 之间。",
                    f"The scale {self.scale} is not between 0.001 and 1.",
                ),
                todo=Text("请改用例如 0.01。", "Use for example 0.01."),
            )

    @property
    def people(self) -> int:
        """How many people: at least 1,000."""
        return round(shape().figures["people"] * self.scale)


def rows(plan: Plan, tally: Tally | None = None) -> Iterator[tuple[str, Row]]:
    """All rows with the name of their table. `tally` is complete once the stream has ended."""
    clerk = Clerk(shape(), Chance(plan.seed, 7), tally or Tally())
    for kind, row in right_rows(plan):
        for typed in clerk.type(kind, row):
            yield kind, typed


def table(plan: Plan, kind: str) -> Iterator[Row]:
    """The rows of one table."""
    if kind not in COLUMNS:
        raise ValueError(f"the sample has no table {kind!r}")
    return (row for name, row in rows(plan) if name == kind)


def right_rows(plan: Plan) -> Iterator[tuple[str, Row]]:
    """The rows before the clerk: organisations first, then person by person."""
    city = build_city(plan.seed)
    yield from organisation_rows(city, plan.seed)
    world = World(city, Chance(plan.seed, 6), Serials(), iter(city.studios))
    for person in Population(city.shape, Chance(plan.seed, 5), plan.people, plan.scale):
        yield from person_rows(person, world)


def person_rows(person: Person, world: World) -> Iterator[tuple[str, Row]]:
    """Everything about one person."""
    life, steps = live(person, world), ladder(person, world)
    yield "people", person_row(person)
    yield from work_rows(life, world)
    yield from learning_rows(life, world)
    yield from certificate_rows(life, steps, world)
    yield from recognition_rows(life, steps, world)


__all__ = ["COLUMNS", "City", "Plan", "Tally", "rows", "table"]
