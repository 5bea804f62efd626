"""The rows about organisations: themselves, their sites, majors and ties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skillcity.site.sample.engine.chance import Chance
from skillcity.site.sample.engine.city import City, Organisation, colleges
from skillcity.site.sample.engine.tables import Row, iso

WORKSHOPS = ("电工", "钳工", "数控", "焊接", "模具", "汽修", "机器人", "服装", "印刷", "钣金", "仪表", "物流")
OPENED = (date(2015, 9, 1), date(2016, 9, 1), date(2018, 9, 1), date(2020, 9, 1), date(2022, 9, 1), date(2024, 9, 1))


def organisation_rows(city: City, seed: int) -> Iterator[tuple[str, Row]]:
    """All rows about organisations, table by table."""
    for each in city.organisations:
        yield "organisations", organisation_row(each)
    yield from site_rows(city, Chance(seed, 2))
    yield from offering_rows(city, Chance(seed, 3))
    yield from tie_rows(city, Chance(seed, 4))


def organisation_row(each: Organisation) -> Row:
    """One organisation."""
    return {
        "name": each.name,
        "kind": each.kind,
        "credit_code": each.credit_code,
        "region_code": each.region_code,
        "founded_on": iso(each.founded_on),
    }


def site_rows(city: City, chance: Chance) -> Iterator[tuple[str, Row]]:
    """The colleges' training sites; each college's workstations add up to its published or invented total."""
    for college, size in colleges(city):
        rest = size.workstations
        for place in range(size.sites):
            left = size.sites - place
            mean = rest / left
            seats = rest if left == 1 else round(mean * (0.6 + 0.8 * chance.random()))
            rest -= seats
            name = f"{WORKSHOPS[place % len(WORKSHOPS)]}实训场地{place + 1:03d}"
            yield "sites", {"credit_code": college.credit_code, "name": name, "workstations": seats}


def offering_rows(city: City, chance: Chance) -> Iterator[tuple[str, Row]]:
    """The colleges' majors; the first ones are taught as work-study integrated courses (工学一体化)."""
    for college, size in colleges(city):
        for place, (code, name) in enumerate(city.shape.majors[: size.majors]):
            yield (
                "offerings",
                {
                    "credit_code": college.credit_code,
                    "major_code": code,
                    "major_name": name,
                    "integrated": "yes" if place < size.integrated else "no",
                    "since": iso(chance.pick(OPENED)),
                },
            )


def tie_row(source: Organisation, target: Organisation, tie: str, since: date) -> tuple[str, Row]:
    """One tie, from the partner, member or leader to the college or ecosystem."""
    return "ties", {
        "from_credit_code": source.credit_code,
        "to_credit_code": target.credit_code,
        "tie": tie,
        "since": iso(since),
        "until": "",
    }


def tie_rows(city: City, chance: Chance) -> Iterator[tuple[str, Row]]:
    """Partners of the colleges, close partners among them, leaders and members of the ecosystems."""
    firms = city.by_kind["enterprise"]
    first, last = date(2014, 1, 1), city.shape.today
    for place, (college, size) in enumerate(colleges(city)):
        partners = city.shape.figures["regular_partners"] if place == 0 else size.sites // 2
        close = city.shape.figures["close_partners"] if place == 0 else size.sites // 6
        for rank, chosen in enumerate(chance.distinct(partners, len(firms))):
            since = chance.day(first, last)
            yield tie_row(firms[chosen], college, "regular-partner", since)
            if rank < close:
                yield tie_row(firms[chosen], college, "close-partner", chance.day(since, last))
    for leader, circle, each in zip(
        city.by_kind["chain-leader"], city.by_kind["ecosystem"], city.shape.ecosystems, strict=True
    ):
        since = chance.day(date(2023, 6, 1), date(2025, 3, 31))
        yield tie_row(leader, circle, "chain-leader", since)
        near = [firm for firm in city.firms[each.county, each.industry] if firm.kind == "enterprise"]
        for member in near[:40]:
            yield tie_row(member, circle, "ecosystem-member", chance.day(since, last))
