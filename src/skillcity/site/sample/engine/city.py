"""The organisations of the city: the same for a seed, whatever the scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from skillcity.site.sample.engine.chance import Chance, Wheel
from skillcity.site.sample.engine.numbers import credit_code
from skillcity.site.sample.engine.shape import College, County, Ecosystem, Shape, shape

# Registration authority and type of body (GB 32100): 1 public administration, 5 civil affairs, 9 market regulation.
PREFIXES = {
    "technical-college": "12", "school": "12", "training-body": "52", "evaluation-body": "52", "studio": "52",
    "alliance": "51", "ecosystem": "59", "centre": "12", "service-station": "12", "bureau": "11",
    "enterprise": "91", "chain-leader": "91", "bank": "91", "insurer": "91",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation. `number` counts all of them; `industry` is empty where it has none."""

    number: int
    name: str
    kind: str
    credit_code: str
    region_code: str
    founded_on: date
    industry: str = ""
    tier: str = ""


@dataclass(slots=True)
class City:
    """All organisations, and the look-ups that the lives of people need."""

    shape: Shape
    chance: Chance
    organisations: list[Organisation] = field(default_factory=list)
    by_kind: dict[str, list[Organisation]] = field(default_factory=dict)
    firms: dict[tuple[str, str], list[Organisation]] = field(default_factory=dict)
    studios: list[tuple[Organisation, str]] = field(default_factory=list)
    self_evaluating: dict[str, list[Organisation]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def found(self, kind: str, name: str, region: str, *, industry: str = "", tier: str = "") -> Organisation:
        """Add an organisation under a marked name that no other has."""
        number = len(self.organisations)
        self.names.add(name)
        founded = self.chance.day(date(1985, 1, 1), date(2019, 12, 31))
        code = credit_code(PREFIXES[kind], number)
        made = Organisation(number, name + self.shape.mark, kind, code, region, founded, industry, tier)
        self.organisations.append(made)
        self.by_kind.setdefault(kind, []).append(made)
        return made

    def word(self, before: str, after: str) -> str:
        """A name around an invented word of two syllables that is not taken yet."""
        names = self.shape.names
        while True:
            name = before + self.chance.pick(names.firm_first) + self.chance.pick(names.firm_second) + after
            if name not in self.names:
                return name

    def firm(self, kind: str, county: County, industry: str, form: str) -> Organisation:
        """Found a firm and enter it among those that employ people of its county and industry."""
        word = self.chance.pick(self.shape.industries[industry].firms)
        made = self.found(kind, self.word(county.name, word + form), county.code, industry=industry)
        self.firms.setdefault((county.code, industry), []).append(made)
        return made


def build_city(seed: int) -> City:
    """All organisations of the sample."""
    city = City(shape(), Chance(seed, 1))
    counties = {county.code: county for county in city.shape.counties}
    for college in city.shape.colleges:
        city.found("technical-college", city.word(counties[college.county].short, college.type), college.county)
    for ecosystem in city.shape.ecosystems:
        found_ecosystem(city, ecosystem, counties[ecosystem.county])
    found_firms(city)
    found_public_bodies(city)
    found_service_bodies(city)
    found_studios(city)
    return city


def found_ecosystem(city: City, ecosystem: Ecosystem, county: County) -> None:
    """The circle itself, its chain leader, its alliance and its shared centre."""
    city.firm("chain-leader", county, ecosystem.industry, "集团有限公司")
    city.found("ecosystem", f"{ecosystem.name}技能生态圈", county.code, industry=ecosystem.industry)
    city.found("alliance", f"{ecosystem.name}技能人才培育联盟", county.code, industry=ecosystem.industry)
    city.found("centre", f"{ecosystem.name}技能人才培训评价中心", county.code, industry=ecosystem.industry)


def found_firms(city: City) -> None:
    """Two firms for every industry of a county, the rest by the weights of counties and industries."""
    count = city.shape.counts["enterprises"]
    places = [(county, industry) for county in city.shape.counties for industry in county.mix for _ in range(2)]
    residents = {county.code: county for county in city.shape.counties}
    counties = Wheel({county.code: county.weight for county in city.shape.counties})
    mixes = {county.code: Wheel(county.mix) for county in city.shape.counties}
    while len(places) < count:
        chosen = counties.spin(city.chance)
        places.append((residents[chosen], mixes[chosen].spin(city.chance)))
    for county, industry in places:
        city.firm("enterprise", county, industry, "股份有限公司" if city.chance.happens(0.06) else "有限公司")
    for firms in city.firms.values():
        city.self_evaluating.setdefault(firms[0].industry, []).extend(firms[:3])


def found_public_bodies(city: City) -> None:
    """Bureaus of the city and its counties, service stations here and in the partner regions."""
    city.found("bureau", "温州市人力资源和社会保障局", "330300")
    for county in city.shape.counties:
        city.found("bureau", f"{county.name}人力资源和社会保障局", county.code)
        city.found("service-station", f"{county.name}就业服务站", county.code)
        city.found("service-station", f"{county.name}产业园就业服务站", county.code)
    for code, name in city.shape.partner_stations:
        city.found("service-station", f"{name}驻温州就业服务站", code)


def found_service_bodies(city: City) -> None:
    """Schools, training and evaluation bodies, banks and insurers."""
    endings = {
        "schools": ("school", "职业中等专业学校"),
        "training-body": ("training-body", "职业技能培训学校"),
        "evaluation-body": ("evaluation-body", "职业技能评价中心"),
        "bank": ("bank", "银行温州分行"),
        "insurer": ("insurer", "财产保险温州支公司"),
    }
    for key, (kind, ending) in endings.items():
        for place in range(city.shape.counts[key]):
            county = city.shape.counties[place % len(city.shape.counties)]
            city.found(kind, city.word("" if kind in ("bank", "insurer") else county.short, ending), county.code)


def found_studios(city: City) -> None:
    """Studios of the bureau (hrss) and of the trade union: two kinds that are not the same before the law."""
    tiers = Wheel({"city": 62, "county": 18, "province": 16, "nation": 4})
    for issuer, count in city.shape.studios.items():
        ending = "技能大师工作室" if issuer == "hrss" else "劳模和工匠人才创新工作室"
        for place in range(count):
            county = city.shape.counties[place % len(city.shape.counties)]
            industry = city.chance.pick(list(county.mix))
            word = city.shape.industries[industry].firms[0]
            name = city.word(county.short, f"{word}{ending}")
            tier = tiers.spin(city.chance)
            city.studios.append((city.found("studio", name, county.code, industry=industry, tier=tier), issuer))


def colleges(city: City) -> Iterator[tuple[Organisation, College]]:
    """The colleges with their sizes; the first is the flagship."""
    return zip(city.by_kind["technical-college"], city.shape.colleges, strict=True)
