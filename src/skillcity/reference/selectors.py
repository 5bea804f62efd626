"""What is read of reference data. It is public: no scope is needed. Lookups by code answer from the newest edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, F, Prefetch, QuerySet

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.reference.engine.occupation_code import OccupationLevel
from skillcity.reference.finding import find
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
from skillcity.reference.models.editions import OfEdition

Row = TypeVar("Row", bound=OfEdition)
SEARCH_LIMIT = 50
COUNTIES = Prefetch("counties", Region.objects.order_by("code"))


def newest(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows of the newest edition first."""
    return rows.order_by(F("edition__valid_from").desc(nulls_last=True), "-id")


def one(rows: QuerySet[Row], code: str, what: Text) -> Row:
    """The row with this code in the newest edition that has it. Raises NotFound."""
    row = newest(rows.filter(code=code)).select_related("edition").first()
    if row is None:
        raise NotFound(
            "reference.unknown-code",
            Text(f"没有这个{what.zh}。", f"There is no such {what.en}."),
            where=code,
            todo=Text("请检查代码，或用名称查找。", "Check the code, or search by name."),
        )
    return row


def search_occupations(
    text: str, limit: int = SEARCH_LIMIT, *, groups: bool = False, green: bool = False, digital: bool = False
) -> list[Occupation]:
    """Occupations by name, code, pinyin initials, pinyin or alias, the best first; `groups` finds groups as well.

    Nothing found: names near the query (电焊工 finds 焊工). At most `SEARCH_LIMIT` rows, two queries.
    """
    rows = Occupation.objects.all()
    if not groups:
        rows = rows.filter(level=OccupationLevel.OCCUPATION)
    if green:
        rows = rows.filter(green=True)
    if digital:
        rows = rows.filter(digital=True)
    return find(rows, text, min(limit, SEARCH_LIMIT), aliases=True)


def search_majors(text: str, limit: int = SEARCH_LIMIT) -> list[Major]:
    """Majors by name, code, pinyin initials or pinyin."""
    return find(Major.objects.all(), text, min(limit, SEARCH_LIMIT))


def search_regions(text: str, limit: int = SEARCH_LIMIT) -> list[Region]:
    """Regions by name, code, pinyin initials or pinyin."""
    return find(Region.objects.all(), text, min(limit, SEARCH_LIMIT))


def search_industry_classes(text: str, limit: int = SEARCH_LIMIT) -> list[IndustryClass]:
    """Classes of GB/T 4754 by name, code, pinyin initials or pinyin."""
    return find(IndustryClass.objects.all(), text, min(limit, SEARCH_LIMIT))


def occupation(code: str) -> Occupation:
    """An occupation or group by code. Raises NotFound."""
    return one(Occupation.objects.select_related("parent__parent__parent"), code, Text("职业", "occupation"))


def occupations(codes: Iterable[str]) -> dict[str, Occupation]:
    """Those of the codes that there are, in one query; the newest edition wins."""
    rows = Occupation.objects.filter(code__in=list(codes)).order_by(
        F("edition__valid_from").asc(nulls_first=True), "id"
    )
    return {row.code: row for row in rows}


def occupation_names() -> dict[str, str]:
    """The name of every occupation (not of groups) by code."""
    rows = Occupation.objects.filter(level=OccupationLevel.OCCUPATION)
    return dict(rows.order_by(F("edition__valid_from").asc(nulls_first=True), "id").values_list("code", "name"))


def groups_above(row: Occupation) -> list[Occupation]:
    """The groups of an occupation, the major group first."""
    above: list[Occupation] = []
    while row.parent is not None:
        row = row.parent
        above.insert(0, row)
    return above


def members(row: Occupation) -> QuerySet[Occupation]:
    """What stands directly in a group."""
    return row.children.order_by("code")


@dataclass(frozen=True, slots=True)
class LeadingMajor:
    """A major that leads to an occupation: by naming it (`via` is None) or a group above it."""

    major: Major
    link: MajorOccupation
    via: Occupation | None


def majors_leading_to(row: Occupation) -> list[LeadingMajor]:
    """Majors whose standards name the occupation, then those that name one of its groups."""
    above = groups_above(row)
    wanted = [row, *reversed(above[1:])]  # a whole major group says too little
    links = MajorOccupation.objects.filter(occupation__in=wanted).select_related("major", "occupation")
    rank = {each.pk: place for place, each in enumerate(wanted)}
    found = [
        LeadingMajor(link.major, link, None if link.occupation_id == row.pk else link.occupation)
        for link in sorted(links, key=lambda link: (rank[link.occupation_id], link.major.code))
    ]
    once: dict[int, LeadingMajor] = {}
    for each in found:
        once.setdefault(each.major.pk, each)
    return list(once.values())


