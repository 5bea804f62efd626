"""Shortage lists as an office publishes them."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.editions import Confidence, EditionInfo
from skillcity.reference.imports.occupations import CODE
from skillcity.reference.imports.regions import CODE as REGION
from skillcity.reference.imports.sorting import WHO, Sorted, cell, day, other_name, sort_rows, today, whole
from skillcity.reference.models import Edition, Occupation, Region, ShortageEntry
from skillcity.reference.models.shortage import TRENDS
from skillcity.reference.writing import codes, write_edition

TREND = formats.choice(
    {words.zh: key for key, words in TRENDS.items() if key} | {key: key for key in TRENDS if key},
    main=tuple(words.zh for key, words in TRENDS.items() if key),
)


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the rows that are not on their list yet; a list is made by its first row."""
    known = {
        (name, listed, region or ""): name
        for name, listed, region in ShortageEntry.objects.values_list("name", "edition__edition", "region__code")
    }
    found = sort_rows(
        rows,
        key=lambda row: (cell(row, "name"), cell(row, "list"), cell(row, "region_code")),
        name=lambda row: cell(row, "name"),
        known=known,
        columns=("name", "name"),
    )
    occupations, places = codes(Occupation), codes(Region)
    refuse_unknown(found, occupations, places)
    lists = {cell(row, "list"): row for row in reversed(found.fresh)}
    editions = {name: list_edition(name, row, context) for name, row in lists.items()}
    ShortageEntry.objects.bulk_create(
        [
            ShortageEntry(
                edition=editions[cell(row, "list")],
                name=cell(row, "name"),
                occupation_id=occupations.get(cell(row, "occupation")),
                region_id=places.get(cell(row, "region_code")),
                rank=whole(row, "rank"),
                trend=cell(row, "trend"),
            )
            for row in found.fresh
        ]
    )
    return found.taken()


def refuse_unknown(found: Sorted, occupations: dict[str, int], places: dict[str, int]) -> None:
    """Leave in `fresh` only rows whose occupation and region are known, with its name, and with dates in order."""
    names = dict(Occupation.objects.values_list("code", "name"))
    kept: list[Row] = []
    for row in found.fresh:
        code, place = cell(row, "occupation"), cell(row, "region_code")
        if code and code not in occupations:
            text = Text(
                f"没有职业代码 {code}。请核对，或留空。", f"There is no occupation {code}. Check it, or leave it empty."
            )
            found.refuse(row, "occupation", "reference.unknown-code", text)
        elif code and names[code] != cell(row, "name"):
            found.refuse(row, "name", "reference.other-name", other_name(code, names[code]))
        elif place and place not in places:
            text = Text(
                f"没有地区 {place}。请先导入行政区划。", f"There is no region {place}. Import the regions first."
            )
            found.refuse(row, "region_code", "reference.unknown-code", text)
        elif (since := day(row, "valid_from")) and (until := day(row, "valid_to")) and until < since:
            text = Text("失效日期早于生效日期。请核对。", "It ends before it begins. Check the dates.")
            found.refuse(row, "valid_to", "reference.dates", text)
        else:
            kept.append(row)
    found.fresh = kept


def list_edition(name: str, row: Row, context: ImportContext) -> Edition:
    """The edition of a list: the one that stands already, or a new one described by its first row."""
    standing = Edition.objects.filter(kind="shortage", edition=name).first()
    if standing is not None:
        return standing
    return write_edition(
        EditionInfo(
            kind="shortage",
            edition=name,
            name=Text(name, name),
            issuer=cell(row, "issuer"),
            source=cell(row, "source") or f"import batch {context.batch_id} by {context.actor.label}",
            retrieved_on=today(context),
            confidence=Confidence.IMPORTED,
            valid_from=day(row, "valid_from") or min(today(context), day(row, "valid_to") or today(context)),
            valid_to=day(row, "valid_to"),
            region_code=cell(row, "region_code"),
        )
    )


SHORTAGE = ImportKind(
    key="shortage",
    label=Text("紧缺职业", "Shortage occupations"),
    about=Text("紧缺职业(工种)目录，一行一个。", "A list of shortage occupations, one a row."),
    columns=(
        Column("list", Text("目录名称", "Name of the list"), formats.text(64), sample="温州市2026年紧缺职业目录"),
        Column("name", Text("职业名称", "Name"), formats.text(64), sample="焊工"),
        Column("occupation", Text("职业代码", "Code of the occupation"), CODE, required=False, sample="6-18-02-04"),
        Column("region_code", Text("地区代码", "Region"), REGION, required=False, sample="330300"),
        Column("rank", Text("排位", "Rank"), formats.integer_between(1, 9999), required=False, sample="1"),
        Column("trend", Text("变化", "Trend"), TREND, required=False),
        Column("issuer", Text("发布单位", "Issuer"), formats.text(200), required=False),
        Column("source", Text("来源", "Source"), formats.text(500), required=False),
        Column("valid_from", Text("生效日期", "Valid from"), formats.date, required=False, sample="2026-01-01"),
        Column("valid_to", Text("失效日期", "Valid to"), formats.end_date, required=False),
    ),
    take=take,
    roles=WHO,
)
