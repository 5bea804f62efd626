"""Employment, insurance and the groups of a labour office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skillcity.site.sample.engine.lives import Job, Life, World, fact, membership
from skillcity.site.sample.engine.tables import Row

TEACHER = "2-08-02-02"  # 中等职业学校教师
# Groups that do not follow from a person's work: their share of all people.
SHARES = {"lifted-out-of-poverty": 0.006, "low-income": 0.006, "disabled": 0.01, "rural-mover": 0.05}


def work_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """Everything about a person's work."""
    occupation = TEACHER if life.way == "teacher" else life.person.occupation[0]
    for job in life.jobs:
        yield fact(
            world, life.person, "employment", job.start, job.end,
            employer=job.employer.credit_code, employer_name=job.employer.name, occupation=occupation,
        )  # fmt: skip
        yield from insurance_rows(life, job, world)
    if life.employer:
        role = "teacher" if life.way == "teacher" else "employee"
        yield membership(life.person, life.employer, role, life.jobs[-1].start)
        if life.person.age > 30 and world.chance.happens(0.003):
            body = world.chance.pick(world.city.by_kind["evaluation-body"])
            yield membership(life.person, body, "assessor", world.chance.day(date(2020, 1, 1), world.today))
    yield from group_rows(life, world)
    yield from residence_rows(life, world)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def insurance_rows(life: Life, job: Job, world: World) -> Iterator[tuple[str, Row]]:
    """The paid whole months of a job: from the month after its beginning to the last month before its end."""
    first, last = (
        month_after(job.start),
        (job.end or world.today + timedelta(days=1)).replace(day=1) - timedelta(days=1),
    )
    if first > last or world.chance.happens(0.08):
        return
    code = job.employer.credit_code
    yield fact(world, life.person, "insurance", first, last, scheme="unemployment", employer=code)
    if world.chance.happens(0.22):
        scheme = "pension" if world.chance.happens(0.8) else "injury"
        yield fact(world, life.person, "insurance", first, last, scheme=scheme, employer=code)


def residence_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """Where a person is registered: known to the city for one in three, most of them from birth."""
    chance, person = world.chance, life.person
    if not chance.happens(0.33):
        return
    basis = "household" if chance.happens(0.8) else "permit"
    since = person.birth if basis == "household" else chance.day(date(person.birth.year + 16, 1, 1), world.today)
    yield fact(world, person, "residence", since, region=person.county.code, basis=basis)


def group_rows(life: Life, world: World) -> Iterator[tuple[str, Row]]:
    """The groups for which policies make a difference."""
    chance, person, today = world.chance, life.person, world.today
    if life.way == "jobless" and person.age <= 60:
        since = max(life.jobs[-1].end or today, today - timedelta(days=500))
        yield fact(world, person, "group", since, group="registered-unemployed")
        if person.age >= 45 or chance.happens(0.2):
            yield fact(world, person, "group", since, group="employment-difficulty")
    if life.way == "worker" and person.age <= 18:
        yield fact(world, person, "group", life.jobs[0].start, group="after-school")
    for group, share in SHARES.items():
        if chance.happens(share):
            yield fact(world, person, "group", chance.day(date(2016, 1, 1), today), group=group)
