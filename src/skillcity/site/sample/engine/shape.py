"""The shape of the city, read from the data files beside the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class County:
    """A county of the city: its weight and the weights of its industries."""

    code: str
    name: str
    short: str
    weight: int
    mix: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry: words of its firms, its occupations (code, name), majors (codes) and special abilities."""

    key: str
    firms: tuple[str, ...]
    occupations: tuple[tuple[str, str], ...]
    majors: tuple[str, ...]
    abilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class College:
    """A technical college of the sample: its county and its size."""

    county: str
    type: str
    sites: int
    workstations: int
    majors: int
    integrated: int


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """An industry skill ecosystem: `status` is press for the three that were named, recall for the guesses."""

    name: str
    county: str
    industry: str
    status: str


@dataclass(frozen=True, slots=True)
class Names:
    """The characters of which names are made."""

    surnames: str
    given: str
    firm_first: str
    firm_second: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything about the sample that does not depend on the seed."""

    today: date
    mark: str
    source: str
    figures: Mapping[str, int]
    counts: Mapping[str, int]
    studios: Mapping[str, int]
    standings: Mapping[str, Mapping[int, int]]
    counties: tuple[County, ...]
    partner_stations: tuple[tuple[str, str], ...]
    ecosystems: tuple[Ecosystem, ...]
    colleges: tuple[College, ...]
    majors: tuple[tuple[str, str], ...]
    industries: Mapping[str, Industry]
    names: Names
    series: tuple[str, ...]
    tiers: Mapping[str, int]
    honours: Mapping[str, str]
    titles: tuple[tuple[str, str], ...]


def read(name: str) -> Any:
    """One data file."""
    return yaml.safe_load((files(__package__) / "data" / name).read_text(encoding="utf-8"))


@cache
def shape() -> Shape:
    """The shape, read once."""
    city, recognition = read("city.yaml"), read("recognition.yaml")
    counts = dict(city["counts"])
    studios = counts.pop("studios")
    return Shape(
        today=city["today"],
        mark=city["mark"],
        source=city["source"],
        figures=city["figures"],
        counts=counts,
        studios=studios,
        standings=city["standings"],
        counties=tuple(County(**each) for each in city["counties"]),
        partner_stations=tuple((each["code"], each["name"]) for each in city["partner_stations"]),
        ecosystems=tuple(Ecosystem(**each) for each in city["ecosystems"]),
        colleges=tuple(College(**each) for each in city["colleges"]),
        majors=tuple((code, name) for code, name in city["majors"]),
        industries={key: industry(key, each) for key, each in read("industries.yaml").items()},
        names=Names(**read("names.yaml")),
        series=tuple(recognition["series"]),
        tiers=recognition["tiers"],
        honours=recognition["honours"],
        titles=tuple((title, grade) for title, grade in recognition["titles"]),
    )


def industry(key: str, words: dict[str, Any]) -> Industry:
    """One entry of the industries' file."""
    return Industry(
        key=key,
        firms=tuple(words["firms"]),
        occupations=tuple((code, name) for code, name in words["occupations"]),
        majors=tuple(words["majors"]),
        abilities=tuple(words["abilities"]),
    )
