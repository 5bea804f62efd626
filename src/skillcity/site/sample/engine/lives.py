"""What happens to one person: the parts of a life that several tables tell from their own side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from skillcity.site.sample.engine.chance import Chance
from skillcity.site.sample.engine.city import City, Organisation
from skillcity.site.sample.engine.numbers import Serials
from skillcity.site.sample.engine.people import Person
from skillcity.site.sample.engine.tables import Row, iso


@dataclass(frozen=True, slots=True)
class Job:
    """One employment; `end` None: still employed."""

    employer: Organisation
    start: date
    end: date | None


@dataclass(slots=True)
class World:
    """What lives are made in: the city, chance, the running numbers, and the studios that still want a leader."""

    city: City
    chance: Chance
    serials: Serials
    leaderless: Iterator[tuple[Organisation, str]]

    @property
    def today(self) -> date:
        """The last day on which something happens in the sample."""
        return self.city.shape.today


@dataclass(slots=True)
class Life:
    """A person with their way: student, worker, teacher or jobless; and their jobs, oldest first."""

    person: Person
    way: str
    jobs: list[Job]

    @property
    def employer(self) -> Organisation | None:
        """Today's employer."""
        return self.jobs[-1].employer if self.jobs and self.jobs[-1].end is None else None


def live(person: Person, world: World) -> Life:
    """Choose a way and the jobs that belong to it."""
    way = way_of(person, world.chance)
    life = Life(person, way, [])
    if way == "student":
        return life
    first = first_working_day(person, world.today)
    span = (world.today - first).days
    start = first + timedelta(days=int(span * world.chance.random() ** 0.6))
    if (start - first).days > 900 and world.chance.happens(0.3):
        before = world.chance.day(first, start - timedelta(days=500))
        end = world.chance.day(before + timedelta(days=300), start - timedelta(days=31))
        life.jobs.append(Job(employer_of(person, way, world), before, end))
    end_now = world.chance.day(start, world.today) if way == "jobless" else None
    life.jobs.append(Job(employer_of(person, way, world), start, end_now))
    return life


def way_of(person: Person, chance: Chance) -> str:
    """How a person lives, by age; who has a calling or a recent certificate works."""
    if person.calling or person.standing:
        return "worker"
    if person.age <= 18:
        return "student" if chance.happens(0.75) else "worker"
    if person.age <= 21 and chance.happens(0.35):
        return "student"
    if person.age >= 25 and chance.happens(0.004):
        return "teacher"
    return "jobless" if chance.happens(0.5 if person.age > 60 else 0.07) else "worker"


def first_working_day(person: Person, today: date) -> date:
    """July after school, or the sixteenth birthday of those who are younger than that."""
    july = date(person.birth.year + 18, 7, 1)
    return july if july < today else date(person.birth.year + 16, person.birth.month, min(person.birth.day, 28))


def employer_of(person: Person, way: str, world: World) -> Organisation:
    """A college for teachers; mostly a firm of the own county, and always of the own industry, for others."""
    city, chance = world.city, world.chance
    if way == "teacher":
        return chance.pick_early(city.by_kind["technical-college"])
    if chance.happens(0.12):
        return chance.pick(city.self_evaluating[person.industry.key])
    return chance.pick_early(city.firms[person.county.code, person.industry.key])


def fact(
    world: World, person: Person, kind: str, since: date, until: date | None = None, **attributes: str | int
) -> tuple[str, Row]:
    """One row of a fact table; the source says on every row that it is a sample."""
    row: Row = {"id_number": person.id_number, "name": person.name, "valid_from": iso(since), "valid_to": iso(until)}
    row.update(attributes)
    row["document"] = f"样例-{kind}-{person.number:07d}"
    row["source"] = world.city.shape.source
    return kind, row


def membership(
    person: Person, organisation: Organisation, role: str, since: date, until: date | None = None
) -> tuple[str, Row]:
    """One row of the memberships' table."""
    return "memberships", {
        "id_number": person.id_number,
        "name": person.name,
        "credit_code": organisation.credit_code,
        "role": role,
        "valid_from": iso(since),
        "valid_to": iso(until),
    }
