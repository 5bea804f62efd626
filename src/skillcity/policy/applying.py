"""Which editions apply to the people of a place on a day, and which catalogues have nothing in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.conf import settings

from skillcity.policy.editions import TALENT, Term, catalogue_names, digest, editions_of, terms
from skillcity.policy.engine import Catalogue, applicable


@dataclass(frozen=True, eq=False)
class Applying:
    """The editions for the people of a place on a day.

    `current`: one of each catalogue that has one in force, the talent classes first. `silent`: for each catalogue that
    is known here and has none, the newest edition that has begun, or the first to begin. `before`: the edition of the
    talent classes before the one in force.
    """

    current: tuple[Catalogue, ...]
    silent: tuple[Catalogue, ...]
    before: Catalogue | None

    @property
    def digest(self) -> str:
        """Differs whenever another text applies."""
        named = [f"{each.name} {digest(each)}" for each in (*self.current, self.before) if each]
        return sha256("\n".join(named).encode()).hexdigest()[:16]

    def named(self, catalogue: str) -> Catalogue | None:
        """The edition of this catalogue that is in force here."""
        return next((each for each in self.current if each.catalogue == catalogue), None)


def applying_in(region: str, day: date) -> Applying:
    """The editions for the people of a county (six digits): its own, else the city's, the province's, the nation's."""
    return _applying(region, day, terms())


@lru_cache(maxsize=256)
def _applying(region: str, day: date, known: tuple[Term, ...]) -> Applying:
    places = {region, f"{region[:4]}00", f"{region[:2]}0000", "000000"}
    here = [each for place, name in catalogue_names() if place in places for each in editions_of(place, name)]
    names = sorted({each.catalogue for each in here}, key=lambda name: (name != TALENT, name))
    current, silent = [], []
    for name in names:
        found = applicable(here, name, region, day)
        if found is not None:
            current.append(found)
        else:
            silent.append(_latest([each for each in here if each.catalogue == name], day))
    talent = next((each for each in current if each.catalogue == TALENT), None)
    return Applying(tuple(current), tuple(silent), predecessor(talent) if talent else None)


def _latest(editions: list[Catalogue], day: date) -> Catalogue:
    """The newest that has begun; the first to begin when none has."""
    begun = [each for each in editions if (each.in_force.start or date.min) <= day]
    return max(begun, key=_start) if begun else min(editions, key=_start)


def _start(each: Catalogue) -> date:
    return each.in_force.start or date.min


def predecessor(current: Catalogue) -> Catalogue | None:
    """The edition that this one says it supersedes, else the newest that began before it."""
    others = [each for each in editions_of(current.region, current.catalogue) if _start(each) < _start(current)]
    named = next((each for each in others if each.edition == current.supersedes), None)
    return named or max(others, key=_start, default=None)


def talent_current(day: date) -> Catalogue | None:
    """The edition of the city's talent classes in force on a day; None: no rule is in force."""
    return applying_in(settings.CITY_CODE, day).named(TALENT)


def all_editions() -> Iterable[Catalogue]:
    """Every edition of every catalogue, those of the nation first."""
    return (each for names in catalogue_names() for each in editions_of(*names))
