"""Regions of the whole country: code, name, level, code of the region above."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.editions import Confidence
from skillcity.reference.imports.sorting import WHO, Sorted, cell, edition_for, sort_rows
from skillcity.reference.models import Edition, Region
from skillcity.reference.models.regions import LEVELS
from skillcity.reference.models.searching import search_columns
from skillcity.reference.writing import write_tree

CODE = formats.code(r"[1-9][0-9]{5}(-[a-z0-9-]{1,9})?", Text("六位代码", "six digits"))
LEVEL = formats.choice(
    {"province": "province", "city": "city", "county": "county", "zone": "zone"}
    | {"省": "province", "市": "city", "地级": "city", "县": "county", "县级": "county", "功能区": "zone"},
    main=LEVELS,
)


def row_of(edition: Edition, row: Row, ids: dict[str, int]) -> Region:
    """A row of the file as a row of the table."""
    code, name = cell(row, "code"), cell(row, "name")
    return Region(
        edition=edition,
        code=code,
        name=name,
        level=cell(row, "level"),
        parent_id=ids[cell(row, "parent_code")] if cell(row, "parent_code") else None,
        confidence=Confidence.IMPORTED.value,
        **search_columns(code, name),
    )


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the regions that are not known; a region below one that nobody knows is refused."""
    known = dict(Region.objects.order_by("edition_id").values_list("code", "name"))
    found = sort_rows(
        rows,
        key=lambda row: cell(row, "code"),
        name=lambda row: cell(row, "name"),
        known=known,
        columns=("code", "name"),
    )
    levels = dict(Region.objects.values_list("code", "level"))
    levels |= {cell(row, "code"): cell(row, "level") for row in found.fresh}
    refuse_misplaced(found, levels)
    if found.fresh:
        edition = edition_for("regions", context)
        by_level = [[row for row in found.fresh if cell(row, "level") == level] for level in LEVELS]
        write_tree(Region, by_level, lambda row, ids: row_of(edition, row, ids))
    return found.taken()


def refuse_misplaced(found: Sorted, levels: dict[str, str]) -> None:
    """Leave in `fresh` only regions whose parent is there and stands higher; refusing one may orphan others."""
    while True:
        kept: list[Row] = []
        for row in found.fresh:
            problem = misplaced(row, levels)
            if problem is None:
                kept.append(row)
            else:
                found.refuse(row, "parent_code", "reference.no-parent", problem)
                levels.pop(cell(row, "code"), None)
        if len(kept) == len(found.fresh):
            return
        found.fresh = kept


def misplaced(row: Row, levels: dict[str, str]) -> Text | None:
    """Why a region cannot stand where it says, or None."""
    level, parent = cell(row, "level"), cell(row, "parent_code")
    if level == "province":
        return Text("省级没有上级。请留空。", "A province has no parent. Leave it empty.") if parent else None
    if parent not in levels:
        return Text(
            f"上级 {parent or '空'} 不存在。请先导入上级，或放在同一文件中。",
            f"There is no parent {parent or '(empty)'}. Import it first, or in the same file.",
        )
    if LEVELS.index(levels[parent]) >= LEVELS.index(level):
        return Text(f"{parent} 不是上一级。请核对级别。", f"{parent} is not on a higher level. Check the levels.")
    return None


REGIONS = ImportKind(
    key="regions",
    label=Text("行政区划", "Regions"),
    about=Text("省、市、县的代码和名称。", "Codes and names of provinces, cities and counties."),
    columns=(
        Column("code", Text("代码", "Code"), CODE, sample="330302", aliases=("行政区划代码",)),
        Column("name", Text("名称", "Name"), formats.text(64), sample="鹿城区"),
        Column("level", Text("级别", "Level"), LEVEL, sample="county"),
        Column("parent_code", Text("上级代码", "Code of the region above"), CODE, required=False, sample="330300"),
    ),
    take=take,
    roles=WHO,
)
