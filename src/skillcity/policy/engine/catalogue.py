"""A catalogue of clauses in one dated edition: what the file says, as frozen values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from skillcity.kernel.text import Text
from skillcity.policy.engine.problems import Place
from skillcity.policy.engine.schema import Schema
from skillcity.policy.engine.tolerances import STRICT, Tolerances
from skillcity.policy.engine.tree import Condition

if TYPE_CHECKING:
    from skillcity.policy.engine.benefit import Benefit


class Confidence(StrEnum):
    """How well a statement is known, best first."""

    OFFICIAL = "official"
    PRESS = "press"
    SECONDARY = "secondary"
    DERIVED = "derived"
    CONFLICT = "conflict"
    RECALL = "recall"


class Status(StrEnum):
    """`illustrative`: nobody has read it in a text in force; shown only with a banner."""

    IN_FORCE = "in-force"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class InForce:
    """The days on which something holds, both included; None: open."""

    start: date | None
    end: date | None
    confidence: Confidence | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read."""

    title: str
    confidence: Confidence
    issuer: str = ""
    number: str = ""
    url: str = ""
    retrieved: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in a document on which a clause rests."""

    document: str
    confidence: Confidence
    item: str = ""
    dated: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A dated list of codes that clauses refer to by name; `names` of those that the file gives one."""

    name: str
    label: Text
    edition: str
    status: Status
    source: Source
    members: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of the catalogue: whoever fulfils `when` is given the class `gives`."""

    id: str
    gives: str
    text: Text
    cite: Citation
    status: Status
    when: Condition
    place: Place
    when_place: Place
    in_force: InForce | None = None
    near: Tolerances = STRICT
    data_gap: Text | None = None
    impact: Text | None = None


@dataclass(frozen=True, slots=True)
class ClassOrder:
    """The classes that a catalogue gives, best first; the best that holds is the outcome.

    `every`: they are rights that do not stand above each other, and all that hold are the outcome. A catalogue of
    benefits alone has none.
    """

    order: tuple[str, ...]
    labels: Mapping[str, Text]
    every: bool = False

    def label(self, name: str) -> Text:
        """A class in words, its letter included."""
        label = self.labels.get(name)
        if self.every:
            return label or Text(name, name)
        return (
            Text(f"{name}类({label.zh})", f"class {name} ({label.en})") if label else Text(f"{name}类", f"class {name}")
        )


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One edition of one catalogue of one region; compared by identity, so that its compiled form can be kept.

    `names` are the words of codes that its conditions use.
    """

    catalogue: str
    region: str
    edition: str
    title: Text
    in_force: InForce
    source: Source
    outcome: ClassOrder
    sets: Mapping[str, NamedSet]
    names: Mapping[str, Text]
    clauses: tuple[Clause, ...]
    schema: Schema
    supersedes: str = ""
    benefits: tuple[Benefit, ...] = ()

    @property
    def name(self) -> str:
        """Region, catalogue and edition in one word: `330300/talent-class/2025`."""
        return f"{self.region}/{self.catalogue}/{self.edition}"

    def clause(self, clause_id: str) -> Clause:
        """The clause of this id; KeyError when there is none."""
        return {clause.id: clause for clause in self.clauses}[clause_id]


def applicable(catalogues: Iterable[Catalogue], name: str, region: str, day: date) -> Catalogue | None:
    """The edition of a catalogue for a place on a day: the county's own, else the city's, the province's, the nation's.

    `region`: a code of six digits. None: no rule is in force.
    """
    named = [catalogue for catalogue in catalogues if catalogue.catalogue == name]
    for code in (region, region[:4] + "00", region[:2] + "0000", "000000"):
        found = in_force_on((catalogue for catalogue in named if catalogue.region == code), day)
        if found:
            return found
    return None


def in_force_on(catalogues: Iterable[Catalogue], day: date) -> Catalogue | None:
    """The edition in force on a day; the latest to begin when two overlap; None when there is no rule."""
    found = [catalogue for catalogue in catalogues if day in catalogue.in_force]
    return max(found, key=lambda catalogue: catalogue.in_force.start or date.min, default=None)


def edition(catalogues: Collection[Catalogue], name: str) -> Catalogue | None:
    """The edition of this name."""
    return next((catalogue for catalogue in catalogues if catalogue.edition == name), None)
