"""Classes of GB/T 4754: sections, divisions, groups and classes."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.words import tidy
from skillcity.reference.imports.sorting import WHO, Sorted, cell, edition_for, sort_rows
from skillcity.reference.models import IndustryClass
from skillcity.reference.shipping import class_above, class_level, industry_class_row
from skillcity.reference.writing import write_tree

FULL_CODE = formats.code(r"[A-T]([0-9]{2,4})?", Text("门类字母加数字，如 C3443", "letter and digits, such as C3443"))
LEVELS = (1, 2, 3, 4)


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the classes that are not known; a class below one that nobody knows is refused."""
    known = dict(IndustryClass.objects.order_by("edition_id").values_list("code", "name"))
    found = sort_rows(
        rows,
        key=lambda row: cell(row, "code_full"),
        name=lambda row: cell(row, "name"),
        known=known,
        columns=("code_full", "name"),
    )
    refuse_misplaced(found, set(known))
    if found.fresh:
        edition = edition_for("industry-classes", context)
        items = [(cell(row, "code_full"), tidy(cell(row, "name"))) for row in found.fresh]
        by_level = [[item for item in items if class_level(item[0]) == level] for level in LEVELS]
        write_tree(IndustryClass, by_level, lambda item, ids: industry_class_row(edition, item[0], item[1], ids))
    return found.taken()


def refuse_misplaced(found: Sorted, there: set[str]) -> None:
    """Leave in `fresh` only classes whose code, level and parent agree and whose parent is there."""
    by_level = sorted(found.fresh, key=lambda row: len(cell(row, "code_full")))
    found.fresh = []
    for row in by_level:
        code = cell(row, "code_full")
        above = class_above(code)
        stated = row.values.get("level")
        if stated is not None and stated != class_level(code):
            text = Text(f"{code} 应是第 {class_level(code)} 层。", f"{code} belongs on level {class_level(code)}.")
            found.refuse(row, "level", "reference.level", text)
        elif cell(row, "parent_full") not in ("", above):
            text = Text(f"{code} 的上级应是 {above}。", f"The parent of {code} is {above}.")
            found.refuse(row, "parent_full", "reference.parent", text)
        elif above and above not in there:
            text = Text(
                f"没有上级 {above}。请放在同一文件中。", f"There is no parent {above}. Put it into the same file."
            )
            found.refuse(row, "code_full", "reference.no-parent", text)
        else:
            there.add(code)
            found.fresh.append(row)


INDUSTRIES = ImportKind(
    key="industries",
    label=Text("行业分类", "Industry classes"),
    about=Text("国民经济行业分类 GB/T 4754 的代码和名称。", "Codes and names of GB/T 4754."),
    columns=(
        Column("code_full", Text("全码", "Full code"), FULL_CODE, sample="C3443", aliases=("行业代码",)),
        Column("section", Text("门类", "Section"), formats.text(1), required=False, sample="C"),
        Column("code", Text("数字码", "Digits"), formats.text(4), required=False, sample="3443"),
        Column("level", Text("层级", "Level"), formats.integer_between(1, 4), required=False, sample="4"),
        Column("name", Text("名称", "Name"), formats.text(120), sample="阀门和旋塞制造"),
        Column("parent_full", Text("上级全码", "Full code above"), FULL_CODE, required=False, sample="C344"),
    ),
    take=take,
    roles=WHO,
)
