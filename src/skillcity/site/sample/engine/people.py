"""The people of the city: who they are, before anything is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from skillcity.site.sample.engine.chance import Chance, Quota, Wheel
from skillcity.site.sample.engine.numbers import id_number
from skillcity.site.sample.engine.shape import County, Industry, Shape
from skillcity.site.sample.engine.tables import Row

# Ages at the time of the certificate that a standing stands for: (lowest, highest).
AGES = {"first-high": (22, 50), "promotion": (30, 56), "low": (18, 48)}
AGES_TODAY = {"leader": (42, 58), "artisan": (38, 58)}
BANDS = Wheel({(16, 18): 5, (19, 24): 11, (25, 34): 26, (35, 44): 26, (45, 54): 20, (55, 65): 12})


@dataclass(frozen=True, slots=True)
class Standing:
    """The certificate of recent years that a person must have, so that the published figures come out exactly.

    `kind`: first-high (level 3 or above for the first time), promotion (from level 3 or 2 upwards), low (level 4, 5).
    """

    kind: str
    year: int


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person. `calling` is leader or artisan for the few who are, else empty."""

    number: int
    name: str
    id_number: str
    birth: date
    age: int
    male: bool
    county: County
    industry: Industry
    occupation: tuple[str, str]
    calling: str
    standing: Standing | None
    phone: str

    def age_in(self, year: int) -> int:
        """Years reached in a calendar year."""
        return year - self.birth.year


def standings(shape: Shape, scale: float) -> dict[Standing, int]:
    """How many people of each standing; one more than the scaled figures, for they are published as "more than"."""
    counts = {
        Standing(kind, year): int(round(count * scale, 6))
        for kind, years in shape.standings.items()
        for year, count in years.items()
    }
    high = sum(counts[Standing("first-high", year)] for year in (2022, 2023, 2024))
    counts[Standing("first-high", 2022)] += int(round(shape.figures["high_skilled_three_years"] * scale, 6)) + 1 - high
    all_2024 = sum(count for standing, count in counts.items() if standing.year == 2024)
    counts[Standing("low", 2024)] += int(round(shape.figures["certificates_2024"] * scale, 6)) + 1 - all_2024
    return counts


class Population:
    """Draws one person after the other; keeps only what makes ID numbers unique and the figures exact."""

    def __init__(self, shape: Shape, chance: Chance, people: int, scale: float) -> None:
        self.shape, self.chance, self.people = shape, chance, people
        leaders, artisans = sum(shape.studios.values()), max(5, int(300 * scale))
        chosen = chance.distinct(leaders + artisans, people)
        self.callings = {number: "leader" if place < leaders else "artisan" for place, number in enumerate(chosen)}
        self.quota = Quota(standings(shape, scale), people - len(chosen))
        self.counties = Wheel(dict(enumerate(county.weight for county in shape.counties)))
        self.mixes = [Wheel(county.mix) for county in shape.counties]
        self._born: dict[tuple[date, bool], int] = {}

    def __iter__(self) -> Iterator[Person]:
        for number in range(self.people):
            yield self.draw(number)

    def draw(self, number: int) -> Person:
        """The next person."""
        chance, shape = self.chance, self.shape
        calling = self.callings.get(number, "")
        standing = None if calling else self.quota.draw(chance)
        age = self.age(calling, standing)
        latest = shape.today.replace(year=shape.today.year - age)
        birth = chance.day(latest.replace(year=latest.year - 1) + timedelta(days=1), latest)
        male = chance.happens(0.56)
        place = self.counties.spin(chance)
        industry = shape.industries[self.mixes[place].spin(chance)]
        return Person(
            number=number,
            name=person_name(shape, chance),
            id_number=self.id_number(birth, male),
            birth=birth,
            age=age,
            male=male,
            county=shape.counties[place],
            industry=industry,
            occupation=chance.pick_early(industry.occupations),
            calling=calling,
            standing=standing,
            # 154: a mobile prefix that is assigned to no network, so that no real telephone rings.
            phone=f"154{chance.below(100_000_000):08d}" if chance.happens(0.7) else "",
        )

    def age(self, calling: str, standing: Standing | None) -> int:
        """The age today."""
        if standing:
            return self.chance.between(*AGES[standing.kind]) + self.shape.today.year - standing.year
        return self.chance.between(*(AGES_TODAY[calling] if calling else BANDS.spin(self.chance)))

    def id_number(self, birth: date, male: bool) -> str:
        """An ID number that no one else has: the sequence counts the people of one day and sex (odd: male)."""
        count = self._born.get((birth, male), 0)
        self._born[birth, male] = count + 1
        return id_number(birth, 2 * count + (1 if male else 2))


def person_name(shape: Shape, chance: Chance) -> str:
    """A surname with one or two characters."""
    given = chance.pick(shape.names.given)
    if chance.happens(0.72):
        given += chance.pick(shape.names.given)
    return chance.pick(shape.names.surnames) + given


def person_row(person: Person) -> Row:
    """The row of the people's table."""
    return {
        "name": person.name,
        "id_number": person.id_number,
        "region_code": person.county.code,
        "phone": person.phone,
    }
