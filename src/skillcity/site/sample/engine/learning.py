"""Education, training, apprenticeship, special abilities and professional titles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skillcity.site.sample.engine.chance import Wheel
from skillcity.site.sample.engine.lives import Life, World, fact, membership
from skillcity.site.sample.engine.tables import Row

GRADUATION = {"secondary": 18, "technician": 21, "higher-vocational": 21, "bachelor": 22, "master": 25, "doctor": 29}
STAGES = Wheel(
    {"secondary": 52.0, "technician": 14.0, "higher-vocational": 22.0, "bachelor": 10.5, "master": 1.4, "doctor": 0.1}
)
STEPS = {5: "五级", 4: "四级", 3: "三级"}


def learning_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """Everything that a person has learnt, apart from certificates."""
    yield from education_rows(life, world)
    if life.way in ("worker", "jobless"):
        yield from training_rows(life, world)
        yield from apprenticeship_rows(life, world)
        yield from ability_rows(life, world)
        yield from title_rows(life, world)


def education_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """Today's students are members of a college; the others graduated, the older ones less often on record."""
    chance, person, city = world.chance, life.person, world.city
    if life.way == "student":
        college = chance.pick_early(city.by_kind["technical-college"])
        since = date(min(person.birth.year + 16, world.today.year - 1), 9, 1)
        yield membership(person, college, "learner", since)
        return
    if not chance.happens(0.85 if person.age < 45 else 0.6):
        return
    stage = STAGES.spin(chance)
    graduation = date(person.birth.year + GRADUATION[stage], 6, 30)
    if graduation > world.today:
        return
    if stage == "secondary":
        school = chance.pick(city.by_kind["school"]).name
    elif stage == "technician":
        school = chance.pick_early(city.by_kind["technical-college"]).name
    else:
        school = f"外地高等院校{city.shape.mark}"
    yield fact(
        world, person, "education", graduation, school=school, major=chance.pick(person.industry.majors), stage=stage
    )


def training_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """A course for one in three, two for some; hours in steps of eight."""
    chance, person = world.chance, life.person
    code, name = person.occupation
    first = max(life.jobs[0].start, date(2019, 1, 1))
    last = world.today - timedelta(days=45)
    if first >= last:
        return
    for share in (0.36, 0.1):
        if chance.happens(share):
            since = chance.day(first, last)
            digit = chance.pick((5, 5, 4, 4, 3))
            yield fact(
                world, person, "training", since, since + timedelta(days=chance.between(3, 44)),
                programme=f"{name}{STEPS[digit]}技能培训",
                provider=chance.pick(world.city.by_kind["training-body"]).name,
                hours=8 * chance.between(3, 20),
                occupation=code,
                passed="yes" if chance.happens(0.93) else "no",
            )  # fmt: skip


def apprenticeship_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """A new-type apprenticeship of one to two years at today's employer, with a college."""
    chance, person, job = world.chance, life.person, life.jobs[-1]
    if not life.employer or person.age > 35 or not chance.happens(0.06):
        return
    since = max(job.start, date(2019, 3, 1))
    until = since + timedelta(days=chance.between(365, 730))
    yield fact(
        world, person, "apprenticeship", since, until,
        enterprise=job.employer.credit_code,
        college=chance.pick_early(world.city.by_kind["technical-college"]).name,
        occupation=person.occupation[0],
        level="intermediate" if chance.happens(0.6) else "senior",
    )  # fmt: skip


def ability_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """A special ability (专项职业能力), the smallest skill that finds work."""
    chance, person = world.chance, life.person
    if not chance.happens(0.035):
        return
    day = chance.day(date(2019, 1, 1), world.today)
    if person.age_in(day.year) <= 16:
        return
    body = chance.pick(world.city.by_kind["evaluation-body"])
    serial = world.serials.next("special-ability", day.year, 0)
    yield fact(
        world, person, "special-ability", day,
        ability=chance.pick(person.industry.abilities), number=f"3399{day.year}{serial:08d}", issuer=body.name,
    )  # fmt: skip


def title_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """A professional title (职称) of an engineer, the higher ones for the older."""
    chance, person = world.chance, life.person
    if person.age < 26 or not chance.happens(0.045):
        return
    highest = 0 if person.age < 31 else 1 if person.age < 38 else 2 if person.age < 46 else 3
    step = min(highest, int(4 * chance.random() ** 2))
    title, grade = world.city.shape.titles[step]
    day = chance.day(date(person.birth.year + 25 + 5 * step, 1, 1), world.today)
    yield fact(world, person, "professional-title", day, title=title, grade=grade)
