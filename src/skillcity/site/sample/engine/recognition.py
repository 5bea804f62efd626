"""Contests, honours and studios: the few whom the city knows by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skillcity.site.sample.engine.certificates import Step
from skillcity.site.sample.engine.chance import Wheel
from skillcity.site.sample.engine.lives import Life, World, fact, membership
from skillcity.site.sample.engine.people import Person
from skillcity.site.sample.engine.tables import Row

RANKS = Wheel({1: 12, 2: 12, 3: 12, 4: 11, 5: 11, 6: 10, 7: 8, 8: 8, 9: 8, 10: 8})
GROUPS = Wheel({"worker": 84, "teacher": 6, "student": 10})


def recognition_rows(life: Life, steps: list[Step], world: World) -> Iterator[tuple[str, Row]]:
    """Everything for which a person is honoured. Those with a calling have it alone, so that it shows."""
    person, chance = life.person, world.chance
    if person.calling == "leader":
        yield from leader_rows(person, world)
        return
    if person.calling == "artisan":
        yield honour(world, person, "ouyue-artisan", chance.day(date(2018, 1, 1), date(2024, 12, 31)))
        return
    won = [step for step in steps if step.basis == "contest"]
    if won:
        yield from contest_rows(person, won[0].year, "worker", Wheel({"city": 80, "province": 20}), world)
    elif person.age >= 19 and chance.happens(0.008):
        year = chance.between(max(2018, person.birth.year + 19), 2024)
        group = GROUPS.spin(chance) if person.age_in(year) < 23 else "worker"
        yield from contest_rows(person, year, group, Wheel(world.city.shape.tiers), world)
    if person.age >= 35 and chance.happens(0.0004):
        yield honour(world, person, "wenzhou-artisan", chance.day(date(2018, 5, 1), world.today))
    if person.standing and person.standing.kind == "promotion" and chance.happens(0.15):
        yield from member_rows(person, world)


def honour(world: World, person: Person, title: str, day: date) -> tuple[str, Row]:
    """An honour with the body that confers it: honours of different issuers are different honours."""
    return fact(world, person, "honour", day, title=title, issuer_kind=world.city.shape.honours[title])


def contest_rows(person: Person, year: int, group: str, tiers: Wheel[str], world: World) -> Iterator[tuple[str, Row]]:
    """An award, and the honours that the city gives for it (2023 rules: facts/08_competitions.yaml)."""
    chance, series = world.chance, world.city.shape.series
    tier, rank, grade = tiers.spin(chance), RANKS.spin(chance), chance.between(1, 2)
    place = {"county": person.county.name, "city": "温州市", "province": "浙江省", "nation": "全国"}[tier]
    # Over before the certificate that a winner receives in the last weeks of the year.
    day = date(year, 1, 1) + timedelta(days=chance.below(140 if year == world.today.year else 300))
    name = chance.pick(series)
    yield fact(
        world, person, "contest-award", day,
        contest=f"{year}年{place}{name}竞赛", series=name, tier=tier, grade=grade, event=person.occupation[1],
        rank=rank, group=group,
    )  # fmt: skip
    if tier != "city" or rank > 3 or group == "student":
        return
    after = day + timedelta(days=chance.between(20, 60))
    if rank == 1:
        yield honour(world, person, "wenzhou-chief-technician", after)
    yield honour(world, person, chance.pick(("wenzhou-technical-expert", "wenzhou-skill-leader")), after)
    if person.age_in(year) < 35:
        yield honour(world, person, "wenzhou-youth-post-expert", after)
    if not person.male:
        yield honour(world, person, "wenzhou-women-pacesetter", after)


def leader_rows(person: Person, world: World) -> Iterator[tuple[str, Row]]:
    """The leader of one studio; studios of the bureau and of the union are given out in their order."""
    studio, issuer = next(world.leaderless)
    since = max(studio.founded_on, date(2012, 1, 1))
    yield fact(
        world, person, "studio", since, studio_name=studio.name, role="leader", tier=studio.tier, issuer_kind=issuer
    )
    yield membership(person, studio, "leader", since)


def member_rows(person: Person, world: World) -> Iterator[tuple[str, Row]]:
    """A member of a studio, which gives no class."""
    studio, issuer = world.chance.pick(world.city.studios)
    since = world.chance.day(date(2020, 1, 1), world.today)
    yield fact(
        world, person, "studio", since, studio_name=studio.name, role="member", tier=studio.tier, issuer_kind=issuer
    )
    yield membership(person, studio, "member", since)
