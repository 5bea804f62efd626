"""Everything that the project ships, read into values: `shipped()` is what `services.load_shipped` writes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from skillcity.kernel.text import Text
from skillcity.reference.engine.classification import Entry, Repairs, classification, split_aliases
from skillcity.reference.engine.editions import NOTHING, Confidence, EditionInfo, edition_of, text_of
from skillcity.reference.engine.files import data_file, occupation_table
from skillcity.reference.engine.words import tidy


@dataclass(frozen=True, slots=True)
class ShippedRegion:
    """One place; `level` is province, city, county or zone."""

    code: str
    name: str
    en: str
    level: str
    parent: str | None
    partner: bool
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ShippedIndustry:
    """One of the 5+5+N: `chain` gives the GB/T 4754 classes of each stage."""

    code: str
    name: Text
    group: str
    confidence: Confidence
    counties: tuple[str, ...]
    chain_leader: str
    note: Text
    chain: Mapping[str, tuple[str, ...]]
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShippedMajor:
    """One major with the codes of the occupations that its standard names."""

    code: str
    name: str
    stage: str
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShippedShortage:
    """One row of a shortage list; a name that is no occupation has no code."""

    name: str
    occupation: str | None
    region: str | None
    trend: str


@dataclass(frozen=True, slots=True)
class ShippedHonour:
    """One title or studio with those who award it."""

    code: str
    name: Text
    tier: str
    form: str
    issuer: str
    issuer_kinds: tuple[str, ...]
    confidence: Confidence
    source: str
    note: Text
    valid_to: datetime.date | None


def occupations() -> tuple[EditionInfo, list[Entry]]:
    """The classification of 2022, all four levels, with the city's search words among the aliases."""
    file = data_file("occupations_2022.yaml")
    entries = classification(occupation_table(), repairs_of(file["repairs"]))
    words: dict[str, list[str]] = {}
    for row in data_file("occupation_aliases.yaml")["aliases"]:
        words.setdefault(row["code"], []).append(row["word"])
    return edition_of(file["edition"]), [with_aliases(entry, words.get(entry.code, [])) for entry in entries.values()]


def repairs_of(block: Mapping[str, Any]) -> Repairs:
    """The `repairs:` block of the data file."""
    return Repairs(
        groups=block["groups"],
        occupations=block["occupations"],
        renamed=block["renamed"],
        renumbered=block["renumbered"],
        relevelled=block["relevelled"],
        dropped=frozenset(block["dropped"]),
        without_text=frozenset(block["without_text"]),
        marks=block["marks"],
    )


def with_aliases(entry: Entry, words: list[str]) -> Entry:
    """The entry with more search words, each once."""
    if not words:
        return entry
    aliases = split_aliases(",".join([*entry.aliases, *words]), entry.name)
    return Entry(entry.code, entry.name, entry.mark, entry.definition, entry.tasks, aliases)


def regions() -> tuple[EditionInfo, list[ShippedRegion]]:
    """Wenzhou and its partners, parents before children."""
    file = data_file("regions.yaml")
    edition = edition_of(file["edition"])
    return edition, [
        ShippedRegion(
            code=row["code"],
            name=row["name"],
            en=row["en"],
            level=row["level"],
            parent=row.get("parent"),
            partner=row.get("partner", False),
            confidence=Confidence(row.get("confidence", edition.confidence)),
        )
        for row in file["regions"]
    ]


def industry_classes() -> tuple[EditionInfo, dict[str, str]]:
    """GB/T 4754 classes by full code, in the order of the codes, so that parents come first."""
    file = data_file("industry_classes.yaml")
    return edition_of(file["edition"]), {code: tidy(name) for code, name in sorted(file["classes"].items())}


def industries() -> tuple[EditionInfo, list[ShippedIndustry]]:
    """The 5+5+N."""
    file = data_file("industries.yaml")
    return edition_of(file["edition"]), [
        ShippedIndustry(
            code=row["code"],
            name=Text(row["name"], row["en"]),
            group=row["group"],
            confidence=Confidence(row["confidence"]),
            counties=tuple(row["counties"]),
            chain_leader=row.get("chain_leader", ""),
            note=text_of(row.get("note")),
            chain={stage: tuple(codes) for stage, codes in row["chain"].items()},
            occupations=tuple(row["occupations"]),
        )
        for row in file["industries"]
    ]


@cache
def industry_words() -> tuple[dict[str, Text], dict[str, Text]]:
    """The names of the three groups, and of the stages of a chain."""
    file = data_file("industries.yaml")
    groups = {key: text_of(value) for key, value in file["groups"].items()}
    return groups, {key: text_of(value) for key, value in file["stages"].items()}


def majors() -> tuple[EditionInfo, list[ShippedMajor]]:
    """A few majors with their links."""
    file = data_file("majors.yaml")
    return edition_of(file["edition"]), [
        ShippedMajor(row["code"], row["name"], row["stage"], tuple(row["occupations"])) for row in file["majors"]
    ]


def shortage() -> list[tuple[EditionInfo, list[ShippedShortage]]]:
    """Each list with its rows."""
    return [
        (
            edition_of(part["edition"]),
            [
                ShippedShortage(
                    name=row["name"],
                    occupation=row.get("code"),
                    region=row.get("region", part["edition"]["region"]),
                    trend=row.get("trend", ""),
                )
                for row in part["entries"]
            ],
        )
        for part in data_file("shortage.yaml")["editions"]
    ]


def honours() -> tuple[EditionInfo, list[ShippedHonour]]:
    """Titles and studios."""
    file = data_file("honours.yaml")
    return edition_of(file["edition"]), [
        ShippedHonour(
            code=row["code"],
            name=Text(row["name"], row["en"]),
            tier=row["tier"],
            form=row["form"],
            issuer=row["issuer"],
            issuer_kinds=tuple(row["issuer_kinds"]),
            confidence=Confidence(row["confidence"]),
            source=row["source"],
            note=text_of(row["note"]) if "note" in row else NOTHING,
            valid_to=row.get("valid_to"),
        )
        for row in file["honours"]
    ]