def major_groups() -> QuerySet[Occupation]:
    """The major groups of all editions, by code."""
    return Occupation.objects.filter(level=OccupationLevel.MAJOR).order_by("code")


def all_majors() -> QuerySet[Major]:
    """All majors, by code."""
    return Major.objects.order_by("code", "id")


def major(code: str) -> Major:
    """A major by code. Raises NotFound."""
    return one(Major.objects.all(), code, Text("专业", "major"))


def major_links(row: Major) -> QuerySet[MajorOccupation]:
    """Where a major leads, in the order of the codes."""
    return row.links.select_related("occupation").order_by("occupation__code", "stated_code")


def region(code: str) -> Region:
    """A region by code. Raises NotFound."""
    return one(Region.objects.select_related("parent__parent"), code, Text("地区", "region"))


def region_names() -> dict[str, Text]:
    """The name of every region by code, in both languages."""
    rows = Region.objects.order_by(F("edition__valid_from").asc(nulls_first=True), "id")
    return {row.code: row.label for row in rows.only("code", "name", "name_en")}


def regions_in(code: str, *levels: str) -> QuerySet[Region]:
    """What lies directly in a region, by code; `levels` narrows it, as in `regions_in("330300", "county")`."""
    rows = Region.objects.filter(parent__code=code)
    return (rows.filter(level__in=levels) if levels else rows).order_by("code")


def partner_regions() -> QuerySet[Region]:
    """The partners of cooperation outside the city."""
    return Region.objects.filter(partner=True).select_related("parent").order_by("code")


def provinces() -> QuerySet[Region]:
    """All provinces that are known."""
    return Region.objects.filter(level="province").order_by("code")


def industries() -> QuerySet[Industry]:
    """The 5+5+N of the newest edition, in their order, with their counties and the number of `occupations`."""
    edition = editions("industries").order_by(F("valid_from").desc(nulls_last=True), "-id").first()
    rows = Industry.objects.filter(edition=edition).select_related("edition").prefetch_related(COUNTIES)
    return rows.annotate(occupations=Count("occupation_links")).order_by("position")


def _with_parts(rows: QuerySet[Industry]) -> QuerySet[Industry]:
    return rows.select_related("edition").prefetch_related(
        COUNTIES,
        Prefetch("class_links", IndustryClassLink.objects.select_related("industry_class").order_by("position")),
        Prefetch("occupation_links", IndustryOccupation.objects.select_related("occupation").order_by("position")),
    )


def industry(code: str) -> Industry:
    """One of the 5+5+N with counties, chain and occupations. Raises NotFound."""
    return one(_with_parts(Industry.objects.all()), code, Text("产业", "industry"))


def industry_class(code: str) -> IndustryClass:
    """A class of GB/T 4754 by its full code, such as C3443. Raises NotFound."""
    return one(IndustryClass.objects.select_related("parent__parent__parent"), code, Text("行业", "industry class"))


def industries_of(row: Occupation) -> QuerySet[Industry]:
    """The city's industries that need an occupation."""
    return Industry.objects.filter(occupation_links__occupation__code=row.code).distinct().order_by("position")


def shortage_entries(region_codes: Sequence[str] | None = None) -> QuerySet[ShortageEntry]:
    """Rows of all shortage lists, the newest first; with `region_codes` only theirs and the nation's."""
    rows = ShortageEntry.objects.select_related("edition", "occupation", "region")
    if region_codes is not None:
        rows = rows.filter(region__code__in=region_codes) | rows.filter(region=None)
    return rows.order_by(
        F("edition__valid_from").desc(nulls_last=True), "edition_id", F("rank").asc(nulls_last=True), "id"
    )


def shortages_of(row: Occupation) -> QuerySet[ShortageEntry]:
    """On which lists an occupation stands."""
    return shortage_entries().filter(occupation__code=row.code)


def honours() -> QuerySet[Honour]:
    """All honours, by code."""
    return Honour.objects.select_related("edition").order_by("code", "-edition_id")


def honour(code: str) -> Honour:
    """An honour by code. Raises NotFound."""
    return one(Honour.objects.all(), code, Text("荣誉", "honour"))


def editions(kind: str | None = None) -> QuerySet[Edition]:
    """All editions, or those of a kind."""
    rows = Edition.objects.order_by("kind", F("valid_from").asc(nulls_first=True), "id")
    return rows.filter(kind=kind) if kind else rows
