"""Skill-level certificates: a ladder that fits the person's age, with numbers that agree with each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from skillcity.site.sample.engine.chance import Wheel
from skillcity.site.sample.engine.lives import Life, World, fact
from skillcity.site.sample.engine.people import Person
from skillcity.site.sample.engine.tables import Row

LEVELS = {5: "junior", 4: "intermediate", 3: "senior", 2: "technician", 1: "senior_technician"}
YOUNGEST = {5: 16, 4: 18, 3: 21, 2: 26, 1: 31}
OLD_LEVELS = Wheel({5: 14, 4: 38, 3: 33, 2: 11, 1: 4})
FIRST_HIGH = Wheel({3: 92, 2: 6, 1: 2})
NEW_NUMBERS = 2020  # the first year of the 22-character numbers in the sample
OLDEST = 2000


@dataclass(frozen=True, slots=True)
class Step:
    """One certificate to come: level digit 5..1, year, basis (exam, contest, direct)."""

    digit: int
    year: int
    basis: str = "exam"


def ladder(person: Person, world: World) -> list[Step]:
    """The certificates of a person, oldest first; empty for most."""
    last = last_step(person, world)
    if last is None:
        return []
    steps, sure = [last], person.standing is not None and person.standing.kind == "promotion"
    # A direct or contest title of someone new to the high levels has no steps below it.
    while last.digit < 5 and last.basis == "exam" and (sure or world.chance.happens(0.45)):
        last, sure = Step(last.digit + 1, last.year - world.chance.between(4, 6)), False
        if last.year < OLDEST or person.age_in(last.year) <= YOUNGEST[last.digit]:
            break
        steps.insert(0, last)
    return steps


def last_step(person: Person, world: World) -> Step | None:
    """The highest certificate."""
    chance, standing = world.chance, person.standing
    if person.calling:
        digit = 2 if chance.happens(0.75) else 1
        return Step(digit, max(chance.between(2008, 2019), person.birth.year + 34))
    if standing is None:
        return old_step(person, world)
    if standing.kind == "low":
        return Step(4 if chance.happens(0.65) and person.age_in(standing.year) > 18 else 5, standing.year)
    if standing.kind == "promotion":
        return Step(1 if person.age_in(standing.year) > 36 and chance.happens(0.3) else 2, standing.year)
    digit = FIRST_HIGH.spin(chance)
    if digit == 3 or person.age_in(standing.year) <= YOUNGEST[digit]:
        return Step(3, standing.year, "contest" if chance.happens(0.02) else "exam")
    return Step(digit, standing.year, "contest" if chance.happens(0.6) else "direct")


def old_step(person: Person, world: World) -> Step | None:
    """A certificate from before the years that the figures count, for about one in four of those old enough."""
    first = max(2003, person.birth.year + 19)
    if first > 2021 or not world.chance.happens(0.3):
        return None
    year = world.chance.between(first, 2021)
    digit = OLD_LEVELS.spin(world.chance)
    while person.age_in(year) <= YOUNGEST[digit]:
        digit += 1
    return Step(digit, year)


def certificate_rows(life: Life, steps: list[Step], world: World) -> Iterator[tuple[str, Row]]:
    """The rows of a ladder."""
    code, name = life.person.occupation
    for step in steps:
        issuer, number = numbered(life.person, step, world)
        yield fact(
            world, life.person, "certificate", issue_day(step, world),
            occupation=code, occupation_name=name, level=LEVELS[step.digit], number=number, issuer=issuer,
            basis=step.basis,
        )  # fmt: skip


def issue_day(step: Step, world: World) -> date:
    """A day of the step's year; at its end (or at the end of the sample) for the winners of a contest."""
    end = date(step.year, 6, 28) if step.year == world.today.year else date(step.year, 12, 28)
    return world.chance.day(end - timedelta(days=25) if step.basis == "contest" else date(step.year, 1, 4), end)


def numbered(person: Person, step: Step, world: World) -> tuple[str, str]:
    """Who issues the certificate, and its number: an employer (Y) for some, an evaluation body (S) for the others."""
    city, chance, serials = world.city, world.chance, world.serials
    if step.year >= NEW_NUMBERS and chance.happens(0.35):
        firm = chance.pick(city.self_evaluating[person.industry.key])
        return firm.name, serials.certificate("Y", firm.number, step.year, step.digit)
    place = chance.below(len(city.by_kind["evaluation-body"]))
    body = city.by_kind["evaluation-body"][place]
    if step.year >= NEW_NUMBERS:
        return body.name, serials.certificate("S", body.number, step.year, step.digit)
    return body.name, serials.old_certificate(place, step.year, step.digit)
