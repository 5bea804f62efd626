"""From the values of `engine/shipped.py` to rows: one function a kind of data, in the order of their foreign keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from skillcity.reference.engine import shipped
from skillcity.reference.engine.classification import Entry
from skillcity.reference.engine.elsewhere import other_codes
from skillcity.reference.engine.files import data_file
from skillcity.reference.engine.occupation_code import OccupationLevel, parent_of
from skillcity.reference.models import (
    Edition,
    Honour,
    Industry,
    IndustryClass,
    IndustryClassLink,
    IndustryOccupation,
    Major,
    MajorOccupation,
    Occupation,
    Region,
    ShortageEntry,
)
from skillcity.reference.models.regions import LEVELS
from skillcity.reference.models.searching import search_columns
from skillcity.reference.resolving import Resolver
from skillcity.reference.writing import codes, write_rows, write_tree


def occupation_row(edition: Edition, entry: Entry, ids: dict[str, int]) -> Occupation:
    """An entry of the classification as a row."""
    above = parent_of(entry.code)
    return Occupation(
        edition=edition,
        code=entry.code,
        level=entry.level,
        name=entry.name,
        parent_id=ids[above] if above else None,
        green=entry.mark.green,
        digital=entry.mark.digital,
        definition=entry.definition,
        tasks=list(entry.tasks),
        aliases=list(entry.aliases),
        **search_columns(entry.code, entry.name, entry.aliases),
    )


def write_occupations(edition: Edition, entries: list[Entry]) -> int:
    """The classification, level by level."""
    levels = [[entry for entry in entries if entry.level == level] for level in OccupationLevel]
    return write_tree(Occupation, levels, lambda entry, ids: occupation_row(edition, entry, ids))


def region_row(edition: Edition, place: shipped.ShippedRegion, ids: dict[str, int]) -> Region:
    """A place as a row."""
    return Region(
        edition=edition,
        code=place.code,
        name=place.name,
        name_en=place.en,
        level=place.level,
        parent_id=ids[place.parent] if place.parent else None,
        partner=place.partner,
        confidence=place.confidence.value,
        **search_columns(place.code, place.name),
    )


def write_regions(edition: Edition, places: list[shipped.ShippedRegion]) -> int:
    """Provinces, then cities, then what lies in them."""
    levels = [[place for place in places if place.level == level] for level in LEVELS]
    return write_tree(Region, levels, lambda place, ids: region_row(edition, place, ids))


def industry_class_row(edition: Edition, code: str, name: str, ids: dict[str, int]) -> IndustryClass:
    """A class of GB/T 4754 as a row; the parent of C34 is C, of C344 it is C34."""
    above = class_above(code)
    return IndustryClass(
        edition=edition,
        code=code,
        level=class_level(code),
        name=name,
        parent_id=ids[above] if above else None,
        **search_columns(code, name),
    )


def class_level(code: str) -> int:
    """1 for C, 2 for C34, 3 for C344, 4 for C3441."""
    return max(1, len(code) - 1)


def class_above(code: str) -> str:
    """The code of the class above; "" for a section."""
    return code[:1] if len(code) == 3 else code[:-1]


def write_industry_classes(edition: Edition, names: dict[str, str]) -> int:
    """Sections, divisions, groups, classes."""
    levels = [[item for item in names.items() if class_level(item[0]) == level] for level in (1, 2, 3, 4)]
    return write_tree(IndustryClass, levels, lambda item, ids: industry_class_row(edition, item[0], item[1], ids))


def write_industries(edition: Edition, industries: list[shipped.ShippedIndustry]) -> int:
    """The 5+5+N with their chains, counties and occupations; the links are made anew."""
    write_rows(
        [
            Industry(
                edition=edition,
                code=each.code,
                name_zh=each.name.zh,
                name_en=each.name.en,
                group=each.group,
                position=position,
                chain_leader=each.chain_leader,
                note_zh=each.note.zh,
                note_en=each.note.en,
                confidence=each.confidence.value,
            )
            for position, each in enumerate(industries)
        ]
    )
    rows = {industry.code: industry for industry in Industry.objects.filter(edition=edition)}
    classes, occupations, places = codes(IndustryClass), codes(Occupation), codes(Region)
    IndustryClassLink.objects.filter(industry__edition=edition).delete()
    IndustryOccupation.objects.filter(industry__edition=edition).delete()
    class_links, occupation_links = [], []
    for each in industries:
        industry = rows[each.code]
        industry.counties.set([places[code] for code in each.counties])
        class_links += [
            IndustryClassLink(industry=industry, industry_class_id=classes[code], stage=stage, position=position)
            for stage, members in each.chain.items()
            for position, code in enumerate(members)
        ]
        occupation_links += [
            IndustryOccupation(industry=industry, occupation_id=occupations[code], position=position)
            for position, code in enumerate(each.occupations)
        ]
    IndustryClassLink.objects.bulk_create(class_links)
    IndustryOccupation.objects.bulk_create(occupation_links)
    return len(industries)


def write_majors(edition: Edition, majors: list[shipped.ShippedMajor]) -> int:
    """A few majors and their links."""
    written = write_rows(
        [
            Major(
                edition=edition,
                code=each.code,
                name=each.name,
                stage=each.stage,
                **search_columns(each.code, each.name),
            )
            for each in majors
        ],
        unique=("code", "stage", "edition"),
    )
    ids = dict(Major.objects.filter(edition=edition).values_list("code", "id"))
    resolver = Resolver(other_codes(data_file("occupation_codes_elsewhere.yaml")))
    links = []
    for each in majors:
        for code in each.occupations:
            found = resolver.resolve(code)
            links.append(
                MajorOccupation(
                    edition=edition,
                    major_id=ids[each.code],
                    occupation_id=found.occupation_id,
                    stated_code=code,
                    basis=found.basis,
                )
            )
    write_rows(links, unique=("major", "stated_code"))
    return written


def write_shortage(edition: Edition, entries: list[shipped.ShippedShortage]) -> int:
    """One list, made anew."""
    occupations, places = codes(Occupation), codes(Region)
    ShortageEntry.objects.filter(edition=edition).delete()
    rows = [
        ShortageEntry(
            edition=edition,
            name=each.name,
            occupation_id=occupations[each.occupation] if each.occupation else None,
            region_id=places[each.region] if each.region else None,
            trend=each.trend,
        )
        for each in entries
    ]
    ShortageEntry.objects.bulk_create(rows)
    return len(rows)


def write_honours(edition: Edition, honours: list[shipped.ShippedHonour]) -> int:
    """Titles and studios."""
    return write_rows(
        [
            Honour(
                edition=edition,
                code=each.code,
                name_zh=each.name.zh,
                name_en=each.name.en,
                tier=each.tier,
                form=each.form,
                issuer=each.issuer,
                issuer_kinds=list(each.issuer_kinds),
                confidence=each.confidence.value,
                source=each.source,
                note_zh=each.note.zh,
                note_en=each.note.en,
                valid_to=each.valid_to,
            )
            for each in honours
        ]
    )


def alone(read: Callable[[], Any]) -> Callable[[], Iterable[Any]]:
    """A reader of one edition as a reader of several."""
    return lambda: [read()]


STEPS: tuple[tuple[Callable[[], Iterable[Any]], Callable[[Edition, Any], int]], ...] = (
    (alone(shipped.regions), write_regions),
    (alone(shipped.industry_classes), write_industry_classes),
    (alone(shipped.occupations), write_occupations),
    (alone(shipped.industries), write_industries),
    (alone(shipped.majors), write_majors),
    (shipped.shortage, write_shortage),
    (alone(shipped.honours), write_honours),
)
"""How each kind is read and written, parents of foreign keys first."""
