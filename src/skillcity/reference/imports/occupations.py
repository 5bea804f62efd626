"""Occupations of the national classification, with the names of their groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, Format, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.classification import Entry, split_tasks
from skillcity.reference.engine.marks import NO_MARK, Mark, parse_mark, split_mark
from skillcity.reference.engine.occupation_code import lineage
from skillcity.reference.engine.words import tidy
from skillcity.reference.imports.sorting import WHO, Sorted, cell, edition_for, sort_rows
from skillcity.reference.models import Occupation
from skillcity.reference.shipping import write_occupations

CODE = formats.code(r"[1-8](-[0-9]{2}){3}", Text("如 6-18-02-04", "such as 6-18-02-04"))
MARK = Format(parse_mark, Text("L 绿色，S 数字", "L green, S digital"), ("L", "S", "L/S"))
GROUPS = ("major_name", "middle_name", "minor_name")
RUN_ON = re.compile(r"[1-8](-[0-9]{2}){3}.*")


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the occupations that are not known, and their groups where the file names them."""
    known = dict(Occupation.objects.order_by("edition_id").values_list("code", "name"))
    found = sort_rows(
        rows,
        key=lambda row: cell(row, "code"),
        name=lambda row: split_mark(cell(row, "name"))[0],
        known=known,
        columns=("code", "name"),
    )
    note_other_marks(rows, found)
    groups = name_groups(found, known)
    if found.fresh:
        entries = [*groups.values(), *map(entry_of, found.fresh)]
        write_occupations(edition_for("occupations", context), entries)
    return found.taken()


def mark_of(row: Row) -> Mark:
    """The mark of its own column, or else the one glued to the name."""
    mark = row.values.get("mark")
    return mark if isinstance(mark, Mark) and mark != NO_MARK else split_mark(cell(row, "name"))[1]


def note_other_marks(rows: Sequence[Row], found: Sorted) -> None:
    """Say where the file marks a known occupation otherwise; ours stays."""
    ours = {
        code: Mark(green, digital)
        for code, green, digital in Occupation.objects.values_list("code", "green", "digital")
    }
    for row in rows:
        code = cell(row, "code")
        if code in ours and ours[code] != mark_of(row):
            text = Text(
                f"{code} 标识为“{ours[code]}”，文件中为“{mark_of(row)}”；保留现有标识。",
                f"{code} is marked “{ours[code]}”, the file says “{mark_of(row)}”; ours stays.",
            )
            found.note(row, "mark", "reference.other-mark", text)


def name_groups(found: Sorted, known: dict[str, str]) -> dict[str, Entry]:
    """The groups that the file has to bring, by code; rows without a group that is known or named are refused."""
    groups: dict[str, Entry] = {}
    kept: list[Row] = []
    for row in found.fresh:
        missing = [
            (code, tidy(RUN_ON.sub("", cell(row, column))))
            for code, column in zip(lineage(cell(row, "code")), GROUPS, strict=False)
            if code not in known and code not in groups
        ]
        if all(name for _, name in missing):
            groups |= {code: Entry(code, name) for code, name in missing}
            kept.append(row)
        else:
            text = Text(
                f"没有类别 {missing[0][0]}。请填写大类、中类、小类名称。",
                f"There is no group {missing[0][0]}. Fill in the names of the groups.",
            )
            found.refuse(row, "minor_name", "reference.no-parent", text)
    found.fresh = kept
    return groups


def entry_of(row: Row) -> Entry:
    """A row of the file as an entry of the classification."""
    return Entry(
        code=cell(row, "code"),
        name=tidy(split_mark(cell(row, "name"))[0]),
        mark=mark_of(row),
        definition=cell(row, "definition"),
        tasks=split_tasks(cell(row, "tasks")),
    )


OCCUPATIONS = ImportKind(
    key="occupations",
    label=Text("职业", "Occupations"),
    about=Text("职业分类大典的职业。", "Occupations of the national classification."),
    columns=(
        Column("code", Text("职业代码", "Code"), CODE, sample="6-18-02-04", aliases=("职业编码",)),
        Column("name", Text("职业名称", "Name"), formats.text(64), sample="焊工"),
        Column("mark", Text("标识", "Mark"), MARK, required=False, sample=""),
        Column(
            "major_name", Text("大类", "Major group"), formats.text(64), required=False, sample="生产制造及有关人员"
        ),
        Column(
            "middle_name", Text("中类", "Middle group"), formats.text(64), required=False, sample="机械制造基础加工人员"
        ),
        Column("minor_name", Text("小类", "Minor group"), formats.text(80), required=False, sample="机械热加工人员"),
        Column("definition", Text("定义", "Definition"), formats.long_text(), required=False),
        Column("tasks", Text("主要工作任务", "Main tasks"), formats.long_text(), required=False),
    ),
    take=take,
    roles=WHO,
)
